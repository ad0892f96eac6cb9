/* SPDX-License-Identifier: MIT */
#include "history/gaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/io.h"
#include "market/interval.h"

struct gap {
	int64_t from, to;       /* first and last ms */
	int64_t from_id, to_id; /* of a hole of ids */
	int64_t missing;        /* bars or ids; 0: not counted */
	int series;             /* which extent */
	unsigned char cause;
	bool ids;
};

struct search {
	struct store *s;
	struct gaps *g;
	struct store_extent *extents;
	struct gap *list; /* series by series, each in order */
	size_t n, room;
};

/* The search of one series. */
struct walk {
	struct search *all;
	const struct store_series *name;
	int series;
	size_t first;           /* its gaps in all->list */
	bool bars, points, ids; /* what its rows are; none: they come when they
				   like */
	enum interval interval;
	struct store_span *refused; /* quarantined; by from */
	int nrefused;
	bool seen; /* a record of ids: the one with the highest id so far, */
	int64_t id, time;
	size_t restart; /* and what all->list held when the first came */
};

const char *
gaps_dataset(enum rec_type type)
{
	switch (type) {
	case REC_CANDLE:
		return "candles";
	case REC_TRADE:
		return "trades";
	case REC_PRINT:
		return "prints";
	default:
		return rec_defs[type].name;
	}
}

static int
out_of_memory(struct gaps *g)
{
	(void)snprintf(g->why, sizeof g->why, "out of memory");
	return -1;
}

static int
lose(struct search *all)
{
	(void)snprintf(
	    all->g->why, sizeof all->g->why, "%s", store_why(all->s));
	return -1;
}

static int
add(struct walk *w, const struct gap *gap)
{
	struct search *all = w->all;
	struct gap *last = all->n > w->first ? &all->list[all->n - 1] : NULL;

	if (last && !last->ids && !gap->ids && last->cause == gap->cause &&
	    last->to + 1 == gap->from) {
		last->to = gap->to;
		last->missing += gap->missing;
		return 0;
	}
	if (all->n == all->room) {
		size_t room = all->room ? 2 * all->room : 64;
		struct gap *grown = realloc(all->list, room * sizeof *grown);

		if (!grown)
			return out_of_memory(all->g);
		all->list = grown;
		all->room = room;
	}
	all->list[all->n] = *gap;
	all->list[all->n++].series = w->series;
	return 0;
}

/* Bars that open in [from, to), both of which are where bars begin. */
static int
add_bars(struct walk *w, int64_t from, int64_t to, enum gap_cause cause)
{
	struct gap gap = {
	    .from = from,
	    .to = to - 1,
	    .cause = (unsigned char)cause,
	};

	if (from >= to)
		return 0;
	gap.missing = interval_count(w->interval, from, to);
	return add(w, &gap);
}

/* Where the first bar begins whose record has this time or a later one. */
static int64_t
bar_at(const struct walk *w, int64_t time)
{
	int64_t open = interval_open(w->interval, time);

	return w->points && open < time ? interval_next(w->interval, open)
					: open;
}

/* What has a time from "from" to "to" is missing, all of it. */
static int
add_span(struct walk *w, int64_t from, int64_t to, enum gap_cause cause)
{
	struct gap gap = {
	    .from = from,
	    .to = to,
	    .cause = (unsigned char)cause,
	};

	if (from > to)
		return 0;
	if (w->bars || w->points)
		return add_bars(w, bar_at(w, from), bar_at(w, to + 1), cause);
	return add(w, &gap);
}

/*
 * Nothing covers [from, to].  Unless it was asked for, only what was refused
 * counts of it.
 */
static int
lack(struct walk *w, int64_t from, int64_t to, bool asked)
{
	for (int i = 0; i < w->nrefused && from <= to; i++) {
		struct store_span q = w->refused[i];

		if (q.to < from || q.from > to)
			continue;
		if (asked &&
		    add_span(w, from, q.from - 1, CAUSE_UNFETCHED) != 0)
			return -1;
		if (q.from < from)
			q.from = from;
		if (q.to > to)
			q.to = to;
		if (add_span(w, q.from, q.to, CAUSE_CORRUPT) != 0)
			return -1;
		from = q.to + 1;
		w->seen = false;
	}
	if (!asked || from > to)
		return 0;
	w->seen = false;
	return add_span(w, from, to, CAUSE_UNFETCHED);
}

static int
covered_bars(struct walk *w, int64_t from, int64_t to)
{
	struct cursor *c = series_cursor(w->all->s, w->name, from, to, false);
	int64_t next = bar_at(w, from), end = bar_at(w, to + 1);
	const struct record *r;
	int rc = c ? 0 : lose(w->all);

	while (rc == 0 && (r = cursor_next(c))) {
		int64_t at = w->points ? r->time : r->v[CANDLE_OPEN_TIME].i;

		/* What does not lie on the grid fills nothing of it. */
		if (at != interval_open(w->interval, at))
			continue;
		rc = add_bars(w, next, at, CAUSE_EXCHANGE);
		next = interval_next(w->interval, at);
	}
	if (rc == 0 && cursor_failed(c))
		rc = lose(w->all);
	if (rc == 0)
		rc = add_bars(w, next, end, CAUSE_EXCHANGE);
	cursor_close(c);
	return rc;
}

/* A late id is not missing. */
static int
fill(struct walk *w, int64_t id)
{
	struct search *all = w->all;
	size_t i = all->n;
	struct gap rest;

	while (i > w->restart &&
	       (!all->list[i - 1].ids || all->list[i - 1].from_id > id))
		i--;
	if (i == w->restart || all->list[i - 1].to_id < id)
		return 0;
	rest = all->list[i - 1];
	all->list[i - 1].to_id = id - 1;
	all->list[i - 1].missing = id - rest.from_id;
	rest.missing = rest.to_id - id;
	rest.from_id = id + 1;
	if (rest.missing == 0)
		return 0; /* what is left in front may be none as well */
	if (add(w, &rest) != 0)
		return -1;
	rest = all->list[all->n - 1];
	memmove(
	    all->list + i + 1, all->list + i, (all->n - 1 - i) * sizeof rest);
	all->list[i] = rest;
	return 0;
}

static int
step(struct walk *w, const struct record *r)
{
	int64_t id = r->v[TRADE_ID].i;
	struct gap gap = {
	    .from = w->time < r->time ? w->time : r->time,
	    .to = w->time < r->time ? r->time - 1 : w->time,
	    .from_id = w->id + 1,
	    .to_id = id - 1,
	    .missing = id - w->id - 1,
	    .cause = CAUSE_EXCHANGE,
	    .ids = true,
	};

	if (w->seen && id <= w->id)
		return fill(w, id);
	if (!w->seen)
		w->restart = w->all->n;
	else if (gap.missing > 0 && add(w, &gap) != 0)
		return -1;
	w->seen = true;
	w->id = id;
	w->time = r->time;
	return 0;
}

/* The records of [from, to]; of the one that comes first only, if one. */
static int
covered_ids(struct walk *w, int64_t from, int64_t to, bool one, bool reverse)
{
	struct cursor *c;
	const struct record *r;
	int rc = 0;

	if (from > to)
		return 0;
	if (!(c = series_cursor(w->all->s, w->name, from, to, reverse)))
		return lose(w->all);
	while (rc == 0 && (r = cursor_next(c))) {
		rc = step(w, r);
		if (one)
			break;
	}
	if (rc == 0 && cursor_failed(c))
		rc = lose(w->all);
	cursor_close(c);
	return rc;
}

/* The part of c in the range. */
static int
covered(struct walk *w, const struct store_cover *c, struct store_span in)
{
	if (c->cause >= 0) {
		w->seen = false;
		return add_span(w, in.from, in.to, (enum gap_cause)c->cause);
	}
	if (w->bars || w->points)
		return covered_bars(w, in.from, in.to);
	if (!w->ids)
		return 0;
	/* A step over the edge of the range is seen too. */
	if (!w->seen && covered_ids(w, c->from, in.from - 1, true, true) != 0)
		return -1;
	if (covered_ids(w, in.from, in.to, false, false) != 0)
		return -1;
	return covered_ids(w, in.to + 1, c->to, true, false);
}

static int
note_refused(const struct store_quarantine *q, void *arg)
{
	struct walk *w = arg;
	struct store_span *grown =
	    realloc(w->refused, ((size_t)w->nrefused + 1) * sizeof *grown);

	if (!grown)
		return 1;
	grown[w->nrefused++] = (struct store_span){q->from, q->to};
	w->refused = grown;
	return 0;
}

/* All stretches that reach into the range, and what lies between. */
static int
walk_range(struct walk *w, struct store_span range)
{
	struct store_cover c = {.from = INT64_MIN, .to = INT64_MIN};
	int64_t next = range.from;
	int rc;

	while ((rc = store_cover_next(w->all->s, w->name, &c)) == 1) {
		struct store_span in = {c.from, c.to};

		if (in.from > range.to)
			return lack(w, next, range.to, true);
		if (in.from < next)
			in.from = next;
		if (in.to > range.to)
			in.to = range.to;
		if (in.from > in.to)
			continue;
		if (lack(w, next, in.from - 1, true) != 0 ||
		    covered(w, &c, in) != 0)
			return -1;
		next = in.to + 1;
	}
	return rc == 0 ? lack(w, next, range.to, true) : lose(w->all);
}

/* A range without an end of the caller's own has that of what is known. */
static int
walk_series(
    struct walk *w, const struct store_query *q, struct store_span known)
{
	int64_t lo = q->since > 0 ? q->since : INT64_MIN, hi = INT64_MAX;
	struct store_span range = known;
	int rc = store_quarantined(w->all->s, w->name, note_refused, w);

	if (rc != 0)
		return rc < 0 ? lose(w->all) : out_of_memory(w->all->g);
	if (q->until < INT64_MAX)
		hi = q->until - 1 < clock_now() ? q->until - 1 : clock_now();
	if (known.from > known.to && lo == INT64_MIN)
		return lack(w, lo, hi, false);
	if (lo != INT64_MIN)
		range.from = lo;
	if (hi != INT64_MAX)
		range.to = hi;
	/* What was refused outside of what is covered is missing too. */
	if (lo < range.from &&
	    lack(w, lo, range.from - 1 < hi ? range.from - 1 : hi, false) != 0)
		return -1;
	if (range.from <= range.to && walk_range(w, range) != 0)
		return -1;
	if (range.to < range.from)
		range.to = range.from - 1;
	return lack(w, range.to + 1, hi, false);
}

static int
search_series(struct search *all, const struct store_query *q, int i)
{
	const struct store_extent *e = &all->extents[i];
	enum rec_type type = e->series.type;
	struct walk w = {
	    .all = all,
	    .name = &e->series,
	    .series = i,
	    .first = all->n,
	    .bars = type == REC_CANDLE || type == REC_PREMIUM,
	    .points = type == REC_OPEN_INTEREST,
	    .ids = type == REC_TRADE || type == REC_PRINT,
	    .interval = (enum interval)e->series.interval,
	};
	int rc = walk_series(&w, q, e->covered);

	free(w.refused);
	return rc;
}

static void
make_record(const struct search *all, const struct gap *gap, struct record *r)
{
	const struct store_series *s = &all->extents[gap->series].series;
	const char *dataset = gaps_dataset(s->type);

	rec_init(r, REC_GAP, gap->to);
	if (s->venue)
		rec_set_text(r, M_VENUE, s->venue, strlen(s->venue));
	if (s->symbol)
		rec_set_text(r, M_SYMBOL, s->symbol, strlen(s->symbol));
	rec_set_text(r, GAP_DATASET, dataset, strlen(dataset));
	if (s->interval >= 0)
		rec_set_int(r, GAP_INTERVAL, s->interval);
	rec_set_int(r, GAP_FROM, gap->from);
	rec_set_int(r, GAP_TO, gap->to);
	if (gap->ids) {
		rec_set_int(r, GAP_FROM_ID, gap->from_id);
		rec_set_int(r, GAP_TO_ID, gap->to_id);
	}
	if (gap->missing > 0)
		rec_set_int(r, GAP_MISSING, gap->missing);
	rec_set_int(r, GAP_CAUSE, gap->cause);
}

static int
cmp_gaps(const void *a, const void *b, void *arg)
{
	struct record x, y;

	make_record(arg, a, &x);
	make_record(arg, b, &y);
	return rec_cmp(&x, &y);
}

static void
write_gaps(struct search *all, struct out *o)
{
	struct gaps *g = all->g;
	struct record r;

	if (all->n)
		qsort_r(all->list, all->n, sizeof *all->list, cmp_gaps, all);
	for (size_t i = 0; i < all->n; i++) {
		const struct gap *gap = &all->list[i];

		if (gap->ids && gap->missing == 0)
			continue; /* all of it came late */
		make_record(all, gap, &r);
		rec_write(o, &r);
		g->holes[gap->cause]++;
		g->missing[gap->cause] += gap->missing;
	}
	g->lacking = g->holes[CAUSE_UNFETCHED] + g->holes[CAUSE_CORRUPT];
}

int
gaps_run(
    struct store *s, const struct store_query *q, struct out *o, struct gaps *g)
{
	struct search all = {.s = s, .g = g};
	int n, rc = 0;

	memset(g, 0, sizeof *g);
	if ((n = store_extents(s, q, &all.extents)) < 0)
		return lose(&all);
	for (int i = 0; i < n && rc == 0; i++)
		rc = search_series(&all, q, i);
	g->series = n;
	if (rc == 0)
		write_gaps(&all, o);
	free(all.list);
	store_extents_free(all.extents, n);
	return rc;
}
