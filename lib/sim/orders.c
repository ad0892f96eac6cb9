/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "market/interval.h"
#include "sim/broker.h"

void
order_drop(struct order *o, int64_t *counter)
{
	if (o->live && !o->counted)
		++*counter;
	o->live = false;
}

/* Takes the signal's wishes into o; the open waits for the close. */
static int
order_set(struct holding *h, struct order *o, const struct event *e)
{
	if (text_set(&o->id, e->wish->id, e->wish->id_len) != 0)
		return -1;
	o->live = true;
	o->rests = o->counted = false;
	o->after = e->time;
	o->wish = *e->wish;
	if (h->closing.live && h->opening.live &&
	    h->opening.after < h->closing.after)
		h->opening.after = h->closing.after;
	return 0;
}

/*
 * A close speaks for its own direction: an order to open that way is off, one
 * to open the other way stays.  So a strategy that reverses, or one that
 * closes both sides to be sure, may do so in any order.
 */
static int
want_close(struct simulation *s, struct holding *h, const struct event *e)
{
	enum direction dir = e->wish->direction;

	if (h->opening.wish.direction == dir)
		order_drop(&h->opening, &s->counts.replaced);
	if (!holding_is(h, dir)) {
		s->counts.ignored++;
		return 0;
	}
	order_drop(&h->closing, &s->counts.replaced);
	return order_set(h, &h->closing, e);
}

int
broker_signal(struct simulation *s, struct holding *h, const struct event *e)
{
	double least = s->rules.min_score;

	s->counts.signals++;
	if (e->wish->action == ACTION_CLOSE)
		return want_close(s, h, e);
	if (!isnan(least) && !(e->wish->score >= least)) {
		s->counts.filtered++;
		return 0;
	}
	order_drop(&h->opening, &s->counts.replaced);
	return order_set(h, &h->opening, e);
}

void
broker_gap(struct simulation *s, struct holding *h, int64_t to)
{
	if (to > h->closing.after)
		order_drop(&h->closing, &s->counts.lapsed);
	if (to > h->opening.after)
		order_drop(&h->opening, &s->counts.lapsed);
}

/*
 * The last bar that could be missing is the one before this; it is, if it
 * would have been after both the market's last and the signal.
 */
void
broker_lapse(struct simulation *s, struct holding *h, int64_t open_time)
{
	int64_t before =
	    interval_open((enum interval)h->market->iv, open_time - 1);

	if (before > h->last_open)
		broker_gap(s, h, before);
}
