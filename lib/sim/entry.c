/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "sim/broker.h"
#include "sim/size.h"

/* A fill that could be. */
struct chance {
	double market; /* what the market shows */
	double price;  /* what it would be filled at */
	bool maker, slipped, inside;
	int64_t at;
	int64_t free_at; /* cash that was set free later is not there */
};

/* Of the cash at the start: less than this part is what sums leave over. */
#define DUST 1e-9

/*
 * Cash that had been free at a moment: a candle shows all its stretch at
 * once, and what a stop inside it set free was not there at its open.
 */
static double
cash_at(const struct simulation *s, int64_t at)
{
	double cash = s->account.cash;

	for (int i = 0; i < s->n; i++) {
		const struct holding *h = s->holdings[i];

		if (h && h->freed_at > at && h->freed > 0)
			cash -= h->freed;
	}
	return cash > DUST * s->account.start ? cash : 0;
}

/* Whether a price is where the signal's idea was over before it began. */
static bool
is_over(const struct rules *r, const struct wish *w, double price)
{
	if (r->stop.kind == LEVEL_SIGNAL &&
	    price_against(w->direction, price, w->stop))
		return true;
	return r->target.kind == LEVEL_SIGNAL &&
	       price_for(w->direction, price, w->target);
}

/* So far from the price, for it (1) or against it (-1). */
static double
level_away(enum direction d, double price, double far, int side)
{
	return d == DIR_LONG ? price + side * far : price - side * far;
}

static double
stop_of(const struct rules *r, const struct wish *w, double price)
{
	switch (r->stop.kind) {
	case LEVEL_SIGNAL:
		return w->stop;
	case LEVEL_FRACTION:
		return w->direction == DIR_LONG ? price * (1 - r->stop.far)
						: price * (1 + r->stop.far);
	default:
		return NAN;
	}
}

/* How far the stop is from the price; NaN: there is none to lose at. */
static double
stop_distance(enum direction d, double price, double stop)
{
	double far = d == DIR_LONG ? price - stop : stop - price;

	return far > 0 ? far : NAN;
}

static double
target_of(
    const struct rules *r, const struct wish *w, double price, double stop)
{
	enum direction d = w->direction;
	double at = NAN;

	if (r->target.kind == LEVEL_SIGNAL)
		return w->target;
	if (r->target.kind == LEVEL_FRACTION)
		at = d == DIR_LONG ? price * (1 + r->target.far)
				   : price * (1 - r->target.far);
	if (r->target.kind == LEVEL_RISK)
		at = level_away(
		    d, price, r->target.far * stop_distance(d, price, stop), 1);
	return at > 0 ? at : NAN;
}

static void
tell_entry(struct simulation *s, struct holding *h, const struct chance *c)
{
	struct fill f = {
	    .order = ++s->orders,
	    .holding = h,
	    .signal = &h->id,
	    .side = h->pos.direction == DIR_LONG ? SIDE_BUY : SIDE_SELL,
	    .reason = FILL_ENTRY,
	    .price = h->pos.entry,
	    .qty = h->pos.qty,
	    .fee = h->pos.fees,
	    .slipped = c->slipped,
	    .maker = c->maker,
	    .at = c->at,
	};

	s->filled = s->exposed = true;
	if (s->tell)
		s->tell(s->arg, &f);
}

/* The order becomes the position. */
static int
open_position(struct simulation *s, struct holding *h, const struct chance *c,
    const struct stake *stake, double stop)
{
	struct order *o = &h->opening;
	struct text id = h->id;

	if (portfolio_open(&s->account, &h->pos, o->wish.direction, c->price,
		stake, c->at) != 0)
		return -1;
	s->counts.filled += !o->counted;
	h->wish = o->wish;
	h->id = o->id; /* swapped: both keep their room */
	o->id = id;
	h->stop = stop;
	h->target = target_of(&s->rules, &h->wish, c->price, stop);
	h->entry_slipped = c->slipped;
	h->entry_bar = h->bar;
	h->inside = c->inside;
	tell_entry(s, h, c);
	return 0;
}

static int
enter(struct simulation *s, struct holding *h, const struct chance *c)
{
	struct order *o = &h->opening;
	double stop = stop_of(&s->rules, &o->wish, c->price);
	struct offer offer = {
	    .direction = o->wish.direction,
	    .price = c->price,
	    .fee = rules_fee(&s->rules, c->maker),
	    .stop = stop,
	    .cash = cash_at(s, c->free_at),
	    .equity = s->base,
	};
	struct stake stake;

	o->live = false;
	if (!is_over(&s->rules, &o->wish, c->market) &&
	    size_stake(&stake, &s->rules, &offer))
		return open_position(s, h, c, &stake, stop);
	s->counts.rejected += !o->counted;
	return 0;
}

/* A limit order's price; NaN: the signal names none, buy at the market. */
static double
limit_of(const struct rules *r, const struct wish *w)
{
	double edge = w->direction == DIR_LONG ? w->entry_high : w->entry_low;

	if (r->entry == ENTRY_MARKET)
		return NAN;
	return isnan(edge) ? w->price : edge;
}

/* At the market, but not worse than the limit, if there is one. */
static int
enter_at_market(struct simulation *s, struct holding *h, const struct event *at,
    double limit)
{
	enum direction d = h->opening.wish.direction;
	struct chance c = {
	    .market = at->bar.open,
	    .price = broker_slipped(
		s, h, at->bar.open, d == DIR_LONG ? SIDE_BUY : SIDE_SELL),
	    .slipped = broker_slips(s),
	    .at = at->bar.open_time,
	    .free_at = at->bar.open_time,
	};

	if (price_for(d, c.price, limit)) {
		c.price = limit;
		c.slipped = false;
	}
	return enter(s, h, &c);
}

/* A limit order that rests: it is filled at its price, or a better open. */
static int
enter_resting(struct simulation *s, struct holding *h, const struct event *at,
    double price, bool inside)
{
	struct chance c = {
	    .market = price,
	    .price = price,
	    .maker = true,
	    .inside = inside,
	    .at = inside ? at->time : at->bar.open_time,
	    .free_at = at->bar.open_time,
	};

	return enter(s, h, &c);
}

/* Whether the market came to the signal's target without the order. */
static bool
is_missed(const struct simulation *s, const struct order *o, double price)
{
	return s->rules.target.kind == LEVEL_SIGNAL &&
	       price_for(o->wish.direction, price, o->wish.target);
}

static int
answer_limit(struct simulation *s, struct holding *h, const struct event *at,
    double limit)
{
	struct order *o = &h->opening;
	bool fits = price_against(o->wish.direction, at->bar.open, limit);

	if (is_missed(s, o, at->bar.open)) {
		order_drop(
		    o, o->rests ? &s->counts.missed : &s->counts.rejected);
		return 0;
	}
	if (fits && o->rests)
		return enter_resting(s, h, at,
		    at->kind == EVENT_TRADE ? limit : at->bar.open, false);
	if (fits)
		return enter_at_market(s, h, at, limit);
	o->rests = true;
	return 0;
}

/* Whether the order goes on to open a position, once the other is dealt
 * with. */
static int
meet_opposite(struct simulation *s, struct holding *h, const struct event *at,
    bool *goes_on)
{
	struct order *o = &h->opening;

	*goes_on = false;
	if (holding_is(h, o->wish.direction) ||
	    s->rules.opposite == OPPOSITE_IGNORE) {
		order_drop(o, &s->counts.ignored);
		return 0;
	}
	s->counts.filled++;
	o->counted = true;
	*goes_on = o->live = s->rules.opposite == OPPOSITE_REVERSE;
	return broker_exit(
	    s, h, FILL_OPPOSITE, &o->id, at->bar.open, at->bar.open_time);
}

int
entry_at_open(struct simulation *s, struct holding *h, const struct event *at)
{
	struct order *o = &h->opening;
	double limit;
	bool goes_on;

	if (at->bar.open_time <= o->after)
		return 0;
	if (position_is_open(&h->pos) &&
	    (meet_opposite(s, h, at, &goes_on) != 0 || !goes_on))
		return s->out_of_memory ? -1 : 0;
	limit = limit_of(&s->rules, &o->wish);
	if (isnan(limit))
		return enter_at_market(s, h, at, NAN);
	return answer_limit(s, h, at, limit);
}

int
entry_inside(struct simulation *s, struct holding *h, const struct event *at)
{
	struct order *o = &h->opening;
	bool is_long = o->wish.direction == DIR_LONG;
	double limit = limit_of(&s->rules, &o->wish);

	if (!o->rests || position_is_open(&h->pos))
		return 0;
	if (price_against(
		o->wish.direction, is_long ? at->bar.low : at->bar.high, limit))
		return enter_resting(s, h, at, limit, true);
	if (is_missed(s, o, is_long ? at->bar.high : at->bar.low))
		order_drop(o, &s->counts.missed);
	return 0;
}
