/* SPDX-License-Identifier: MIT */
#include "signal/takers.h"

#include <math.h>

int
takers_init(struct takers *t, const struct profile *p)
{
	*t = (struct takers){.forced_share = p->flow.liquidation_full};
	t->slope_bars =
	    p->method == METHOD_ADAPTIVE ? p->adaptive.cvd.slope_bars : 1;
	if (window_init(&t->bought, p->flow.imbalance_bars) == 0 &&
	    window_init(&t->sold, p->flow.imbalance_bars) == 0 &&
	    window_init(&t->size, p->flow.volume_bars) == 0 &&
	    window_init(&t->slope, t->slope_bars) == 0 &&
	    window_init(&t->traded, p->flow.liquidation_bars) == 0)
		return 0;
	takers_finish(t);
	return -1;
}

void
takers_finish(struct takers *t)
{
	window_finish(&t->bought);
	window_finish(&t->sold);
	window_finish(&t->size);
	window_finish(&t->slope);
	window_finish(&t->traded);
}

static void
forget_sides(struct takers *t)
{
	window_reset(&t->bought);
	window_reset(&t->sold);
	window_reset(&t->size);
	window_reset(&t->slope);
}

void
takers_reset(struct takers *t)
{
	forget_sides(t);
	window_reset(&t->traded);
}

/*
 * The windows are short: summing them anew each time leaves nothing of what
 * has gone, so that the sum of zeros is 0 and not what rounding made of it.
 */
static bool
push(struct window *w, double x)
{
	bool full = window_push(w, x);

	window_anchor(w);
	return full;
}

void
takers_push(struct takers *t, double bought, double sold, struct inputs *in)
{
	double delta = bought - sold;

	if (!isfinite(delta)) {
		forget_sides(t);
		return;
	}
	input_set(in, IN_DELTA_VOLUME_SIGNED, delta);
	if (push(&t->slope, delta))
		input_set(in, IN_CVD_SLOPE, t->slope.sum);
	/* The mean of the bars before, so before this one is among them. */
	if (window_full(&t->size) && t->size.sum > 0)
		input_set(in, IN_DELTA_VOLUME,
		    fabs(delta) / (t->size.sum / t->size.n));
	push(&t->size, fabs(delta));
	push(&t->sold, sold);
	if (push(&t->bought, bought) && t->sold.sum > 0)
		input_set(
		    in, IN_ORDERFLOW_IMBALANCE, t->bought.sum / t->sold.sum);
}

void
takers_forced(struct takers *t, double traded, double forced, struct inputs *in)
{
	double full;

	if (!push(&t->traded, traded))
		return;
	full = t->forced_share * t->traded.sum;
	if (full > 0 && forced >= 0)
		input_set(in, IN_LIQUIDATION_CLUSTER, fmin(forced / full, 1));
}
