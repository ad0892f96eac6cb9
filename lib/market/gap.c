/* SPDX-License-Identifier: MIT */
#include "market/gap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"

enum {
	HOLES = 4096, /* as many trades may be under way at once */
	/* The series of a symbol: trades, prints, candles by interval. */
	SERIES_TRADES = 0,
	SERIES_PRINTS,
	SERIES_CANDLES,
	SERIES = SERIES_CANDLES + INTERVAL_COUNT,
};

/* Ids, or ms, from first to last. */
struct span {
	int64_t first, last;
};

struct series {
	int64_t start, end; /* the first and the last id, or ms, covered */
	int64_t time;       /* of the record that did */
	bool continuous;
	struct span *holes; /* in order; the newest HOLES */
	int n, cap;
};

struct gap_watch {
	enum calendar calendar;
	struct series *(*symbols)[SERIES];
	int cap;
};

struct gap_watch *
gap_watch_new(enum calendar c)
{
	struct gap_watch *w = calloc(1, sizeof *w);

	if (w)
		w->calendar = c;
	return w;
}

void
gap_watch_free(struct gap_watch *w)
{
	if (!w)
		return;
	for (int i = 0; i < w->cap; i++) {
		for (int k = 0; k < SERIES; k++) {
			if (w->symbols[i][k])
				free(w->symbols[i][k]->holes);
			free(w->symbols[i][k]);
		}
	}
	free(w->symbols);
	free(w);
}

/* Where the series k of a symbol is kept; NULL: no memory. */
static struct series **
series_place(struct gap_watch *w, int symbol, int k)
{
	if (symbol >= w->cap) {
		int cap = symbol < 8 ? 16 : symbol * 2;
		struct series *(*all)[SERIES] =
		    realloc(w->symbols, (size_t)cap * sizeof *all);

		if (!all)
			return NULL;
		memset(all + w->cap, 0, (size_t)(cap - w->cap) * sizeof *all);
		w->symbols = all;
		w->cap = cap;
	}
	return &w->symbols[symbol][k];
}

/* Room for one hole more, if need be by forgetting the oldest.  0, or -1. */
static int
hole_room(struct series *s)
{
	int cap = s->cap ? 2 * s->cap : 8;
	struct span *grown;

	if (s->n < s->cap)
		return 0;
	if (s->n == HOLES) {
		s->n--;
		memmove(
		    s->holes, s->holes + 1, (size_t)s->n * sizeof s->holes[0]);
		return 0;
	}
	grown = realloc(s->holes, (size_t)cap * sizeof *grown);
	if (!grown)
		return -1;
	s->holes = grown;
	s->cap = cap;
	return 0;
}

/* How many holes begin at or before the place. */
static int
holes_up_to(const struct series *s, int64_t place)
{
	int lo = 0, hi = s->n;

	while (lo < hi) {
		int mid = lo + (hi - lo) / 2;

		if (s->holes[mid].first <= place)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* 0, or -1: no memory. */
static int
hole_add(struct series *s, int64_t first, int64_t last)
{
	int i;

	if (hole_room(s) != 0)
		return -1;
	i = holes_up_to(s, first);
	memmove(s->holes + i + 1, s->holes + i,
	    (size_t)(s->n - i) * sizeof s->holes[0]);
	s->holes[i] = (struct span){first, last};
	s->n++;
	return 0;
}

/* The span fills its part of a hole; if it lies in none, it is a repeat. */
static enum gap_seen
hole_fill(struct series *s, struct span in)
{
	int i = holes_up_to(s, in.first) - 1;
	struct span h;

	if (i < 0 || in.last > s->holes[i].last)
		return GAP_REPEAT;
	h = s->holes[i];
	s->n--;
	memmove(s->holes + i, s->holes + i + 1, (size_t)(s->n - i) * sizeof h);
	if ((h.first < in.first && hole_add(s, h.first, in.first - 1) != 0) ||
	    (in.last < h.last && hole_add(s, in.last + 1, h.last) != 0))
		return GAP_NOMEM;
	return GAP_NONE;
}

/* Bars of the interval that start in the hole. */
static int64_t
count_bars(enum interval iv, struct span hole)
{
	int64_t n = 0, ms = interval_ms(iv);

	if (iv != INTERVAL_1MO)
		return (hole.last - hole.first + ms) / ms;
	for (int64_t t = hole.first; t <= hole.last; n++)
		t = interval_next(iv, t);
	return n;
}

static void
describe(const struct series *s, struct span hole, const struct record *r,
    struct record *gap)
{
	static const char *const dataset[] = {
	    [REC_TRADE] = "trades",
	    [REC_PRINT] = "prints",
	    [REC_CANDLE] = "candles",
	};
	bool ids = r->type != REC_CANDLE;
	int64_t from = hole.first, to = hole.last;

	if (ids) {
		/* Where time stands still, or is disordered, both ends. */
		from = s->time < r->time ? s->time : r->time;
		to = s->time < r->time ? r->time - 1 : s->time;
	}
	rec_init(gap, REC_GAP, to);
	if (rec_has(r, M_VENUE))
		rec_set_text(gap, M_VENUE, r->v[M_VENUE].s, r->v[M_VENUE].len);
	rec_set_text(gap, M_SYMBOL, r->v[M_SYMBOL].s, r->v[M_SYMBOL].len);
	rec_set_text(
	    gap, GAP_DATASET, dataset[r->type], strlen(dataset[r->type]));
	rec_set_int(gap, GAP_FROM, from);
	rec_set_int(gap, GAP_TO, to);
	if (ids) {
		rec_set_int(gap, GAP_FROM_ID, hole.first);
		rec_set_int(gap, GAP_TO_ID, hole.last);
		rec_set_int(gap, GAP_MISSING, hole.last - hole.first + 1);
		rec_set_int(gap, GAP_CAUSE, CAUSE_SEQUENCE);
	} else {
		enum interval iv = (enum interval)r->v[CANDLE_INTERVAL].i;

		rec_set_int(gap, GAP_INTERVAL, iv);
		rec_set_int(gap, GAP_MISSING, count_bars(iv, hole));
		rec_set_int(gap, GAP_CAUSE, CAUSE_UNKNOWN);
	}
}

static struct series *
series_begin(const struct gap_watch *w, const struct record *r)
{
	struct series *s = calloc(1, sizeof *s);

	if (s)
		s->continuous =
		    r->type != REC_CANDLE || calendar_holds(w->calendar, r);
	return s;
}

/* One that lies behind the end of its series. */
static enum gap_seen
push_late(struct series *s, struct span in)
{
	if (in.last >= s->start)
		return hole_fill(s, in);
	if (s->start - in.last > 1 &&
	    hole_add(s, in.last + 1, s->start - 1) != 0)
		return GAP_NOMEM;
	s->start = in.first;
	return GAP_NONE;
}

/*
 * One that begins series k of its symbol, or does not just continue it.  This
 * and push_candle() stay calls, so that a trade does not pay for their frame.
 */
static __attribute__((noinline)) enum gap_seen
push_apart(struct gap_watch *w, const struct record *r, int k, struct span in,
    struct record *gap)
{
	struct series *s, **place = series_place(w, r->symbol, k);
	enum gap_seen seen = GAP_NONE;

	if (!place)
		return GAP_NOMEM;
	s = *place;
	if (!s) {
		s = *place = series_begin(w, r);
		if (!s)
			return GAP_NOMEM;
		s->start = in.first;
	} else if (in.first <= s->end) {
		return push_late(s, in);
	} else {
		struct span hole = {s->end + 1, in.first - 1};

		if (hole_add(s, hole.first, hole.last) != 0)
			return GAP_NOMEM;
		if (s->continuous) {
			describe(s, hole, r, gap);
			seen = GAP_HOLE;
		}
	}
	s->end = in.last;
	s->time = r->time;
	return seen;
}

/* r is of series k of its symbol, of which it covers in. */
static inline enum gap_seen
push_span(struct gap_watch *w, const struct record *r, int k, struct span in,
    struct record *gap)
{
	struct series *s = r->symbol < w->cap ? w->symbols[r->symbol][k] : NULL;

	if (!s || in.first - 1 != s->end)
		return push_apart(w, r, k, in, gap);
	s->end = in.last;
	s->time = r->time;
	return GAP_NONE;
}

static inline enum gap_seen
push_id(struct gap_watch *w, const struct record *r, int k, struct record *gap)
{
	int64_t id = r->v[TRADE_ID].i;

	return push_span(w, r, k, (struct span){id, id}, gap);
}

static __attribute__((noinline)) enum gap_seen
push_candle(struct gap_watch *w, const struct record *r, struct record *gap)
{
	enum interval iv = (enum interval)r->v[CANDLE_INTERVAL].i;
	struct span in = {.first = r->v[CANDLE_OPEN_TIME].i};

	/* 3d counts from where it starts: its anchor is not known. */
	in.last = iv == INTERVAL_3D ? in.first + interval_ms(iv) - 1
				    : interval_end(iv, in.first);
	return push_span(w, r, SERIES_CANDLES + (int)iv, in, gap);
}

enum gap_seen
gap_push(struct gap_watch *w, const struct record *r, struct record *gap)
{
	switch (r->type) {
	case REC_TRADE:
		return push_id(w, r, SERIES_TRADES, gap);
	case REC_PRINT:
		return push_id(w, r, SERIES_PRINTS, gap);
	case REC_CANDLE:
		if (!rec_candle_open(r))
			return push_candle(w, r, gap);
		/* fall through */
	default:
		return GAP_NONE;
	}
}

/* Which series of its symbol a gap record speaks of, or -1. */
static int
gap_series(const struct record *r)
{
	const struct value *v = &r->v[GAP_DATASET];

	switch (rec_type_find(v->s, v->len)) {
	case REC_TRADE:
		return SERIES_TRADES;
	case REC_PRINT:
		return SERIES_PRINTS;
	case REC_CANDLE:
		if (rec_has(r, GAP_INTERVAL))
			return SERIES_CANDLES + (int)r->v[GAP_INTERVAL].i;
		return -1;
	default:
		return -1;
	}
}

int
gap_note(struct gap_watch *w, const struct record *r)
{
	int k = rec_has(r, GAP_DATASET) ? gap_series(r) : -1;
	int from = k < SERIES_CANDLES ? GAP_FROM_ID : GAP_FROM;
	int to = k < SERIES_CANDLES ? GAP_TO_ID : GAP_TO;
	struct span hole;
	struct series *s;

	if (k < 0 || r->symbol < 0 || r->symbol >= w->cap ||
	    !rec_has(r, from) || !rec_has(r, to))
		return 0;
	s = w->symbols[r->symbol][k];
	hole = (struct span){r->v[from].i, r->v[to].i};
	if (!s || hole.first > s->end + 1 || hole.last <= s->end)
		return 0;
	if (hole_add(s, s->end + 1, hole.last) != 0)
		return -1;
	s->end = hole.last;
	return 0;
}
