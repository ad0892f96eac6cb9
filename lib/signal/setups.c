/* SPDX-License-Identifier: MIT */
#include "signal/setups.h"

#include <math.h>

/* The additions keep this order: it decides the last bit at an edge. */
bool
setup_squeeze_reversal(const struct profile *p, const struct inputs *in,
    enum direction dir, struct setup *s)
{
	double bb = input_or(in, IN_BB_WIDTH, NAN);
	double kc = input_or(in, IN_KC_WIDTH, NAN);
	double basis = input_or(in, IN_BASIS, NAN), ratio = bb / kc;
	double funding = input_or(in, IN_FUNDING_RATE, NAN);
	double momentum = fabs(input_or(in, IN_MOMENTUM, NAN));
	double shift = input_or(in, IN_MOMENTUM_SHIFT, NAN);
	const struct classic_squeeze *t = &p->classic.squeeze;

	/* A comparison with NaN is false: no gate opens, no points. */
	if (!(kc > 0 && bb <= t->bb_width && ratio <= t->ratio &&
		basis >= t->basis))
		return false;
	setup_begin(s, SETUP_SQUEEZE_REVERSAL, dir, t->base);
	setup_gate(s, "bb_width", bb, IS_AT_MOST, t->bb_width);
	setup_gate(s, "compression_ratio", ratio, IS_AT_MOST, t->ratio);
	setup_gate(s, "basis", basis, IS_AT_LEAST, t->basis);
	if (funding <= t->funding)
		setup_give(s, "funding_rate", funding, IS_AT_MOST, t->funding,
		    t->funding_points);
	if (momentum >= t->momentum)
		setup_give(s, "abs(momentum)", momentum, IS_AT_LEAST,
		    t->momentum, t->momentum_points);
	if (shift >= t->shift)
		setup_give(s, "momentum_shift", shift, IS_AT_LEAST, t->shift,
		    t->shift_points);
	if (ratio <= t->tight)
		setup_give(s, "compression_ratio", ratio, IS_AT_MOST, t->tight,
		    t->tight_points);
	setup_settle(s, p);
	return true;
}

/* How far x lies above its threshold, in thresholds, up to a limit. */
static double
excess(double x, double threshold, double limit)
{
	return fmin(fmax(x / threshold - 1, 0), limit);
}

bool
setup_absorption(const struct profile *p, const struct inputs *in,
    enum direction dir, struct setup *s)
{
	double imbalance = input_or(in, IN_ORDERFLOW_IMBALANCE, NAN);
	double delta = input_or(in, IN_DELTA_VOLUME, NAN);
	double basis = fabs(input_or(in, IN_BASIS, NAN));
	double cluster = input_or(in, IN_LIQUIDATION_CLUSTER, NAN);
	const struct classic_absorption *t = &p->classic.absorption;

	if (!(imbalance >= t->imbalance && delta >= t->delta_volume &&
		basis <= t->basis))
		return false;
	setup_begin(s, SETUP_ABSORPTION, dir, t->base);
	setup_gate(
	    s, "orderflow_imbalance", imbalance, IS_AT_LEAST, t->imbalance);
	setup_gate(s, "delta_volume", delta, IS_AT_LEAST, t->delta_volume);
	setup_gate(s, "abs(basis)", basis, IS_AT_MOST, t->basis);
	setup_give(s, "orderflow_imbalance", imbalance, IS_ABOVE, t->imbalance,
	    t->imbalance_points * excess(imbalance, t->imbalance, t->excess));
	setup_give(s, "delta_volume", delta, IS_ABOVE, t->delta_volume,
	    t->delta_volume_points * excess(delta, t->delta_volume, t->excess));
	if (cluster >= t->cluster)
		setup_give(s, "liquidation_cluster", cluster, IS_AT_LEAST,
		    t->cluster, t->cluster_points);
	setup_settle(s, p);
	return true;
}

int
setups_find(const struct profile *p, const struct inputs *in, struct verdict *v)
{
	int n = 0;

	if (setup_squeeze_reversal(p, in, v->direction, &v->fired[n]))
		n++;
	if (setup_absorption(p, in, v->direction, &v->fired[n]))
		n++;
	v->nfired = n;
	if (n == 2 && v->fired[1].score > v->fired[0].score)
		return 1;
	return n > 0 ? 0 : -1;
}
