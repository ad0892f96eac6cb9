/* SPDX-License-Identifier: MIT */
#include "sim/teller.h"

#include "base/clock.h"
#include "sim/ledger.h"

static void
tell_position(struct teller *t, const struct holding *h, const struct fill *f)
{
	struct record r;

	ledger_position(&r, h, f, portfolio_equity(&t->sim->account), t->now);
	t->emit(t->arg, &r);
}

static void
on_fill(void *arg, const struct fill *f)
{
	struct teller *t = arg;
	struct record r;

	if (!t->emit)
		return;
	ledger_fill(&r, f, t->now);
	t->emit(t->arg, &r);
	tell_position(t, f->holding, f);
}

static int
tell_equity(struct teller *t, int64_t time)
{
	struct record r;

	t->told = time;
	if (!t->emit)
		return 0;
	if (curve_settle(&t->sim->curve) != 0)
		return -1;
	ledger_equity(&r, t->sim, time);
	t->emit(t->arg, &r);
	return 0;
}

void
teller_init(struct teller *t, struct simulation *sim, bool every_bar,
    void (*emit)(void *arg, const struct record *r), void *arg)
{
	*t = (struct teller){
	    .sim = sim,
	    .every_bar = every_bar,
	    .emit = emit,
	    .arg = arg,
	    .told = -1,
	    .day_end = -1,
	};
	sim->tell = on_fill;
	sim->arg = t;
}

int
teller_advance(struct teller *t, int64_t time)
{
	int64_t day_end = t->day_end;

	if (simulation_advance(t->sim, time) != 0)
		return -1;
	t->now = t->sim->time;
	if (time <= day_end)
		return 0;
	t->day_end = (time / DAY_MS + 1) * DAY_MS - 1;
	return day_end >= 0 && t->told != day_end ? tell_equity(t, day_end) : 0;
}

int
teller_take(struct teller *t, const struct event *e)
{
	struct simulation *s = t->sim;
	const struct holding *h;

	s->filled = false;
	if (simulation_take(s, e) != 0)
		return -1;
	if (!event_is_price(e))
		return 0;
	t->told = -1;
	h = simulation_holding(s, e->market);
	if (t->every_bar && t->emit && h && position_is_open(&h->pos))
		tell_position(t, h, NULL);
	return t->every_bar || s->filled ? tell_equity(t, t->now) : 0;
}

int
teller_play(struct teller *t, const struct event *e)
{
	if (event_is_price(e) && teller_advance(t, e->time) != 0)
		return -1;
	return teller_take(t, e);
}

int
teller_turn(struct teller *t, const struct rules *r)
{
	t->sim->filled = false;
	if (simulation_turn(t->sim, r) != 0)
		return -1;
	return t->sim->filled ? tell_equity(t, t->now) : 0;
}

int
teller_end(struct teller *t)
{
	t->sim->filled = false;
	if (simulation_end(t->sim) != 0)
		return -1;
	return t->sim->filled ? tell_equity(t, t->now) : 0;
}
