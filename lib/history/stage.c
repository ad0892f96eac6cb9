/* SPDX-License-Identifier: MIT */
#include "history/stage.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/log.h"
#include "history/quote.h"
#include "history/work.h"
#include "net/fetch.h"

enum {
	AHEAD = 6,   /* steps under way */
	SOON_MS = 5, /* so long the store is held for the next */
	WAIT_SHOWN_MS = 1000,
};

const char *
stage_status_name(enum stage_status status)
{
	static const char *const names[] = {
	    [STAGE_DONE] = "done",
	    [STAGE_CURRENT] = "up to date",
	    [STAGE_INCOMPLETE] = "incomplete",
	    [STAGE_FAILED] = "failed",
	    [STAGE_STOPPED] = "interrupted",
	};

	return names[status];
}

static bool
is_walk(const struct work *w, const struct step *s)
{
	return s->route == ROUTE_REST &&
	       w->st->target.format.data == DATA_TRADES;
}

/* Whether the step can still be taken: its server may be down by now. */
static bool
is_open(const struct work *w, const struct step *s)
{
	if (s->route == ROUTE_REST)
		return w->routes.has[ROUTE_REST] && !w->rest_down;
	return !w->archive_down;
}

/* Lets the next steps begin while the first is worked on. */
static void
look_ahead(struct work *w)
{
	bool trades = w->st->target.format.data == DATA_TRADES;
	int n = trades ? 2 : AHEAD; /* of trades a file is large */

	for (struct step *s = w->steps.first; s && n > 0 && !w->over;
	     s = s->next, n--) {
		if (!is_open(w, s) || is_walk(w, s))
			continue;
		if (s->route != ROUTE_REST) {
			if (!s->file)
				take_start_file(w, s);
		} else if (!s->page) {
			s->page = page_start(
			    &w->tools->rest, &w->st->target, s->from, s->to);
			if (!s->page)
				work_give_up(w, "out of memory");
		}
	}
}

static bool
is_here(const struct step *s)
{
	if (s->file && s->file->get)
		return archive_get_ready(s->file->get);
	if (s->page && s->page->fetch)
		return fetch_ready(s->page->fetch);
	return true;
}

/* Whether the first step is there at once, or as good as. */
static bool
is_ready(const struct work *w)
{
	const struct step *s = w->steps.first;
	int64_t until = clock_mono() + SOON_MS;

	while (is_open(w, s) && !is_here(s)) {
		int64_t left = until - clock_mono();

		if (left <= 0 || is_walk(w, s))
			return false;
		fetcher_run(w->tools->fetcher, (int)left);
	}
	return true;
}

static void
say_reached(const struct work *w, const struct step *s)
{
	char text[TARGET_TEXT], at[CLOCK_TEXT];

	if (!log_shows_info())
		return;
	progress_clear(w->tools->progress);
	log_info("%s: by %s up to %s, %lld rows so far",
	    target_text(&w->st->target, text), route_name(s->route),
	    clock_format(s->to, at),
	    (long long)(w->st->tally.fetched +
			(w->writer.open ? w->writer.pending.fetched : 0)));
}

/* A terminal sees that it goes on; what is waited for is in the log. */
static void
show_waiting(struct work *w)
{
	struct progress *p = w->tools->progress;
	const volatile sig_atomic_t *stop = w->tools->stop;

	if (!p->on || !is_open(w, w->steps.first) || is_walk(w, w->steps.first))
		return;
	while (!(stop && *stop) && !is_here(w->steps.first)) {
		fetcher_run(w->tools->fetcher, WAIT_SHOWN_MS);
		progress_step(p, 0, "waiting");
	}
}

static void
go(struct work *w, struct step *s)
{
	if (!is_open(w, s)) {
		if (s->route != ROUTE_REST)
			take_instead(w, s);
		return;
	}
	if (s->route != ROUTE_REST)
		take_file(w, s);
	else if (is_walk(w, s))
		take_walk(w, s);
	else
		take_page(w, s);
	say_reached(w, s);
}

static void
take_step(struct work *w)
{
	struct step *s;

	look_ahead(w);
	if (w->over)
		return;
	/* The store is not held while the network is waited for. */
	if (writer_is_full(&w->writer) || !is_ready(w))
		work_flush(w);
	if (!w->over)
		show_waiting(w);
	s = steps_take(&w->steps);
	if (!w->over)
		go(w, s);
	step_free(s);
}

void
work_steps(struct work *w)
{
	const volatile sig_atomic_t *stop = w->tools->stop;

	while (w->steps.first && !w->over) {
		if (stop && *stop)
			work_stop(w);
		else
			take_step(w);
	}
	if (w->st->status != STAGE_FAILED && writer_flush(&w->writer) != 0)
		work_give_up_store(w);
}

static void
carry_out(struct work *w)
{
	if (steps_make(&w->steps, &w->plan, &w->routes) != 0)
		work_give_up(w, "out of memory");
	work_steps(w);
}

/* Why what begins at from is missing; *end is cut to where that changes. */
static enum gap_cause
cause_at(const struct work *w, int64_t from, int64_t *end)
{
	enum gap_cause cause = CAUSE_UNFETCHED;

	for (size_t i = 0; i < w->corrupt.n; i++) {
		const struct hole *x = &w->corrupt.list[i];
		int64_t edge = x->from > from ? x->from : x->to + 1;

		if (x->to < from)
			continue;
		if (x->from <= from)
			cause = CAUSE_CORRUPT;
		if (edge < *end)
			*end = edge;
	}
	return cause;
}

/* What is not covered now is missing. */
static void
note_lacks(struct work *w)
{
	struct store_span part;
	int64_t from = w->plan.lo, to = w->plan.hi;

	if (plan_renew(&w->plan, w->tools->store) != 0) {
		work_give_up_store(w);
		return;
	}
	if (to > w->settled)
		to = w->settled;
	while (plan_next(&w->plan, from, to, &part)) {
		int64_t end = part.to + 1;
		enum gap_cause cause = cause_at(w, part.from, &end);

		from = end;
		if (holes_add(&w->st->holes, &w->st->target.format, part.from,
			from, cause) != 0)
			work_give_up(w, "out of memory");
	}
	holes_sort(&w->st->holes);
	w->st->planned = true;
}

static void
say_missing(const struct work *w, enum gap_cause cause, const char *why)
{
	const struct stage *st = w->st;
	bool grid = dataset_has_grid(st->target.format.data);
	int64_t n = holes_missing(&st->holes, cause);
	char text[TARGET_TEXT];

	if (n == 0)
		return;
	log_warn("%s: %lld %s%s missing: %s", target_text(&st->target, text),
	    (long long)n, grid ? "row" : "stretch",
	    n == 1 ? " is"
	    : grid ? "s are"
		   : "es are",
	    why);
}

static void
say_result(const struct work *w)
{
	const struct stage *st = w->st;
	char text[TARGET_TEXT], why[80] = "neither archive nor REST gave them";

	if (st->status == STAGE_CURRENT)
		log_info("%s: the store has all of it",
		    target_text(&st->target, text));
	if (st->status != STAGE_INCOMPLETE)
		return;
	say_missing(w, CAUSE_CORRUPT, "their files are damaged");
	if (w->tools->mode == SOURCE_REST)
		(void)snprintf(why, sizeof why, "REST did not give them");
	else if (st->files == 0 && w->tools->mode == SOURCE_ARCHIVE)
		(void)snprintf(why, sizeof why,
		    "the archive of %s has no file of them (yet)",
		    st->target.venue);
	else if (w->tools->mode == SOURCE_ARCHIVE)
		(void)snprintf(
		    why, sizeof why, "the archive does not give them (yet)");
	say_missing(w, CAUSE_UNFETCHED, why);
}

static void
judge(struct work *w)
{
	struct stage *st = w->st;

	if (st->status == STAGE_DONE && holes_wanting(&st->holes)) {
		bool down = w->archive_down || w->later > 0 || w->rest_down;

		st->status = w->refused || (down && st->tally.fetched == 0)
				 ? STAGE_FAILED
				 : STAGE_INCOMPLETE;
	}
	if (w->stale &&
	    (st->status == STAGE_DONE || st->status == STAGE_CURRENT))
		st->status = STAGE_INCOMPLETE;
	say_result(w);
}

int64_t
stage_expect(const struct stage *st, struct store *store, bool all)
{
	struct plan plan;
	double rate, ms = 0;

	if (quote_rate(store, &st->target, &rate) != 0 ||
	    plan_init(&plan, store, &st->target, st->since, st->until, all) !=
		0)
		return 0;
	for (int i = 0; i < plan.nspans; i++)
		ms += (double)(plan.spans[i].to - plan.spans[i].from + 1);
	plan_finish(&plan);
	return (int64_t)(ms * rate + 0.5);
}

static int
set_up(struct work *w, const struct stage_tools *tools)
{
	const struct target *t = &w->st->target;
	int64_t now = clock_now();

	steps_init(&w->steps);
	w->settled = INT64_MAX;
	if (tools->clock_set)
		(void)work_settled(w, 0);
	writer_init(&w->writer, tools->store, t, &w->st->tally);
	routes_init(&w->routes, t, tools->mode, now);
	return plan_init(
	    &w->plan, tools->store, t, w->st->since, w->st->until, tools->all);
}

void
stage_run(struct stage *st, struct stage_tools *tools)
{
	const struct fetch_stats *stats = fetcher_stats(tools->fetcher);
	struct fetch_stats before = *stats;
	struct work w = {
	    .st = st, .tools = tools, .rest_down = tools->rest_denied};
	int64_t begun = clock_mono(), done = tools->progress->done;

	st->status = STAGE_DONE;
	fetcher_renew(tools->fetcher);
	if (set_up(&w, tools) != 0)
		work_give_up_store(&w);
	else if (w.plan.nspans == 0)
		st->status = STAGE_CURRENT;
	else
		take_listed(&w);
	if (!w.over)
		carry_out(&w);
	if (!w.over && tools->reverify > 0)
		reverify(&w);
	steps_free(&w.steps);
	if (!st->machine_failed)
		note_lacks(&w);
	judge(&w);
	plan_finish(&w.plan);
	holes_free(&w.corrupt);
	/* Neither more nor less was to be done than was. */
	progress_more(
	    tools->progress, tools->progress->done - done - st->expected);
	st->requests = stats->requests - before.requests;
	st->weight = stats->cost - before.cost;
	st->waited = stats->waited_ms - before.waited_ms;
	st->bytes = stats->bytes - before.bytes;
	st->ms = clock_mono() - begun;
}
