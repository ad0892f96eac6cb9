/* SPDX-License-Identifier: MIT */
/*
 * Files of the archive are replaced now and then: what was published since is
 * compared with what the store has of it, and fetched again where it differs.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "history/work.h"

struct source { /* a file, and the stretches that are from it */
	char *url, *checksum;
	int64_t from, to; /* first and last ms: of places */
	struct store_span *spans;
	int nspans;
	bool corrected;
	bool kept; /* part of it has not been fetched anew */
};

struct sources {
	struct work *work;
	int64_t since;
	struct source *list;
	int n;
	bool failed; /* no memory */
};

static struct source *
source_of(struct sources *ss, const struct store_cover *c)
{
	struct source *s = ss->n ? &ss->list[ss->n - 1] : NULL;
	int64_t shift = dataset_shift(ss->work->st->target.format.data);

	/* Replaced between two runs, one file is two sources. */
	if (s && strcmp(s->url, c->source) == 0 &&
	    strcmp(s->checksum, c->checksum) == 0)
		return s;
	s = realloc(ss->list, ((size_t)ss->n + 1) * sizeof *s);
	if (!s)
		return NULL;
	ss->list = s;
	s += ss->n++;
	*s = (struct source){
	    .url = strdup(c->source),
	    .checksum = strdup(c->checksum),
	    .from = c->from - shift,
	};
	return s->url && s->checksum ? s : NULL;
}

/* Of the archive, and recent: to be looked at. */
static int
take_cover(const struct store_cover *c, void *arg)
{
	struct sources *ss = arg;
	const char *root = ss->work->tools->root;
	int64_t shift = dataset_shift(ss->work->st->target.format.data);
	struct store_span *spans;
	struct source *s;

	if (c->to < ss->since || !*c->checksum ||
	    strncmp(c->source, root, strlen(root)) != 0)
		return 0;
	s = source_of(ss, c);
	spans = s ? realloc(s->spans, ((size_t)s->nspans + 1) * sizeof *spans)
		  : NULL;
	if (!spans) {
		ss->failed = true;
		return 1;
	}
	s->spans = spans;
	spans[s->nspans++] =
	    (struct store_span){c->from - shift, c->to - shift};
	s->to = c->to - shift;
	return 0;
}

/* What is published for it now; false: go no further. */
static bool
compare(struct work *w, struct source *s)
{
	const char *name = strrchr(s->url, '/');
	char hex[ARCHIVE_SHA256], why[ARCHIVE_WHY];
	enum archive_got got;

	name = name ? name + 1 : s->url;
	got = archive_get_checksum(w->tools->fetcher, s->url, name, hex, why);
	if (got == GOT_STOPPED)
		work_stop(w);
	if (got == GOT_ABSENT)
		log_info("'%s': no checksum is published", s->url);
	else if (got != GOT_FILE && !w->over)
		log_error("'%s': its .CHECKSUM: %s", s->url, why);
	if (got == GOT_LATER || got == GOT_REFUSED || got == GOT_BROKEN)
		w->archive_down = true;
	if (w->over || w->archive_down)
		return false;
	s->corrected = got == GOT_FILE && strcmp(hex, s->checksum) != 0;
	return true;
}

/* Rows that the new file does not have are not deleted; that is said. */
static void
say_more(struct work *w, const struct source *s, int64_t fetched)
{
	int64_t shift = dataset_shift(w->st->target.format.data);
	int64_t rows = 0, all = 0;
	char hex[STORE_DIGEST];

	for (int i = 0; i < s->nspans; i++) {
		if (store_digest(w->tools->store, &w->writer.series,
			s->spans[i].from + shift, s->spans[i].to + shift, &rows,
			hex) != 0) {
			work_give_up_store(w);
			return;
		}
		all += rows;
	}
	if (all > fetched)
		log_warn("'%s': %lld rows that are not in it any more are kept",
		    s->url, (long long)(all - fetched));
}

static int
note_kept(const struct store_cover *c, void *arg)
{
	struct source *s = arg;

	s->kept |= strcmp(s->url, c->source) == 0 &&
		   strcmp(s->checksum, c->checksum) == 0;
	return s->kept;
}

/* Whether all that was from the old file has been fetched anew. */
static void
judge_correction(struct work *w, struct source *s, int64_t fetched)
{
	if (store_coverage(w->tools->store, &w->writer.series, note_kept, s) <
	    0)
		work_give_up_store(w);
	else if (!s->kept)
		say_more(w, s, fetched);
	else
		log_warn("'%s': the store keeps what it has of it", s->url);
	w->stale |= s->kept;
}

static void
correct(struct work *w, struct source *s)
{
	enum route route =
	    strstr(s->url, "/monthly/") ? ROUTE_MONTH : ROUTE_DAY;
	struct tally before = w->st->tally;
	struct plan plan = w->plan;

	log_warn("'%s': the archive has replaced it since", s->url);
	w->st->corrected++;
	if (w->st->status == STAGE_CURRENT)
		w->st->status = STAGE_DONE;
	w->plan.lo = s->from;
	w->plan.hi = s->to + 1;
	w->plan.spans = s->spans;
	w->plan.nspans = s->nspans;
	if (!steps_add(&w->steps, route, s->from, s->to + 1))
		work_give_up(w, "out of memory");
	work_steps(w);
	w->plan = plan;
	if (!w->over)
		judge_correction(w, s, w->st->tally.fetched - before.fetched);
}

static void
free_sources(struct sources *ss)
{
	for (int i = 0; i < ss->n; i++) {
		free(ss->list[i].url);
		free(ss->list[i].checksum);
		free(ss->list[i].spans);
	}
	free(ss->list);
}

void
reverify(struct work *w)
{
	struct sources ss = {
	    .work = w, .since = clock_now() - w->tools->reverify};
	int rc =
	    store_coverage(w->tools->store, &w->writer.series, take_cover, &ss);

	if (ss.failed)
		work_give_up(w, "out of memory");
	else if (rc < 0)
		work_give_up_store(w);
	for (int i = 0; i < ss.n && !w->over; i++)
		if (!compare(w, &ss.list[i]))
			break;
	for (int i = 0; i < ss.n && !w->over && !w->archive_down; i++)
		if (ss.list[i].corrected)
			correct(w, &ss.list[i]);
	w->stale |= w->archive_down;
	free_sources(&ss);
}
