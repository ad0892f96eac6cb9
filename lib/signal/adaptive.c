/* SPDX-License-Identifier: MIT */
#include "signal/adaptive.h"

#include <math.h>

#include "signal/adaptive_setups.h"
#include "signal/composite.h"
#include "signal/levels.h"
#include "signal/places.h"
#include "signal/session.h"

/* Which sign of an input, against the direction, serves a setup's idea. */
struct taste {
	double trend, oi, cvd, slope;
};

static const struct taste tastes[SETUPS + 1] = {
    [SETUP_SQUEEZE_REVERSAL] = {-1, -1, -1, 1},
    [SETUP_ABSORPTION] = {-1, -1, -1, -1},
    [SETUP_MOMENTUM_CONTINUATION] = {1, 1, 1, 1},
    [SETUP_MEAN_REVERSION] = {-1, -1, -1, 1},
    [SETUP_SMA_CROSS] = {1, 1, 1, 1},
    [SETUP_NONE] = {1, 1, 1, 1},
};

/* Points for the side of a reference, by how far it is away. */
static double
side_points(double full, double x, double rank)
{
	return x > 0 && rank >= 0 ? full * (0.5 + 0.5 * rank) : 0;
}

/* Points that fade with the distance from a place, in ATRs. */
static double
near_points(double full, double distance, double reach, double atr)
{
	double left = 1 - distance / (reach * atr);

	return left > 0 ? full * left : 0;
}

static double
confluence_points(const struct profile *p, const struct inputs *in)
{
	double price = in->v[IN_PRICE], atr = in->v[IN_ATR_14];
	double area = 0, nearest = INFINITY;

	if (input_known(in, IN_VALUE_AREA_LOW) &&
	    input_known(in, IN_VALUE_AREA_HIGH)) {
		double low = in->v[IN_VALUE_AREA_LOW];
		double high = in->v[IN_VALUE_AREA_HIGH];
		double edge = low <= price && price <= high
				  ? 0
				  : fmin(fabs(price - low), fabs(price - high));

		area = near_points(p->adaptive.trend.area, edge,
		    p->adaptive.trend.area_reach, atr);
	}
	for (int i = 0; i < in->nlvns; i++)
		nearest = fmin(nearest, fabs(price - in->lvns[i]));
	return area + near_points(p->adaptive.trend.node, nearest,
			  p->adaptive.trend.node_reach, atr);
}

/* side: the direction, turned round where the idea wants the other side. */
static void
trend_points(const struct profile *p, struct ranks *r, const struct inputs *in,
    double side, bool strong, struct composite *c)
{
	double price = in->v[IN_PRICE], adx = ranks_at(r, RANK_ADX);

	c->trend_ema = side_points(p->adaptive.trend.ema,
	    side * (price - in->v[IN_EMA_50]), ranks_at(r, RANK_TREND));
	c->trend_adx = p->adaptive.trend.adx * (strong ? adx : 1 - adx);
	c->trend_vwap = 0;
	if (input_known(in, IN_VWAP))
		c->trend_vwap = side_points(p->adaptive.trend.vwap,
		    side * (price - in->v[IN_VWAP]), ranks_at(r, RANK_VWAP));
	c->trend_confluence = confluence_points(p, in);
	c->trend_sum =
	    c->trend_ema + c->trend_adx + c->trend_vwap + c->trend_confluence;
	c->trend = fmin(c->trend_sum, p->adaptive.trend.max);
}

/* Full points by rank, where the value has the wanted sign and both are
 * known. */
static double
signed_points(double full, double x, double rank)
{
	return x > 0 && rank >= 0 ? full * rank : 0;
}

static double
oi_points(const struct profile *p, struct ranks *r, const struct inputs *in,
    double taste)
{
	double points = signed_points(p->adaptive.delta_oi.points,
	    taste * input_or(in, IN_DELTA_OI_PCT, 0), ranks_at(r, RANK_OI));

	if (taste * input_or(in, IN_DELTA_OI_30M_PCT, 0) < 0)
		points *= p->adaptive.delta_oi.unconfirmed;
	return points;
}

/* The most points that what is known could give. */
static double
most_points(const struct profile *p, const struct ranks *r)
{
	double most = p->adaptive.trend.max, session = p->session_none;

	if (ranks_known(r, RANK_OI))
		most += p->adaptive.delta_oi.points;
	if (ranks_known(r, RANK_SLOPE))
		most += p->adaptive.cvd.value + p->adaptive.cvd.slope;
	for (int i = 0; i < p->nsessions; i++)
		session = fmax(session, p->sessions[i].points);
	return most + session;
}

static void
compose(const struct profile *p, struct ranks *r, const struct inputs *in,
    enum setup_kind kind, enum direction dir, struct composite *c)
{
	const struct taste *t = &tastes[kind];
	double side = dir == DIR_LONG ? 1 : -1, total;

	trend_points(p, r, in, t->trend * side, t->trend > 0, c);
	c->delta_oi = oi_points(p, r, in, t->oi);
	c->cvd_value = signed_points(p->adaptive.cvd.value,
	    t->cvd * side * input_or(in, IN_CVD, 0), ranks_at(r, RANK_CVD));
	c->cvd_slope = signed_points(p->adaptive.cvd.slope,
	    t->slope * side * input_or(in, IN_CVD_SLOPE, 0),
	    ranks_at(r, RANK_SLOPE));
	c->cvd = c->cvd_value + c->cvd_slope;
	c->session = session_points(p, in->session, in->session_len);
	c->of = most_points(p, r);
	c->scale = 7 / c->of;
	total = (c->trend + c->delta_oi + c->cvd + c->session) * c->scale;
	c->total = places(fmin(total, 7), 4);
	c->tier = composite_tier(p, c->total);
}

/* All that fire; the place of the one with the highest score, the first of
 * equal ones, or -1. */
static int
find_setups(const struct profile *p, struct ranks *r, const struct inputs *in,
    struct verdict *v)
{
	static bool (*const look[SETUPS])(const struct profile *,
	    struct ranks *, const struct inputs *, struct setup *) = {
	    [SETUP_SQUEEZE_REVERSAL] = adaptive_squeeze,
	    [SETUP_ABSORPTION] = adaptive_absorption,
	    [SETUP_MOMENTUM_CONTINUATION] = adaptive_momentum,
	    [SETUP_MEAN_REVERSION] = adaptive_reversion,
	    [SETUP_SMA_CROSS] = adaptive_cross,
	};
	int best = -1;

	v->nfired = 0;
	for (int i = 0; i < SETUPS; i++) {
		struct setup *s = &v->fired[v->nfired];

		if (!look[i](p, r, in, s))
			continue;
		if (best < 0 || s->score > v->fired[best].score)
			best = v->nfired;
		v->nfired++;
	}
	return best;
}

bool
adaptive_score(const struct profile *p, struct ranks *r,
    const struct inputs *in, bool all, struct verdict *v)
{
	int best;

	if (!ranks_warm(r))
		return false;
	best = find_setups(p, r, in, v);
	if (best < 0 && !all)
		return false;
	if (best >= 0) {
		v->setup = v->fired[best];
	} else {
		v->setup = (struct setup){.kind = SETUP_NONE, .score = NAN};
		v->setup.direction =
		    in->v[IN_PRICE] < in->v[IN_EMA_50] ? DIR_SHORT : DIR_LONG;
	}
	v->direction = v->setup.direction;
	compose(p, r, in, v->setup.kind, v->direction, &v->score);
	if (best < 0)
		v->setup.confidence = v->score.tier;
	return true;
}

static const struct atr_levels *
levels_def(const struct adaptive_def *d, enum setup_kind kind)
{
	switch (kind) {
	case SETUP_SQUEEZE_REVERSAL:
		return &d->squeeze.levels;
	case SETUP_ABSORPTION:
		return &d->absorption.levels;
	case SETUP_MEAN_REVERSION:
		return &d->reversion.levels;
	case SETUP_SMA_CROSS:
		return &d->cross.levels;
	default:
		return &d->momentum.levels;
	}
}

static double
rounded(double level, int n)
{
	double v = places(level, n);

	return v > 0 ? v : NAN;
}

void
adaptive_complete(
    const struct profile *p, const struct inputs *in, struct verdict *v)
{
	const struct atr_levels *d = levels_def(&p->adaptive, v->setup.kind);
	double price = in->v[IN_PRICE], a = in->v[IN_ATR_14];
	double side = v->direction == DIR_LONG ? 1 : -1;
	double back = price - side * d->entry[0] * a;
	double front = price + side * d->entry[1] * a;
	double target = price + side * d->target * a;
	double middle = input_nan(in, IN_BB_MIDDLE);
	int n = levels_places(price);

	if (v->setup.kind == SETUP_MEAN_REVERSION &&
	    side * (middle - front) > 0)
		target = middle;
	v->levels.entry_low = rounded(side > 0 ? back : front, n);
	v->levels.entry_high = rounded(side > 0 ? front : back, n);
	v->levels.stop = rounded(price - side * d->stop * a, n);
	v->levels.target = rounded(target, n);
}
