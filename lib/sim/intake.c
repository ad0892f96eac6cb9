/* SPDX-License-Identifier: MIT */
#include "sim/intake.h"

#include <stdbool.h>

int
intake_init(struct intake *in)
{
	*in = (struct intake){
	    .iv = -1,
	    .symbol = -1,
	    .setups = map_new(),
	    .counts = {.first = -1, .last = -1},
	};
	return in->setups ? 0 : -1;
}

void
intake_finish(struct intake *in)
{
	markets_finish(&in->markets);
	map_free(in->setups);
}

/* NULL: out of memory. */
static struct market *
look_up(struct intake *in, const struct reader *rd, const struct record *r)
{
	bool priced = r->type == REC_CANDLE || r->type == REC_TRADE;
	struct market *m = markets_known(&in->markets, r->symbol, priced);
	const char *venue, *name;

	if (m)
		return m;
	venue = reader_venue(rd, r->symbol);
	name = reader_symbol(rd, r->symbol);
	return priced ? markets_candle(&in->markets, r->symbol, venue, name)
		      : markets_other(&in->markets, r->symbol, venue, name);
}

/* The same; of a candle mostly the one before, which is not waited for. */
static inline struct market *
market_of(struct intake *in, const struct reader *rd, const struct record *r)
{
	if (r->type != REC_CANDLE)
		return look_up(in, rd, r);
	if (r->symbol != in->symbol) {
		in->latest = look_up(in, rd, r);
		in->symbol = r->symbol;
	}
	return in->latest;
}

/* Counts a record and notes its time, unless it is of the machine's clock. */
static void
count(struct intake_counts *c, const struct record *r)
{
	c->records++;
	switch (r->type) {
	case REC_FEED:
	case REC_METRIC:
	case REC_ALERT:
	case REC_SUMMARY:
	case REC_OTHER:
		break;
	default:
		if (c->first < 0 || r->time < c->first)
			c->first = r->time;
		if (r->time > c->last)
			c->last = r->time;
	}
}

static bool
by_trades(const struct intake *in)
{
	return in->rules->prices == PRICES_TRADE;
}

/* Whether it is a record of a market that simulations may hear of. */
static bool
is_of_market(const struct intake *in, const struct record *r)
{
	switch (r->type) {
	case REC_CANDLE:
	case REC_SIGNAL:
	case REC_FUNDING:
		return true;
	case REC_TRADE:
		return by_trades(in);
	case REC_BOOK:
		return in->rules->half_spread;
	case REC_GAP:
		return rec_has(r, M_SYMBOL);
	default:
		return false;
	}
}

/* Candles say what a bar is even where trades are the prices. */
static enum intake_kind
kind_of(struct intake *in, struct market *m, const struct record *r)
{
	bool bar;

	switch (r->type) {
	case REC_CANDLE:
		bar = market_trades(m, r, in->iv, in->calendar);
		if (!bar && !by_trades(in))
			market_show(m, r, in->iv);
		return bar && !by_trades(in) ? INTAKE_PRICE : INTAKE_NOTHING;
	case REC_TRADE:
		return INTAKE_PRICE;
	case REC_GAP:
		return market_broken(m, r, by_trades(in)) ? INTAKE_EVENT
							  : INTAKE_NOTHING;
	default:
		return INTAKE_EVENT;
	}
}

/*
 * Why a price cannot be simulated, or NULL.  What the reader lets pass may
 * still be a bar for the second time, or of a time that the account, which
 * all symbols share, has left behind.
 */
static const char *
refusal(const struct intake *in, const struct market *m, const struct record *r,
    int64_t time)
{
	if (r->type == REC_CANDLE && r->v[CANDLE_OPEN_TIME].i <= m->last_open)
		return "bar is not after the last one of its symbol";
	if (r->time < time - in->max_disorder)
		return r->type == REC_CANDLE
			   ? "candle is older than that of another symbol "
			     "before it"
			   : "trade is older than that of another symbol "
			     "before it";
	return NULL;
}

/* What is learnt of the market from it.  0, or -1: out of memory. */
static int
note(struct intake *in, struct market *m, const struct record *r,
    struct event *e)
{
	const struct value *name = &r->v[SIGNAL_SETUP];

	switch (e->kind) {
	case EVENT_BAR:
	case EVENT_TRADE:
		in->counts.symbols += m->bars == 0;
		in->counts.bars++;
		market_note(m, e);
		return 0;
	case EVENT_GAP:
		market_hole(m, e->gap.from, e->gap.to);
		return 0;
	case EVENT_SIGNAL:
		m->signals++;
		/* Whatever it says, it knows the bar that was shown. */
		if (e->time < m->shown)
			e->time = m->shown;
		if (rec_has(r, SIGNAL_SETUP))
			in->wish.setup =
			    map_intern(in->setups, name->s, name->len);
		return rec_has(r, SIGNAL_SETUP) && in->wish.setup < 0 ? -1 : 0;
	default:
		return 0;
	}
}

enum intake_kind
intake_take(struct intake *in, const struct reader *rd, const struct record *r,
    int64_t time, struct event *e, const char **why)
{
	enum intake_kind kind = INTAKE_NOTHING;
	struct market *m = NULL;

	if (is_of_market(in, r)) {
		m = market_of(in, rd, r);
		if (!m)
			return INTAKE_NOMEM;
		kind = kind_of(in, m, r);
	}
	if (kind == INTAKE_PRICE) {
		*why = refusal(in, m, r, time);
		if (*why)
			return INTAKE_REFUSED;
	}
	count(&in->counts, r);
	if (kind == INTAKE_NOTHING)
		return kind;
	event_make(e, &in->wish, r, m->number);
	return note(in, m, r, e) == 0 ? kind : INTAKE_NOMEM;
}
