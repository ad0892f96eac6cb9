/* SPDX-License-Identifier: MIT */
#include "sim/simulation.h"

#include <math.h>
#include <stdlib.h>

#include "market/interval.h"
#include "sim/broker.h"

void
simulation_init(
    struct simulation *s, const struct rules *r, const struct markets *markets)
{
	*s = (struct simulation){.rules = *r,
	    .markets = markets,
	    .warm_up = 1,
	    .time = -1,
	    .base = r->cash};
	portfolio_init(&s->account, r->cash);
	curve_init(&s->curve, r->cash);
}

void
simulation_finish(struct simulation *s)
{
	for (int i = 0; i < s->n; i++) {
		if (s->holdings[i])
			holding_finish(s->holdings[i]);
		free(s->holdings[i]);
	}
	free(s->holdings);
	portfolio_finish(&s->account);
	trade_list_finish(&s->trades);
	curve_finish(&s->curve);
}

/* Makes one that is not there; apart, so that the way of every bar is short.
 * NULL: out of memory. */
static __attribute__((noinline)) struct holding *
holding_new(struct simulation *s, int market)
{
	struct holding **hs = s->holdings, *h;

	if (market >= s->n) {
		int n = s->markets->n;

		hs = realloc(hs, (size_t)n * sizeof *hs);
		if (!hs)
			return NULL;
		for (int i = s->n; i < n; i++)
			hs[i] = NULL;
		s->holdings = hs;
		s->n = n;
	}
	h = malloc(sizeof *h);
	if (h)
		holding_init(h, s->markets->at[market]);
	return hs[market] = h;
}

static void
note_priced(struct simulation *s, struct holding *h)
{
	s->many = s->only != NULL;
	s->only = h;
}

/* The price of the one market; NaN: there are more, or none yet. */
static inline double
only_price(const struct simulation *s)
{
	return s->many || !s->only ? (double)NAN : s->only->last;
}

/* All prices of this time are in: the account is worth what it is worth. */
static int
end_moment(struct simulation *s)
{
	bool held = s->exposed || s->account.n > 0;

	s->base = portfolio_equity(&s->account);
	s->exposed = false;
	return curve_push(
	    &s->curve, &(struct sample){s->time, s->base, only_price(s)}, held);
}

int
simulation_advance(struct simulation *s, int64_t time)
{
	int rc = 0;

	if (time <= s->time)
		return 0;
	if (s->time >= 0)
		rc = end_moment(s);
	s->time = time;
	return rc;
}

/* Whether a bar can do no more than be the last one. */
static inline bool
is_idle(const struct holding *h)
{
	return !position_is_open(&h->pos) && !h->opening.live &&
	       !h->closing.live && h->ndue == 0;
}

static inline void
pass_bar(struct holding *h, const struct event *e)
{
	h->last_open = e->bar.open_time;
	h->last_time = e->time;
	h->open = e->bar.open;
	h->last = h->pos.mark = e->bar.close;
}

static inline int
take_bar(struct simulation *s, struct holding *h, const struct event *e)
{
	if (++h->bar < s->warm_up)
		h->first = e->bar.close;
	if (is_idle(h)) {
		pass_bar(h, e);
		return 0;
	}
	if (h->market->continuous && (h->closing.live || h->opening.live))
		broker_lapse(s, h, e->bar.open_time);
	return broker_price(s, h, e);
}

/* Bars between two moments; minutes where no candle said what a bar is. */
static int64_t
bars_between(const struct market *m, int64_t from, int64_t to)
{
	enum interval iv = m->iv < 0 ? INTERVAL_1M : (enum interval)m->iv;

	return interval_count(
	    iv, interval_open(iv, from), interval_open(iv, to));
}

static __attribute__((noinline)) int
take_trade(struct simulation *s, struct holding *h, const struct event *e)
{
	h->bar += h->last_open == INT64_MIN
		      ? 1
		      : bars_between(h->market, h->last_open, e->time);
	if (h->last_open == INT64_MIN ||
	    (s->warm_up > 1 && h->bar < s->warm_up))
		h->first = e->bar.close;
	return broker_price(s, h, e);
}

static int
take_funding(struct simulation *s, struct holding *h, const struct event *e)
{
	struct due due = {e->time, e->funding.rate, e->funding.mark};

	if (s->rules.prices == PRICES_BAR)
		return holding_add_due(h, &due);
	broker_fund(s, h, &due);
	return 0;
}

/* Whether the event is a price that this simulation goes by. */
static inline bool
is_price(const struct simulation *s, const struct event *e)
{
	return e->kind ==
	       (s->rules.prices == PRICES_BAR ? EVENT_BAR : EVENT_TRADE);
}

static int
take_price(struct simulation *s, struct holding *h, const struct event *e)
{
	if (simulation_advance(s, e->time) != 0)
		return -1;
	if (h != s->only && !s->many)
		note_priced(s, h);
	return e->kind == EVENT_BAR ? take_bar(s, h, e) : take_trade(s, h, e);
}

static __attribute__((noinline)) int
take_other(struct simulation *s, struct holding *h, const struct event *e)
{
	switch (e->kind) {
	case EVENT_BAR:
	case EVENT_TRADE:
		return 0; /* not what fills orders here */
	case EVENT_SIGNAL:
		return broker_signal(s, h, e);
	case EVENT_GAP:
		broker_gap(s, h, e->gap.to);
		return 0;
	case EVENT_FUNDING:
		return take_funding(s, h, e);
	case EVENT_BOOK:
		h->half_spread = e->half_spread;
		return 0;
	}
	return 0;
}

int
simulation_take(struct simulation *s, const struct event *e)
{
	struct holding *h = simulation_holding(s, e->market);

	if (!h && !(h = holding_new(s, e->market)))
		return -1;
	return is_price(s, e) ? take_price(s, h, e) : take_other(s, h, e);
}

int
simulation_turn(struct simulation *s, const struct rules *r)
{
	for (int i = 0; i < s->n; i++)
		if (s->holdings[i] && broker_turn(s, s->holdings[i]) != 0)
			return -1;
	s->rules = *r;
	return 0;
}

int
simulation_end(struct simulation *s)
{
	for (int i = 0; i < s->n; i++)
		if (s->holdings[i] && broker_close_out(s, s->holdings[i]) != 0)
			return -1;
	if (s->time >= 0 && end_moment(s) != 0)
		return -1;
	return curve_settle(&s->curve);
}

int64_t
simulation_waiting(const struct simulation *s)
{
	const struct signal_counts *c = &s->counts;

	return c->signals - c->filled - c->ignored - c->filtered - c->rejected -
	       c->replaced - c->lapsed - c->missed;
}
