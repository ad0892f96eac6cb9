/* SPDX-License-Identifier: MIT */
/* takers: what the aggressors' volume gives, against sums made anew. */
#include "signal/takers.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "tap.h"

enum { BARS = 5000, SHORT = 5, LONG = 20 };

static struct profile profile;
static double bought[BARS], sold[BARS];

/* Mostly quiet: bars without trades, now and then a large one. */
static double
volume(struct rng *rng)
{
	if (rng_below(rng, 3) > 0)
		return 0;
	return (double)rng_below(rng, 1000) / 7 *
	       (rng_below(rng, 20) == 0 ? 1e9 : 1);
}

static double
sum(const double *x, int i, int n)
{
	double s = 0;

	for (int k = i - n + 1; k <= i; k++)
		s += x[k];
	return s;
}

/* The mean size of the bars before bar i. */
static double
mean_size(int i)
{
	double s = 0;

	for (int k = i - LONG; k < i; k++)
		s += fabs(bought[k] - sold[k]);
	return s / LONG;
}

static bool
is(const struct inputs *in, enum input which, bool known, double want)
{
	if (!known || !input_known(in, which))
		return known == input_known(in, which);
	return fabs(in->v[which] - want) <= 1e-12 * fabs(want);
}

static void
check_sums(void)
{
	int imbalance = 0, size = 0, slope = 0, quiet = 0;
	struct takers t;
	struct rng rng;

	rng_seed(&rng, 7);
	takers_init(&t, &profile);
	for (int i = 0; i < BARS; i++) {
		struct inputs in = {0};
		bool full = i >= SHORT - 1, before = i >= LONG;
		double s;

		bought[i] = volume(&rng);
		sold[i] = volume(&rng);
		takers_push(&t, bought[i], sold[i], &in);
		s = full ? sum(sold, i, SHORT) : 0;
		quiet += full && s == 0;
		imbalance += !is(&in, IN_ORDERFLOW_IMBALANCE, s > 0,
		    s > 0 ? sum(bought, i, SHORT) / s : 0);
		s = before ? mean_size(i) : 0;
		size += !is(&in, IN_DELTA_VOLUME, s > 0,
		    s > 0 ? fabs(bought[i] - sold[i]) / s : 0);
		slope += !is(&in, IN_CVD_SLOPE, true, bought[i] - sold[i]);
	}
	ok(imbalance == 0 && quiet > 500,
	    "imbalance: buys by sells, unknown while nobody sold");
	ok(size == 0, "delta_volume: the size by the mean of those before");
	ok(slope == 0, "classic: the slope is the bar's own delta");
	takers_finish(&t);
}

static void
check_unknown(void)
{
	struct inputs in = {0};
	struct takers t;

	takers_init(&t, &profile);
	for (int i = 0; i < LONG; i++)
		takers_push(&t, 2, 1, &in);
	in = (struct inputs){0};
	takers_push(&t, NAN, 1, &in);
	ok(!input_known(&in, IN_DELTA_VOLUME_SIGNED) &&
		!input_known(&in, IN_CVD_SLOPE),
	    "a bar that is not known says nothing");
	takers_push(&t, 2, 1, &in);
	ok(!input_known(&in, IN_ORDERFLOW_IMBALANCE) &&
		!input_known(&in, IN_DELTA_VOLUME) &&
		input_known(&in, IN_CVD_SLOPE),
	    "behind it the windows start again");
	takers_finish(&t);
}

static void
check_forced(void)
{
	struct inputs in = {0};
	struct takers t;

	takers_init(&t, &profile);
	takers_forced(&t, 100, 1, &in);
	takers_forced(&t, 200, 1, &in);
	ok(!input_known(&in, IN_LIQUIDATION_CLUSTER),
	    "forced: unknown for half a window");
	takers_forced(&t, 300, 30, &in);
	ok(in.v[IN_LIQUIDATION_CLUSTER] == 0.5, "forced: 30 of a tenth of 600");
	takers_forced(&t, 0, 60, &in);
	ok(in.v[IN_LIQUIDATION_CLUSTER] == 1, "forced: at most 1");
	takers_forced(&t, 0.1, 0, &in);
	ok(in.v[IN_LIQUIDATION_CLUSTER] == 0, "forced: 0 is known");
	takers_forced(&t, 0, 0, &in);
	in = (struct inputs){0};
	takers_forced(&t, 0, 0, &in);
	ok(input_known(&in, IN_LIQUIDATION_CLUSTER),
	    "forced: while something was traded");
	in = (struct inputs){0};
	takers_forced(&t, 0, 0, &in);
	ok(!input_known(&in, IN_LIQUIDATION_CLUSTER),
	    "forced: unknown where nothing was");
	takers_finish(&t);
}

int
main(void)
{
	profile.method = METHOD_CLASSIC;
	profile.flow.imbalance_bars = SHORT;
	profile.flow.volume_bars = LONG;
	profile.flow.liquidation_bars = 3;
	profile.flow.liquidation_full = 0.1;
	check_sums();
	check_unknown();
	check_forced();
	return tap_done();
}
