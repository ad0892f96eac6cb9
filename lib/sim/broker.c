/* SPDX-License-Identifier: MIT */
#include "sim/broker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"

const char *const fill_reasons[] = {
    "entry", "close", "opposite", "stop", "target"};

/* What the rules need of a candle. */
struct bar {
	int64_t open_time, time;
	double open, high, low, close;
};

void
broker_init(struct broker *b, const struct broker_rules *rules, double cash)
{
	*b = (struct broker){.rules = *rules};
	portfolio_init(&b->account, cash);
}

void
broker_finish(struct broker *b)
{
	markets_finish(&b->markets);
	portfolio_finish(&b->account);
	trade_list_finish(&b->trades);
}

static void
order_drop(struct order *o, int64_t *counter)
{
	if (o->live)
		++*counter;
	o->live = false;
}

/* Takes the signal's wishes into o; the open waits for the close. */
static int
order_set(struct market *m, struct order *o, const struct record *r, int setup)
{
	const struct value *id = &r->v[SIGNAL_ID];

	if (text_set(&o->signal, id->s, id->len) != 0)
		return -1;
	o->live = true;
	o->after = r->time;
	o->direction = (enum direction)r->v[SIGNAL_DIRECTION].i;
	o->stop = rec_num(r, SIGNAL_STOP, NAN);
	o->target = rec_num(r, SIGNAL_TARGET, NAN);
	o->setup = setup;
	if (m->closing.live && m->opening.live &&
	    m->opening.after < m->closing.after)
		m->opening.after = m->closing.after;
	return 0;
}

static bool
holds(const struct market *m, enum direction dir)
{
	return position_is_open(&m->pos) && m->pos.direction == dir;
}

/*
 * A close speaks for its own direction: an order to open that way is off, one
 * to open the other way stays.  So a strategy that reverses, or one that
 * closes both sides to be sure, may do so in any order.
 */
static int
want_close(struct broker *b, struct market *m, const struct record *r)
{
	enum direction dir = (enum direction)r->v[SIGNAL_DIRECTION].i;

	if (m->opening.direction == dir)
		order_drop(&m->opening, &b->counts.replaced);
	if (!holds(m, dir)) {
		b->counts.ignored++;
		return 0;
	}
	order_drop(&m->closing, &b->counts.replaced);
	return order_set(m, &m->closing, r, -1);
}

int
broker_signal(
    struct broker *b, struct market *m, const struct record *r, int setup)
{
	b->counts.signals++;
	if (rec_has(r, SIGNAL_ACTION) && r->v[SIGNAL_ACTION].i == ACTION_CLOSE)
		return want_close(b, m, r);
	order_drop(&m->opening, &b->counts.replaced);
	return order_set(m, &m->opening, r, setup);
}

bool
broker_uses(const struct broker *b, struct market *m, const struct record *r)
{
	int iv = (int)r->v[CANDLE_INTERVAL].i;

	if (rec_has(r, CANDLE_CLOSED) && !r->v[CANDLE_CLOSED].i)
		return false;
	if (m->iv < 0) {
		m->iv = b->rules.iv < 0 ? iv : b->rules.iv;
		m->continuous =
		    calendar_continuous(b->rules.calendar, m->venue);
	}
	return iv == m->iv;
}

/* Buyers pay more and sellers get less than the market shows. */
static double
slipped(const struct broker *b, double price, enum side side)
{
	double s = b->rules.slippage;

	return price * (side == SIDE_BUY ? 1 + s : 1 - s);
}

static void
tell(struct broker *b, struct fill *f)
{
	f->order = ++b->orders;
	if (b->filled)
		b->filled(b->arg, f);
}

static int
exit_position(struct broker *b, struct market *m, enum fill_reason reason,
    const struct text *signal, double price, int64_t at)
{
	struct position *pos = &m->pos;
	enum side side = pos->direction == DIR_LONG ? SIDE_SELL : SIDE_BUY;
	double fees = pos->fees;
	struct trade t;
	struct fill f;

	f = (struct fill){
	    .market = m,
	    .pos = pos,
	    .signal = signal,
	    .side = side,
	    .reason = reason,
	    .qty = pos->qty,
	    .slipped = reason != FILL_TARGET && b->rules.slippage > 0,
	    .at = at,
	    .bars = m->bars - m->entry_bar,
	};
	/* A target is a limit order that waits: it gets its price. */
	f.price = reason == FILL_TARGET ? price : slipped(b, price, side);
	m->freed = portfolio_close(&b->account, pos, f.price, b->rules.fee, at);
	m->freed_at = at;
	t = (struct trade){
	    .closed = at,
	    .ret = position_return(pos),
	    .pnl = pos->pnl,
	    .market = m->number,
	    .setup = m->setup,
	};
	if (trade_list_add(&b->trades, &t) != 0)
		return -1;
	f.fee = pos->fees - fees;
	tell(b, &f);
	return 0;
}

/*
 * Cash that had been free at the moment: a candle shows all its stretch at
 * once, and what a stop inside it set free was not there at its open.
 */
static double
cash_at(const struct broker *b, int64_t at)
{
	double cash = b->account.cash;

	for (int i = 0; i < b->markets.n; i++) {
		const struct market *m = b->markets.at[i];

		if (m->freed_at > at && m->freed > 0)
			cash -= m->freed;
	}
	return cash;
}

/* Whether the market stands between the order's stop and target. */
static bool
is_between(const struct order *o, double price)
{
	if (o->direction == DIR_LONG)
		return !(o->stop >= price) && !(o->target <= price);
	return !(o->stop <= price) && !(o->target >= price);
}

static int
enter(struct broker *b, struct market *m, const struct bar *bar)
{
	struct order *o = &m->opening;
	enum side side = o->direction == DIR_LONG ? SIDE_BUY : SIDE_SELL;
	double money = cash_at(b, bar->open_time);
	struct text id = m->signal;
	struct fill f;

	if (!(money > 0) || !is_between(o, bar->open)) {
		b->counts.rejected++;
		return 0;
	}
	if (portfolio_open(&b->account, &m->pos, o->direction,
		slipped(b, bar->open, side), money, b->rules.fee,
		bar->open_time) != 0)
		return -1;
	b->counts.filled++;
	m->stop = o->stop;
	m->target = o->target;
	m->setup = o->setup;
	m->signal = o->signal; /* swapped: both keep their room */
	o->signal = id;
	m->entry_slipped = b->rules.slippage > 0;
	m->entry_bar = m->bars;
	f = (struct fill){
	    .market = m,
	    .pos = &m->pos,
	    .signal = &m->signal,
	    .side = side,
	    .reason = FILL_ENTRY,
	    .price = m->pos.entry,
	    .qty = m->pos.qty,
	    .fee = m->pos.fees,
	    .slipped = m->entry_slipped,
	    .at = bar->open_time,
	};
	tell(b, &f);
	return 0;
}

static int
answer_close(struct broker *b, struct market *m, const struct bar *bar)
{
	struct order *o = &m->closing;

	if (!o->live || bar->open_time <= o->after)
		return 0;
	o->live = false;
	if (!holds(m, o->direction)) {
		b->counts.ignored++;
		return 0;
	}
	b->counts.filled++;
	return exit_position(
	    b, m, FILL_CLOSE_SIGNAL, &o->signal, bar->open, bar->open_time);
}

static int
answer_open(struct broker *b, struct market *m, const struct bar *bar)
{
	struct order *o = &m->opening;

	if (!o->live || bar->open_time <= o->after)
		return 0;
	o->live = false;
	if (!position_is_open(&m->pos))
		return enter(b, m, bar);
	if (holds(m, o->direction)) {
		b->counts.ignored++;
		return 0;
	}
	b->counts.filled++;
	return exit_position(
	    b, m, FILL_OPPOSITE, &o->signal, bar->open, bar->open_time);
}

/* Whether the price is at the level or behind it, for a loss or a gain. */
static bool
at_stop(const struct market *m, double price)
{
	return m->pos.direction == DIR_LONG ? price <= m->stop
					    : price >= m->stop;
}

static bool
at_target(const struct market *m, double price)
{
	return m->pos.direction == DIR_LONG ? price >= m->target
					    : price <= m->target;
}

/*
 * The levels against one bar.  The open comes first and is certain: beyond a
 * level it is the price.  (In the bar of the entry it never is: is_between()
 * saw to that.)  Inside the bar the order of high and low is not known, so
 * the stop is assumed to have come first.
 */
static int
check_levels(struct broker *b, struct market *m, const struct bar *bar)
{
	bool is_long = m->pos.direction == DIR_LONG;
	const struct text *id = &m->signal;

	if (at_stop(m, bar->open))
		return exit_position(
		    b, m, FILL_STOP, id, bar->open, bar->open_time);
	if (at_target(m, bar->open))
		return exit_position(
		    b, m, FILL_TARGET, id, bar->open, bar->open_time);
	if (at_stop(m, is_long ? bar->low : bar->high))
		return exit_position(b, m, FILL_STOP, id, m->stop, bar->time);
	if (at_target(m, is_long ? bar->high : bar->low))
		return exit_position(
		    b, m, FILL_TARGET, id, m->target, bar->time);
	return 0;
}

/*
 * Orders do not live through a missing bar.  The last bar that could be
 * missing is the one before this; it is, if it would have been after both
 * the market's last and the signal.
 */
static void
lapse(struct broker *b, struct market *m, const struct bar *bar)
{
	enum interval iv = (enum interval)m->iv;
	int64_t before = interval_open(iv, bar->open_time - 1);

	if (before <= m->last_open)
		return;
	if (before > m->closing.after)
		order_drop(&m->closing, &b->counts.lapsed);
	if (before > m->opening.after)
		order_drop(&m->opening, &b->counts.lapsed);
}

int
broker_candle(struct broker *b, struct market *m, const struct record *r)
{
	struct bar bar = {
	    .open_time = r->v[CANDLE_OPEN_TIME].i,
	    .time = r->time,
	    .open = r->v[CANDLE_OPEN].num,
	    .high = r->v[CANDLE_HIGH].num,
	    .low = r->v[CANDLE_LOW].num,
	    .close = r->v[CANDLE_CLOSE].num,
	};

	if (m->closing.live || m->opening.live) {
		if (m->continuous)
			lapse(b, m, &bar);
		if (answer_close(b, m, &bar) != 0 ||
		    answer_open(b, m, &bar) != 0)
			return -1;
	}
	if (position_is_open(&m->pos) && check_levels(b, m, &bar) != 0)
		return -1;
	if (m->bars++ == 0)
		m->first_close = bar.close;
	m->last_open = bar.open_time;
	m->last_close = bar.close;
	m->pos.mark = bar.close;
	return 0;
}

void
broker_gap(struct broker *b, struct market *m, const struct record *r)
{
	const struct value *set = &r->v[GAP_DATASET];
	int64_t to = rec_has(r, GAP_TO) ? r->v[GAP_TO].i : r->time;

	if (rec_has(r, GAP_DATASET) &&
	    rec_type_find(set->s, set->len) != REC_CANDLE)
		return;
	if (rec_has(r, GAP_INTERVAL) && m->iv >= 0 &&
	    r->v[GAP_INTERVAL].i != m->iv)
		return;
	if (to > m->closing.after)
		order_drop(&m->closing, &b->counts.lapsed);
	if (to > m->opening.after)
		order_drop(&m->opening, &b->counts.lapsed);
}

int64_t
broker_waiting(const struct broker *b)
{
	const struct broker_counts *c = &b->counts;

	return c->signals - c->filled - c->ignored - c->rejected - c->replaced -
	       c->lapsed;
}
