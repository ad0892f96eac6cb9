/* SPDX-License-Identifier: MIT */
#include "market/candle.h"

#include <stdlib.h>
#include <string.h>

#include "market/bar.h"
#include "market/interval.h"

/* The bars of one symbol and interval that are not closed yet. */
struct track {
	struct bar *bars;   /* in order; more than one only within the grace */
	struct bar *newest; /* the last of them, or NULL */
	int n, cap;
	struct bar_sums
	    none;       /* zeros at the exponents of the last bar's sums */
	int64_t closed; /* bars that start before this are closed */
	bool begun;
	bool made; /* the source can make this interval */
};

/* One symbol. */
struct market {
	enum candle_from from; /* FROM_FIRST: not decided */
	enum rec_type type;
	int fine;
	bool continuous;
	bool trades, prints;
	uint32_t seen;        /* intervals of its candles */
	int64_t now, due;     /* its clock; when the next bar is to close */
	bool filled;          /* a bar's last finer candle has come */
	struct track *tracks; /* one a target */
};

struct candles {
	struct candle_opts opts;
	enum interval targets[INTERVAL_COUNT];
	int n;                  /* targets, finest first */
	struct market *markets; /* by record.symbol */
	int cap;
	struct market *closing; /* the last record's, if a bar may close */
	const char *why;
	struct candle_counts counts;
	struct record out;
	struct bar_text text;
};

#define BIT(i) (UINT32_C(1) << (i))

struct candles *
candles_new(const struct candle_opts *opts)
{
	struct candles *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->opts = *opts;
	for (int i = 0; i < INTERVAL_COUNT; i++)
		if (opts->targets & BIT(i))
			c->targets[c->n++] = (enum interval)i;
	return c;
}

void
candles_free(struct candles *c)
{
	if (!c)
		return;
	for (int i = 0; i < c->cap; i++) {
		struct market *m = &c->markets[i];

		for (int k = 0; m->tracks && k < c->n; k++)
			free(m->tracks[k].bars);
		free(m->tracks);
	}
	free(c->markets);
	free(c);
}

/* Room for the symbol's state. */
static int
markets_grow(struct candles *c, int symbol)
{
	int cap = symbol < 8 ? 16 : symbol * 2;
	struct market *m = realloc(c->markets, (size_t)cap * sizeof *m);

	if (!m)
		return -1;
	for (int i = c->cap; i < cap; i++)
		m[i] = (struct market){.due = INT64_MAX};
	c->markets = m;
	c->cap = cap;
	return 0;
}

bool
candle_makes(enum interval fine, enum interval target)
{
	/* The anchor of 3d is not documented: nothing fits into it, or it
	 * into anything. */
	return fine != INTERVAL_3D && target != INTERVAL_3D && fine < target &&
	       interval_divides(fine, target);
}

static int
decide(struct candles *c, struct market *m, enum candle_from from,
    const struct record *r)
{
	m->tracks = calloc((size_t)c->n, sizeof *m->tracks);
	if (!m->tracks)
		return -1;
	m->from = from;
	m->type = r->type;
	m->fine = from == FROM_CANDLE ? (int)r->v[CANDLE_INTERVAL].i : -1;
	m->now = 0;
	m->continuous = calendar_holds(c->opts.calendar, r);
	for (int i = 0; i < c->n; i++)
		m->tracks[i].made =
		    from != FROM_CANDLE ||
		    candle_makes((enum interval)m->fine, c->targets[i]);
	return 0;
}

/* Whether r, of a symbol without a source, is to be its source. */
static enum candle_from
offers(const struct candles *c, const struct record *r)
{
	enum candle_from want = c->opts.from;
	int fine = (int)r->v[CANDLE_INTERVAL].i;

	if (r->type == REC_TRADE && (want == FROM_FIRST || want == FROM_TRADE))
		return FROM_TRADE;
	if (r->type == REC_PRINT && want == FROM_PRINT)
		return FROM_PRINT;
	if (r->type != REC_CANDLE ||
	    (want != FROM_FIRST && want != FROM_CANDLE) ||
	    (c->opts.fine >= 0 && fine != c->opts.fine))
		return FROM_FIRST;
	for (int i = 0; i < c->n; i++)
		if (candle_makes((enum interval)fine, c->targets[i]))
			return FROM_CANDLE;
	return FROM_FIRST;
}

static inline bool
is_of_source(const struct market *m, const struct record *r)
{
	return r->type == m->type && m->from != FROM_FIRST &&
	       (m->fine < 0 ||
		   (r->v[CANDLE_INTERVAL].i == m->fine && !rec_candle_open(r)));
}

/* Notes r, which is not of the source; it is from now on if it decides. */
static int
note_other(struct candles *c, struct market *m, const struct record *r)
{
	enum candle_from from;

	if (r->type == REC_TRADE)
		m->trades = true;
	else if (r->type == REC_PRINT)
		m->prints = true;
	else if (r->type == REC_CANDLE && !rec_candle_open(r))
		m->seen |= BIT(r->v[CANDLE_INTERVAL].i);
	else
		return 0;
	from = m->from == FROM_FIRST ? offers(c, r) : FROM_FIRST;
	return from == FROM_FIRST ? 0 : decide(c, m, from, r);
}

/* An empty bar before place i of the track. */
static struct bar *
track_insert(struct track *t, int i, enum interval iv, int64_t open)
{
	struct bar *b;

	if (t->n == t->cap) {
		int cap = t->cap ? 2 * t->cap : 2;

		b = realloc(t->bars, (size_t)cap * sizeof *b);
		if (!b)
			return NULL;
		t->bars = b;
		t->cap = cap;
	}
	b = &t->bars[i];
	memmove(b + 1, b, (size_t)(t->n - i) * sizeof *b);
	bar_init(b, iv, open, &t->none);
	t->newest = &t->bars[t->n++];
	return b;
}

/* The newest bar, if it holds the moment ts. */
static inline struct bar *
track_newest(const struct track *t, int64_t ts)
{
	struct bar *b = t->newest;

	return b && ts < b->end && ts >= b->open_time ? b : NULL;
}

/*
 * The bar that holds the moment ts, made if need be.  NULL: it is closed, or
 * there is no memory (*nomem).
 */
static struct bar *
track_bar(struct candles *c, const struct market *m, struct track *t,
    enum interval iv, int64_t ts, bool *nomem)
{
	struct bar *b = track_newest(t, ts);
	int64_t open;
	int i = t->n;

	if (b)
		return b;
	open = interval_open(iv, ts);
	if (open < t->closed || interval_end(iv, open) < m->now - c->opts.grace)
		return NULL;
	while (i > 0 && t->bars[i - 1].open_time > open)
		i--;
	if (i > 0 && t->bars[i - 1].open_time == open)
		return &t->bars[i - 1];
	b = track_insert(t, i, iv, open);
	if (!b)
		*nomem = true;
	return b;
}

/* Whether the first bar of a symbol and interval may lack its beginning. */
static bool
may_be_half(const struct candles *c, const struct market *m,
    const struct bar *b, int64_t first)
{
	if (m->from != FROM_CANDLE)
		return c->opts.whole;
	return first != b->open_time && (m->continuous || c->opts.whole);
}

/* Whether every finer candle of the bar has come. */
static bool
is_complete(const struct market *m, const struct bar *b)
{
	return m->from == FROM_CANDLE &&
	       b->flows * interval_ms((enum interval)m->fine) ==
		   b->end - b->open_time;
}

/* Whether the bar need not wait for the clock. */
static bool
is_filled(const struct candles *c, const struct market *m, const struct bar *b)
{
	return is_complete(m, b) || (b->last && c->opts.grace == 0);
}

/* The bar takes f in, which covers the time from first to last. */
static void
market_add(struct candles *c, struct market *m, struct track *t, struct bar *b,
    const struct bar_flow *f, const struct bar_sums *next, int64_t first,
    int64_t last)
{
	if (b->flows == 0) {
		if (b->end + c->opts.grace < m->due)
			m->due = b->end + c->opts.grace;
		b->half = !t->begun && may_be_half(c, m, b, first);
		t->begun = true;
	}
	bar_add(b, f, next);
	if (m->from == FROM_CANDLE) {
		b->last |= last == b->end - 1;
		m->filled |= is_filled(c, m, b);
	}
}

/*
 * Takes in r, of the source, in the usual case: a trade of which every bar is
 * there, has traded and is near.  False: nothing is done.
 */
static inline bool
market_push_quick(struct candles *c, struct market *m, const struct record *r)
{
	struct bar_flow f;

	if (m->fine >= 0 || !bar_flow_quick(&f, r))
		return false;
	for (int k = 0; k < c->n; k++) {
		const struct bar *b = track_newest(&m->tracks[k], r->time);

		if (!b || !b->traded || !bar_near(b, &f))
			return false;
	}
	for (int k = 0; k < c->n; k++)
		bar_add(m->tracks[k].newest, &f, NULL);
	return true;
}

/* The same in any case. */
static __attribute__((noinline)) enum candle_verdict
market_push(struct candles *c, struct market *m, const struct record *r)
{
	struct bar_sums next[INTERVAL_COUNT];
	struct bar *bars[INTERVAL_COUNT];
	bool near[INTERVAL_COUNT];
	struct bar_flow f;
	int64_t first = r->time, last = first;
	bool nomem = false, late = false;

	if (m->from == FROM_CANDLE) {
		first = r->v[CANDLE_OPEN_TIME].i;
		last = interval_end((enum interval)m->fine, first);
	}
	c->why = bar_flow_of(&f, r);
	for (int k = 0; !c->why && k < c->n; k++) {
		struct track *t = &m->tracks[k];

		bars[k] = NULL;
		if (!t->made)
			continue;
		bars[k] = track_bar(c, m, t, c->targets[k], first, &nomem);
		if (nomem)
			return CANDLE_NOMEM;
		if (!bars[k])
			late = true;
		else if (last >= bars[k]->end)
			c->why = "candle that reaches over the end of a bar";
		else if (!(near[k] = bar_near(bars[k], &f)) &&
			 bar_sum(bars[k], &f, &next[k]) != 0)
			c->why = "sum of more than 38 digits";
	}
	if (c->why)
		return CANDLE_BAD;
	/* Nothing can fail now: all bars take it, or (above) none. */
	for (int k = 0; k < c->n; k++)
		if (bars[k])
			market_add(c, m, &m->tracks[k], bars[k], &f,
			    near[k] ? NULL : &next[k], first, last);
	return late ? CANDLE_LATE : CANDLE_USED;
}

/* Whether r, not of the source, tells a time that the market has reached. */
static bool
tells_time(const struct market *m, const struct record *r)
{
	/* Feeds, gaps, alerts ... are stamped by a machine's clock. */
	return m->from != FROM_CANDLE && r->type < REC_FEED &&
	       !rec_candle_open(r);
}

enum candle_verdict
candles_push(struct candles *c, const struct record *r, bool repeats)
{
	enum candle_verdict v = CANDLE_NONE;
	struct market *m;

	c->closing = NULL;
	if (r->symbol < 0)
		return CANDLE_NONE;
	if (r->symbol >= c->cap && markets_grow(c, r->symbol) != 0)
		return CANDLE_NOMEM;
	m = &c->markets[r->symbol];
	if (!is_of_source(m, r) && note_other(c, m, r) != 0)
		return CANDLE_NOMEM;
	if (is_of_source(m, r)) {
		if (repeats)
			v = CANDLE_REPEAT;
		else if (market_push_quick(c, m, r))
			v = CANDLE_USED;
		else
			v = market_push(c, m, r);
	}
	if (v >= CANDLE_BAD)
		return v;
	if (r->time > m->now && (v != CANDLE_NONE || tells_time(m, r)))
		m->now = r->time;
	if (m->now >= m->due || m->filled)
		c->closing = m;
	return v;
}

const char *
candles_why(const struct candles *c)
{
	return c->why;
}

/* Takes the first bar out of the track; it is in *b then. */
static void
track_shift(struct track *t, struct bar *b)
{
	*b = t->bars[0];
	t->n--;
	memmove(t->bars, t->bars + 1, (size_t)t->n * sizeof *b);
	t->newest = t->n > 0 ? &t->bars[t->n - 1] : NULL;
	t->closed = b->end;
	for (int i = 0; i < BAR_SUMS; i++)
		t->none.v[i].exp = b->sums.v[i].exp;
}

/* The target whose first bar is to close next, or -1. */
static int
next_closing(const struct candles *c, struct market *m)
{
	int64_t due = INT64_MAX;
	int best = -1;

	for (int k = 0; k < c->n; k++) {
		const struct track *t = &m->tracks[k];
		const struct bar *b = t->bars;

		if (t->n == 0)
			continue;
		if (b->end + c->opts.grace < due)
			due = b->end + c->opts.grace;
		if (b->end + c->opts.grace > m->now && !is_filled(c, m, b))
			continue;
		/* At the same end the finer one, which is the earlier k. */
		if (best < 0 || b->end < m->tracks[best].bars->end)
			best = k;
	}
	if (best < 0) {
		m->due = due;
		m->filled = false;
	}
	return best;
}

static __attribute__((noinline)) const struct record *
close_next(struct candles *c, struct market *m, const struct record *r)
{
	struct bar b;
	int k;

	while ((k = next_closing(c, m)) >= 0) {
		track_shift(&m->tracks[k], &b);
		if (b.flows == 0) /* its first trade was refused */
			continue;
		if (b.half && !is_complete(m, &b)) {
			c->counts.half++;
			continue;
		}
		bar_record(&b, c->targets[k], &c->out, &c->text);
		if (rec_has(r, M_VENUE))
			rec_set_text(&c->out, M_VENUE, r->v[M_VENUE].s,
			    r->v[M_VENUE].len);
		rec_set_text(
		    &c->out, M_SYMBOL, r->v[M_SYMBOL].s, r->v[M_SYMBOL].len);
		c->counts.written++;
		return &c->out;
	}
	c->closing = NULL;
	return NULL;
}

const struct record *
candles_next(struct candles *c, const struct record *r)
{
	return c->closing ? close_next(c, c->closing, r) : NULL;
}

struct candle_counts
candles_counts(const struct candles *c)
{
	struct candle_counts counts = c->counts;

	for (int i = 0; i < c->cap; i++)
		for (int k = 0; c->markets[i].tracks && k < c->n; k++)
			counts.open += c->markets[i].tracks[k].n;
	return counts;
}

struct candle_source
candles_source(const struct candles *c, int symbol)
{
	struct candle_source s = {0};
	const struct market *m;

	if (symbol >= c->cap)
		return s;
	m = &c->markets[symbol];
	s.from = m->from;
	s.fine = m->fine;
	s.trades = m->trades;
	s.prints = m->prints;
	s.candles = m->seen != 0;
	for (int k = 0; k < c->n; k++) {
		uint32_t bit = BIT(c->targets[k]);

		if (m->from != FROM_FIRST && m->tracks[k].made)
			s.twice |= m->seen & bit;
		else if (m->seen & bit)
			s.present |= bit;
		else
			s.lacking |= bit;
	}
	return s;
}
