/* SPDX-License-Identifier: MIT */
#include "sim/judge.h"

#include <math.h>

#define MIN_WIN_RATE 0.35
enum { MIN_TRADES = 5 };

void
judge_init(struct judge *v)
{
	*v = (struct judge){NAN, NAN, MIN_WIN_RATE, MIN_TRADES};
}

int
judge_trade(const struct judge *v, const struct trade *t)
{
	/* No comparison with NaN is true. */
	if (t->ret >= v->win)
		return 1;
	if (t->ret <= v->loss)
		return -1;
	if (t->outcome)
		return t->outcome;
	if (t->ret > 0 && isnan(v->win))
		return 1;
	return t->ret < 0 && isnan(v->loss) ? -1 : 0;
}
