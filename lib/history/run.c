/* SPDX-License-Identifier: MIT */
#include "history/run.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "exchange/rest.h"
#include "history/emit.h"
#include "history/quote.h"
#include "net/budget.h"
#include "net/fetch.h"
#include "net/http.h"
#include "store/store.h"

static bool
add_stage(struct run *r, enum dataset d, char *symbol, enum interval iv)
{
	const struct request *q = r->req;

	if (r->n == REQUEST_MAX)
		return false;
	r->stages[r->n++] = (struct stage){
	    .target = {.venue = q->venue,
		.format = {.data = d, .symbol = symbol, .interval = iv}},
	    .since = q->since,
	    .until = q->until,
	};
	return true;
}

static bool
add_stages(struct run *r, enum dataset d, char *symbol)
{
	const struct request *q = r->req;

	if (d == DATA_OPEN_INTEREST)
		return add_stage(r, d, symbol, q->period);
	if (!dataset_has_interval(d))
		return add_stage(r, d, symbol, INTERVAL_1M);
	for (int i = 0; i < q->nintervals; i++)
		if (!add_stage(r, d, symbol, q->intervals[i]))
			return false;
	return true;
}

int
run_init(struct run *r, const struct request *req)
{
	*r = (struct run){.req = req, .sound = true};
	r->stages = calloc(REQUEST_MAX, sizeof *r->stages);
	r->locks = calloc(REQUEST_MAX, sizeof *r->locks);
	if (!r->stages || !r->locks)
		return -1;
	for (int i = 0; i < req->nsymbols; i++)
		for (int d = 0; d < DATASETS; d++)
			if (req->datasets >> d & 1 &&
			    !add_stages(r, (enum dataset)d, req->symbols[i]))
				return -1;
	for (int i = 0; i < r->n; i++)
		r->locks[i] = -1;
	return 0;
}

void
run_free(struct run *r)
{
	for (int i = 0; i < r->n; i++) {
		if (r->locks[i] >= 0)
			lock_close(r->locks[i]);
		holes_free(&r->stages[i].holes);
	}
	free(r->stages);
	free(r->locks);
}

/* One data set of a symbol has one lock, whatever its intervals. */
static bool
is_next_interval(const struct run *r, int i)
{
	const struct row_format *a, *b;

	if (i == 0)
		return false;
	a = &r->stages[i - 1].target.format;
	b = &r->stages[i].target.format;
	return a->symbol == b->symbol && a->data == b->data;
}

static int
lock_stage(const struct stage *st, const char *path)
{
	const char *symbol = st->target.format.symbol;
	const char *data = dataset_name(st->target.format.data);
	const char *parts[] = {
	    "backfill", path, st->target.venue, symbol, data};
	int fd = lock_job(parts, 5);

	if (fd >= 0)
		return fd;
	if (errno == EWOULDBLOCK)
		log_error("'%s' %s: another run is at it", symbol, data);
	else
		log_error("'%s' %s: cannot lock in '%s': %s", symbol, data,
		    lock_dir() ? lock_dir() : "~/.local/state/tickpipe",
		    strerror(errno));
	return -1;
}

/*
 * One run after the other takes its locks, so that of two that are the same
 * one gets them all.  A descriptor to lock_close(), or -1: then nobody has a
 * lock, which is said where the first is taken.
 */
static int
take_turn(void)
{
	const char *dir = lock_dir();
	char *path = NULL;
	int fd = -1;

	if (!dir || asprintf(&path, "%s/backfill.turn", dir) < 0)
		return -1;
	fd = lock_open(path);
	free(path);
	if (fd >= 0 && lock_take(fd, true) != 0) {
		lock_close(fd);
		fd = -1;
	}
	return fd;
}

int
run_lock(struct run *r, const struct store *s)
{
	char *path = realpath(store_path(s), NULL);
	int turn;

	if (!path)
		return -1;
	turn = take_turn();
	for (int i = 0; i < r->n; i++) {
		struct stage *st = &r->stages[i];

		if (is_next_interval(r, i)) {
			st->locked_out = r->stages[i - 1].locked_out;
		} else {
			r->locks[i] = lock_stage(st, path);
			st->locked_out = r->locks[i] < 0;
		}
		if (st->locked_out)
			st->status = STAGE_FAILED;
	}
	if (turn >= 0)
		lock_close(turn);
	free(path);
	return 0;
}

static int
open_rest(struct stage_tools *t, const struct request *q)
{
	char *host, why[BUDGET_WHY] = "out of memory";
	int64_t jump;

	t->rest.root = q->rest ? q->rest : rest_root(q->venue);
	if (q->mode == SOURCE_ARCHIVE)
		return 0;
	host = http_host(t->rest.root);
	if (host)
		t->rest.budget =
		    budget_open(host, rest_pools(q->venue), REST_POOLS, why);
	free(host);
	if (!t->rest.budget) {
		log_error("%s", why);
		return -1;
	}
	jump = budget_clock_jump(t->rest.budget);
	if (jump != 0)
		log_warn("this machine's clock was set %s by %lld seconds",
		    jump > 0 ? "forward" : "back",
		    (long long)llabs(jump) / 1000);
	return 0;
}

static void
close_tools(struct stage_tools *t)
{
	fetcher_free(t->fetcher);
	if (t->rest.budget)
		budget_close(t->rest.budget);
}

void
run_stages(struct run *r, struct store *s)
{
	const struct request *q = r->req;
	struct progress progress;
	struct stage_tools tools = {
	    .store = s,
	    .root = q->archive,
	    .mode = q->mode,
	    .clock_set = q->clock_set,
	    .all = q->all,
	    .reverify = q->reverify,
	    .progress = &progress,
	    .stop = q->stop,
	};

	tools.rest.fetcher = tools.fetcher = fetcher_new(q->stop);
	r->sound = tools.fetcher && open_rest(&tools, q) == 0;
	if (!tools.fetcher)
		log_error("out of memory");
	progress_init(&progress, "rows");
	for (int i = 0; i < r->n && progress.on; i++) {
		r->stages[i].expected = stage_expect(&r->stages[i], s, q->all);
		progress_more(&progress, r->stages[i].expected);
	}
	for (int i = 0; i < r->n; i++) {
		struct stage *st = &r->stages[i];

		if (st->locked_out)
			continue;
		if (r->sound)
			stage_run(st, &tools); /* stopped, it says what lacks */
		else
			st->status = STAGE_FAILED;
		r->sound &= !st->machine_failed;
	}
	progress_clear(&progress);
	if (tools.fetcher)
		close_tools(&tools);
}

/* As the stage would, whose symbol may be the one before's. */
static int
make_quote(struct quote *q, const struct run *r, int i, struct store *s,
    const char **asked)
{
	const struct request *req = r->req;
	const struct target *t = &r->stages[i].target;

	if (quote_make(q, s, t, req->since, req->until, req->mode,
		req->all || !s) != 0)
		return -1;
	if (!q->asks || t->format.symbol == *asked)
		return 0;
	*asked = t->format.symbol;
	return quote_ask(q, t);
}

struct quote *
run_quotes(const struct run *r, struct store *s)
{
	struct quote *quotes = calloc((size_t)r->n + 1, sizeof *quotes);
	const char *asked = NULL;

	for (int i = 0; quotes && i < r->n; i++) {
		if (make_quote(&quotes[i], r, i, s, &asked) == 0)
			continue;
		while (i >= 0)
			quote_free(&quotes[i--]);
		free(quotes);
		return NULL;
	}
	return quotes;
}

bool
run_files(const struct run *r, struct store *s, const char *dir)
{
	bool ok = true;

	for (int i = 0; i < r->n; i++) {
		const struct stage *st = &r->stages[i];
		char why[EMIT_WHY];

		if (st->status == STAGE_FAILED || st->status == STAGE_STOPPED ||
		    emit_file(s, &st->target, dir, why) == 0)
			continue;
		log_error("%s", why);
		ok = false;
	}
	return ok;
}

int
run_count(const struct run *r, enum stage_status status)
{
	int n = 0;

	for (int i = 0; i < r->n; i++)
		n += r->stages[i].status == status;
	return n;
}

const char *
run_status(const struct run *r)
{
	int failed = run_count(r, STAGE_FAILED);

	if (!r->sound || failed == r->n)
		return "failed";
	if (run_count(r, STAGE_STOPPED))
		return "interrupted";
	return failed || run_count(r, STAGE_INCOMPLETE) ? "incomplete" : "done";
}
