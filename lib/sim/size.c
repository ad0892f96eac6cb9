/* SPDX-License-Identifier: MIT */
#include "sim/size.h"

#include <math.h>

/* Quantity whose loss at the stop is the risk; NaN: there is no such stop. */
static double
risked(const struct rules *r, const struct offer *o)
{
	double loss =
	    o->direction == DIR_LONG ? o->price - o->stop : o->stop - o->price;

	return loss > 0 ? r->amount * o->equity / loss : NAN;
}

/* What the option asks for, whether there is cash for it or not. */
static struct stake
asked(const struct rules *r, const struct offer *o)
{
	struct stake s = {0};

	switch (r->size) {
	case SIZE_ALL_IN:
		s.notional = INFINITY;
		break;
	case SIZE_QUOTE:
		s.notional = r->amount;
		break;
	case SIZE_FRACTION:
		s.notional = r->amount * o->equity / (1 + o->fee);
		break;
	case SIZE_RISK:
		s.qty = risked(r, o);
		s.notional = s.qty * o->price;
		return s;
	}
	s.qty = s.notional / o->price;
	return s;
}

bool
size_stake(struct stake *s, const struct rules *r, const struct offer *o)
{
	bool all;

	*s = asked(r, o);
	if (!(o->cash > 0) || !(s->notional > 0))
		return false;
	all = s->notional * (1 + o->fee) >= o->cash;
	if (all) {
		s->notional = o->cash / (1 + o->fee);
		s->qty = s->notional / o->price;
	}
	if (r->whole_units) {
		all = false;
		s->qty = floor(s->qty);
		s->notional = s->qty * o->price;
		if (!(s->qty > 0))
			return false;
	}
	s->fee = s->notional * o->fee;
	s->money = all ? o->cash : s->notional * (1 + o->fee);
	if (s->money > o->cash)
		s->money = o->cash;
	return true;
}
