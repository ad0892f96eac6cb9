/* SPDX-License-Identifier: MIT */
#include "market/synth.h"

#include <stdlib.h>
#include <string.h>

#include "market/tape.h"

enum {
	HOUR = 60 * TAPE_MINUTE,
	INTEREST_EVERY = 5 * TAPE_MINUTE,
	FUNDING_HOURS = 8,
};

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};

/* The candle being built, in ticks and steps. */
struct bar {
	int64_t start, end; /* first and last ms */
	int64_t open, high, low, close;
	int64_t trades;
	__int128 volume, quote, bought, bought_quote;
};

enum { SUMS = 4 }; /* of a candle */

/* One symbol: its tape, and where in it we are. */
struct stream {
	const struct synth_opts *opts;
	struct tape tape;
	int at;              /* next trade of the tape's minute */
	int64_t minute_end;  /* of the tape's minute */
	int64_t id, last_id; /* given out: aggregated, raw */
	int64_t price;       /* of the last trade: the tape is ahead */

	/* What comes next beside trades: bar.end, interest_at, funding_at. */
	int64_t due;
	enum rec_type due_type;
	struct bar bar;
	int64_t interest_at, funding_at;

	const struct record *next; /* NULL: at the end */
	struct record trade, candle, interest, funding;
	char text[SUMS][NUM_DECIMAL_MAX];
};

struct synth {
	struct synth_opts opts;
	struct stream *last; /* whose record was given out */
	int n;
	struct stream stream[];
};

static bool
wants(const struct stream *s, enum rec_type type)
{
	return s->opts->types >> type & 1;
}

static void
set_time(struct record *r, int64_t time)
{
	r->time = time;
	rec_set_int(r, M_TIME, time);
}

/* n units of 10^-places: one division of exact doubles rounds correctly. */
static void
set_units(struct record *r, int slot, int64_t n, int places)
{
	rec_set_num(r, slot, (double)n / powers[places]);
}

static void
set_exact(struct record *r, int slot, char *text, __int128 m, int places)
{
	rec_set_sum(r, slot, (struct decimal){m, -places}, text);
}

static const struct record *
put_trade(struct stream *s, const struct tape_trade *tr)
{
	struct record *r = &s->trade;

	set_time(r, tr->time);
	rec_set_int(r, TRADE_ID, s->id);
	set_units(r, TRADE_PRICE, tr->price, s->tape.price_places);
	set_units(r, TRADE_QTY, tr->qty, s->tape.qty_places);
	rec_set_int(r, TRADE_SIDE, tr->buy ? SIDE_BUY : SIDE_SELL);
	rec_set_int(r, TRADE_FIRST_ID, s->last_id + 1);
	rec_set_int(r, TRADE_LAST_ID, s->last_id + tr->raw);
	return r;
}

static void
bar_start(struct bar *b, enum interval iv, int64_t start)
{
	*b = (struct bar){.start = start, .end = interval_end(iv, start)};
}

static void
bar_add(struct bar *b, const struct tape_trade *tr)
{
	int64_t quote = tr->price * tr->qty;

	if (b->trades == 0)
		b->open = b->high = b->low = tr->price;
	if (tr->price > b->high)
		b->high = tr->price;
	if (tr->price < b->low)
		b->low = tr->price;
	b->close = tr->price;
	b->trades += tr->raw;
	b->volume += tr->qty;
	b->quote += quote;
	if (tr->buy) {
		b->bought += tr->qty;
		b->bought_quote += quote;
	}
}

static const struct record *
put_candle(struct stream *s)
{
	const struct bar *b = &s->bar;
	struct record *r = &s->candle;
	int pp = s->tape.price_places, qp = s->tape.qty_places;

	set_time(r, b->end);
	rec_set_int(r, CANDLE_OPEN_TIME, b->start);
	set_units(r, CANDLE_OPEN, b->open, pp);
	set_units(r, CANDLE_HIGH, b->high, pp);
	set_units(r, CANDLE_LOW, b->low, pp);
	set_units(r, CANDLE_CLOSE, b->close, pp);
	rec_set_int(r, CANDLE_TRADES, b->trades);
	set_exact(r, CANDLE_VOLUME, s->text[0], b->volume, qp);
	set_exact(r, CANDLE_QUOTE_VOLUME, s->text[1], b->quote, pp + qp);
	set_exact(r, CANDLE_TAKER_BUY_VOLUME, s->text[2], b->bought, qp);
	set_exact(r, CANDLE_TAKER_BUY_QUOTE_VOLUME, s->text[3], b->bought_quote,
	    pp + qp);
	return r;
}

/* The bar that has ended, if it is whole and had trades; opens the next. */
static const struct record *
end_bar(struct stream *s)
{
	const struct record *r = NULL;

	if (s->bar.trades > 0 && s->bar.start >= s->opts->start)
		r = put_candle(s);
	bar_start(&s->bar, s->opts->interval, s->bar.end + 1);
	return r;
}

static const struct record *
put_interest(struct stream *s)
{
	struct record *r = &s->interest;
	int pp = s->tape.price_places, qp = s->tape.qty_places;
	int64_t oi = s->tape.open_interest;

	set_time(r, s->interest_at);
	rec_set_int(r, OI_LABEL, s->interest_at);
	set_units(r, OI_OPEN_INTEREST, oi, qp);
	set_exact(r, OI_OPEN_INTEREST_VALUE, s->text[0],
	    (__int128)oi * s->price, pp + qp);
	return r;
}

static const struct record *
put_funding(struct stream *s)
{
	struct record *r = &s->funding;

	set_time(r, s->funding_at);
	set_units(r, FUNDING_RATE, tape_funding(&s->tape), 8);
	set_units(r, FUNDING_MARK_PRICE, s->price, s->tape.price_places);
	rec_set_int(r, FUNDING_INTERVAL_HOURS, FUNDING_HOURS);
	return r;
}

static void
find_due(struct stream *s)
{
	s->due = s->bar.end;
	s->due_type = REC_CANDLE;
	if (s->interest_at < s->due) {
		s->due = s->interest_at;
		s->due_type = REC_OPEN_INTEREST;
	}
	if (s->funding_at < s->due) {
		s->due = s->funding_at;
		s->due_type = REC_FUNDING;
	}
}

/* Does what is due; its record, if there is one and it is asked for. */
static const struct record *
do_due(struct stream *s)
{
	enum rec_type type = s->due_type;
	const struct record *r;

	if (type == REC_CANDLE) {
		r = end_bar(s);
	} else if (type == REC_OPEN_INTEREST) {
		r = put_interest(s);
		s->interest_at += INTEREST_EVERY;
	} else {
		r = put_funding(s);
		s->funding_at += FUNDING_HOURS * HOUR;
	}
	find_due(s);
	return wants(s, type) ? r : NULL;
}

/* The trades up to what is due: the first one if they are asked for. */
static const struct record *
do_trades(struct stream *s)
{
	const struct record *r = NULL;
	bool bars = wants(s, REC_CANDLE);

	while (!r && s->at < s->tape.n) {
		const struct tape_trade *tr = &s->tape.trade[s->at];

		if (tr->time > s->due)
			break;
		s->at++;
		s->id++;
		if (wants(s, REC_TRADE))
			r = put_trade(s, tr);
		s->last_id += tr->raw;
		s->price = tr->price;
		if (bars)
			bar_add(&s->bar, tr);
	}
	return r;
}

/* Sets s->next. */
static void
advance(struct stream *s)
{
	s->next = NULL;
	while (!s->next) {
		s->next = do_trades(s);
		if (s->next)
			return;
		if (s->at < s->tape.n || s->due < s->minute_end) {
			s->next = do_due(s);
			continue;
		}
		if (s->minute_end >= s->opts->end)
			return;
		tape_next(&s->tape);
		s->at = 0;
		s->minute_end += TAPE_MINUTE;
	}
}

static void
stream_records(struct stream *s, const char *symbol)
{
	const struct synth_opts *o = s->opts;
	struct record *all[] = {
	    &s->trade, &s->candle, &s->interest, &s->funding};
	static const enum rec_type types[] = {
	    REC_TRADE, REC_CANDLE, REC_OPEN_INTEREST, REC_FUNDING};

	for (int i = 0; i < 4; i++) {
		rec_init(all[i], types[i], 0);
		rec_set_text(all[i], M_VENUE, o->venue, strlen(o->venue));
		rec_set_text(all[i], M_SYMBOL, symbol, strlen(symbol));
	}
	rec_set_int(&s->candle, CANDLE_INTERVAL, o->interval);
	rec_set_int(&s->interest, OI_PERIOD, INTERVAL_5M);
}

static int64_t
round_up(int64_t t, int64_t step)
{
	return (t + step - 1) / step * step;
}

/* rank: the place among the symbols; shares trade one after the other. */
static void
stream_init(
    struct stream *s, const struct synth_opts *o, const char *symbol, int rank)
{
	struct tape_opts to = {
	    .symbol = symbol,
	    .seed = o->seed,
	    .start = o->start,
	    .every = o->every,
	};
	int64_t slot = o->every / o->n;

	if (slot > 0)
		to.phase =
		    rank * slot + (int64_t)(rng_hash(symbol, strlen(symbol)) %
					    (uint64_t)slot);
	s->opts = o;
	tape_init(&s->tape, &to);
	s->price = s->tape.mid / 65536;
	s->minute_end = o->start;
	bar_start(&s->bar, o->interval, interval_open(o->interval, o->start));
	s->interest_at = round_up(o->start, INTEREST_EVERY);
	s->funding_at = round_up(o->start, FUNDING_HOURS * HOUR);
	find_due(s);
	stream_records(s, symbol);
	advance(s);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct synth *
synth_new(const struct synth_opts *opts)
{
	size_t n = (size_t)opts->n;
	const char **names = malloc(n * sizeof *names);
	struct synth *sy = calloc(1, sizeof *sy + n * sizeof *sy->stream);

	if (!names || !sy) {
		free(names);
		free(sy);
		return NULL;
	}
	memcpy(names, opts->symbols, n * sizeof *names);
	qsort(names, n, sizeof *names, by_name);
	sy->opts = *opts;
	sy->n = opts->n;
	for (int i = 0; i < opts->n; i++)
		stream_init(&sy->stream[i], &sy->opts, names[i], i);
	free(names);
	return sy;
}

void
synth_free(struct synth *sy)
{
	free(sy);
}

/* Streams are in order of symbol, so of equals the first one goes first. */
static bool
before(const struct record *a, const struct record *b)
{
	if (a->time != b->time)
		return a->time < b->time;
	return a->type < b->type;
}

const struct record *
synth_next(struct synth *sy)
{
	struct stream *first = NULL;

	if (sy->last)
		advance(sy->last);
	for (int i = 0; i < sy->n; i++) {
		struct stream *s = &sy->stream[i];

		if (s->next && (!first || before(s->next, first->next)))
			first = s;
	}
	sy->last = first;
	return first ? first->next : NULL;
}
