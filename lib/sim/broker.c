/* SPDX-License-Identifier: MIT */
#include "sim/broker.h"

#include <math.h>

const char *const fill_reasons[] = {
    "entry", "close", "opposite", "time", "stop", "target", "finish"};

double
broker_slipped(
    struct simulation *s, struct holding *h, double price, enum side side)
{
	double part = s->rules.slippage_bps / 10000;

	if (s->rules.half_spread) {
		s->unspread += isnan(h->half_spread);
		part = isnan(h->half_spread) ? 0 : h->half_spread;
	}
	return price * (side == SIDE_BUY ? 1 + part : 1 - part);
}

static int
keep_trade(
    struct simulation *s, const struct holding *h, enum fill_reason reason)
{
	const struct position *pos = &h->pos;
	double risk = pos->direction == DIR_LONG ? pos->entry - h->stop
						 : h->stop - pos->entry;
	struct trade t = {
	    .opened = pos->opened,
	    .closed = pos->closed,
	    .bars = h->bar - h->entry_bar,
	    .ret = position_return(pos),
	    .pnl = pos->pnl,
	    .notional = pos->notional,
	    .entry = pos->entry,
	    .exit = pos->exit,
	    .fees = pos->fees,
	    .funding = pos->funding,
	    .mae = position_mae(pos),
	    .mfe = position_mfe(pos),
	    .risk = risk > 0 ? risk / pos->entry : NAN,
	    .score = h->wish.score,
	    .market = h->market->number,
	    .setup = h->wish.setup,
	    .tier = h->wish.tier,
	    .reason = (int)reason,
	    .is_long = pos->direction == DIR_LONG,
	};

	return s->forgets ? 0 : trade_list_add(&s->trades, &t);
}

int
broker_exit(struct simulation *s, struct holding *h, enum fill_reason reason,
    const struct text *signal, double price, int64_t at)
{
	struct position *pos = &h->pos;
	/* A target is a limit order that waits: it gets its price. */
	bool maker = reason == FILL_TARGET;
	double fee = rules_fee(&s->rules, maker);
	struct fill f = {
	    .holding = h,
	    .signal = signal,
	    .side = pos->direction == DIR_LONG ? SIDE_SELL : SIDE_BUY,
	    .reason = reason,
	    .qty = pos->qty,
	    .slipped = !maker && broker_slips(s),
	    .maker = maker,
	    .at = at,
	};

	position_saw(pos, price);
	f.price = maker ? price : broker_slipped(s, h, price, f.side);
	f.fee = pos->qty * f.price * fee;
	h->freed = portfolio_close(&s->account, pos, f.price, fee, at);
	h->freed_at = at;
	f.order = ++s->orders;
	s->filled = s->exposed = true;
	if (keep_trade(s, h, reason) != 0) {
		s->out_of_memory = true;
		return -1;
	}
	if (s->tell)
		s->tell(s->arg, &f);
	return 0;
}

static int
answer_close(struct simulation *s, struct holding *h, const struct event *at)
{
	struct order *o = &h->closing;

	if (at->bar.open_time <= o->after)
		return 0;
	o->live = false;
	if (!holding_is(h, o->wish.direction)) {
		s->counts.ignored++;
		return 0;
	}
	s->counts.filled++;
	return broker_exit(
	    s, h, FILL_CLOSE_SIGNAL, &o->id, at->bar.open, at->bar.open_time);
}

void
broker_fund(struct simulation *s, struct holding *h, const struct due *d)
{
	if (position_is_open(&h->pos) && h->pos.opened < d->time)
		portfolio_fund(&s->account, &h->pos, d->rate,
		    isnan(d->mark) ? h->pos.mark : d->mark);
}

/* Pays what is due until a moment, and forgets it. */
static void
pay_until(struct simulation *s, struct holding *h, int64_t until)
{
	int kept = 0;

	for (int i = 0; i < h->ndue; i++) {
		if (h->due[i].time <= until)
			broker_fund(s, h, &h->due[i]);
		else
			h->due[kept++] = h->due[i];
	}
	h->ndue = kept;
}

/* ---- the open of a bar, and its inside ---- */

static int
at_open(struct simulation *s, struct holding *h, const struct event *at)
{
	int64_t most = s->rules.max_bars;

	if (position_is_open(&h->pos))
		position_saw(&h->pos, at->bar.open);
	if (h->closing.live && answer_close(s, h, at) != 0)
		return -1;
	if (most && position_is_open(&h->pos) &&
	    h->bar - h->entry_bar >= most &&
	    broker_exit(
		s, h, FILL_TIME, &h->id, at->bar.open, at->bar.open_time) != 0)
		return -1;
	return h->opening.live ? entry_at_open(s, h, at) : 0;
}

/* Stop and target at the open, which is certain: beyond a level it is the
 * price. */
static int
open_levels(struct simulation *s, struct holding *h, const struct event *at)
{
	enum direction d = h->pos.direction;
	const struct bar *bar = &at->bar;

	if (price_against(d, bar->open, h->stop))
		return broker_exit(
		    s, h, FILL_STOP, &h->id, bar->open, bar->open_time);
	if (price_for(d, bar->open, h->target))
		return broker_exit(s, h, FILL_TARGET, &h->id,
		    at->kind == EVENT_TRADE ? h->target : bar->open,
		    bar->open_time);
	return 0;
}

/*
 * The same inside the bar, where the order of high and low is not known: the
 * stop is assumed to have come first.
 */
static int
check_levels(struct simulation *s, struct holding *h, const struct event *at)
{
	enum direction d = h->pos.direction;
	const struct bar *bar = &at->bar;
	double worst = d == DIR_LONG ? bar->low : bar->high;
	double best = d == DIR_LONG ? bar->high : bar->low;

	if (price_against(d, worst, h->stop))
		return broker_exit(s, h, FILL_STOP, &h->id, h->stop, at->time);
	if (price_for(d, best, h->target))
		return broker_exit(
		    s, h, FILL_TARGET, &h->id, h->target, at->time);
	position_saw(&h->pos, bar->low);
	position_saw(&h->pos, bar->high);
	return 0;
}

/*
 * The same in the bar in which a limit order opened the position: what came
 * before that is not known.  The price went through the limit towards the
 * stop, so that side counts; the other only as far as the close proves it.
 */
static int
check_inside(struct simulation *s, struct holding *h, const struct event *at)
{
	enum direction d = h->pos.direction;
	double worst = d == DIR_LONG ? at->bar.low : at->bar.high;

	h->inside = false;
	if (price_against(d, worst, h->stop))
		return broker_exit(s, h, FILL_STOP, &h->id, h->stop, at->time);
	if (price_for(d, at->bar.close, h->target))
		return broker_exit(
		    s, h, FILL_TARGET, &h->id, h->target, at->time);
	position_saw(&h->pos, worst);
	position_saw(&h->pos, at->bar.close);
	return 0;
}

static int
inside(struct simulation *s, struct holding *h, const struct event *at)
{
	if (h->opening.live && entry_inside(s, h, at) != 0)
		return -1;
	if (!position_is_open(&h->pos))
		return 0;
	return h->inside ? check_inside(s, h, at) : check_levels(s, h, at);
}

int
broker_price(struct simulation *s, struct holding *h, const struct event *at)
{
	if (h->ndue)
		pay_until(s, h, at->bar.open_time);
	if (at_open(s, h, at) != 0)
		return -1;
	if (position_is_open(&h->pos) && open_levels(s, h, at) != 0)
		return -1;
	if (s->rules.finish == FINISH_OPEN)
		h->at_open = h->pos;
	if (h->ndue)
		pay_until(s, h, at->time);
	if (inside(s, h, at) != 0)
		return -1;
	h->last_open = at->bar.open_time;
	h->last_time = at->time;
	h->open = at->bar.open;
	h->last = h->pos.mark = at->bar.close;
	return 0;
}

int
broker_turn(struct simulation *s, struct holding *h)
{
	order_drop(&h->closing, &s->counts.replaced);
	order_drop(&h->opening, &s->counts.replaced);
	if (!position_is_open(&h->pos))
		return 0;
	return broker_exit(s, h, FILL_FINISH, &h->id, h->last, h->last_time);
}

int
broker_close_out(struct simulation *s, struct holding *h)
{
	bool at_close =
	    s->rules.finish == FINISH_CLOSE || h->pos.opened > h->last_open;

	if (s->rules.finish == FINISH_MARK)
		pay_until(s, h, INT64_MAX);
	if (s->rules.finish == FINISH_MARK || !position_is_open(&h->pos))
		return 0;
	if (!at_close)
		portfolio_recall(&s->account, &h->pos, &h->at_open);
	return broker_exit(s, h, FILL_FINISH, &h->id,
	    at_close ? h->last : h->open,
	    at_close ? h->last_time : h->last_open);
}
