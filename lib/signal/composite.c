/* SPDX-License-Identifier: MIT */
#include "signal/composite.h"

#include <math.h>

#include "signal/places.h"
#include "signal/session.h"

enum direction
composite_direction(const struct inputs *in)
{
	double price = in->v[IN_PRICE];

	if (in->direction >= 0)
		return (enum direction)in->direction;
	if (input_or(in, IN_DELTA_OI_PCT, 0) < 0)
		return DIR_SHORT;
	return price < input_or(in, IN_EMA_50, price) ? DIR_SHORT : DIR_LONG;
}

/* The points of the first step that x reaches, or otherwise. */
static double
step_points(const struct steps *s, double x, double otherwise)
{
	for (int i = 0; i < s->n; i++)
		if (x >= s->at[i].from)
			return s->at[i].points;
	return otherwise;
}

static bool
is_aligned(double price, double ref, enum direction dir)
{
	return dir == DIR_LONG ? price >= ref : price <= ref;
}

/* Fades from full at the reference to nothing at the distance reach. */
static double
fading(double full, double r, double reach)
{
	return r <= reach ? full * (1 - r / reach) : 0;
}

static double
ema_points(
    const struct classic_def *d, const struct inputs *in, enum direction dir)
{
	double price = in->v[IN_PRICE], ref = in->v[IN_EMA_50];
	double r = fabs(price - ref) / price;

	if (!input_known(in, IN_EMA_50))
		return 0;
	if (is_aligned(price, ref, dir))
		return d->trend.ema_aligned +
		       d->trend.ema_distance * fmin(r / d->trend.ema_full, 1);
	return fading(d->trend.ema_against, r, d->trend.ema_reach);
}

static double
vwap_points(
    const struct classic_def *d, const struct inputs *in, enum direction dir)
{
	double price = in->v[IN_PRICE], ref = in->v[IN_VWAP];
	double r = fabs(price - ref) / price;

	if (!input_known(in, IN_VWAP))
		return 0;
	if (is_aligned(price, ref, dir))
		return r <= d->trend.vwap_split ? d->trend.vwap_near
						: d->trend.vwap_far;
	return fading(d->trend.vwap_against, r, d->trend.vwap_reach);
}

/* Near the value area, near a low-volume node. */
static double
confluence_points(const struct classic_def *d, const struct inputs *in)
{
	double price = in->v[IN_PRICE], points = 0, nearest = INFINITY;

	if (input_known(in, IN_VALUE_AREA_LOW) &&
	    input_known(in, IN_VALUE_AREA_HIGH)) {
		double low = in->v[IN_VALUE_AREA_LOW];
		double high = in->v[IN_VALUE_AREA_HIGH];
		double edge = fmin(fabs(price - low), fabs(price - high));

		if (low <= price && price <= high)
			points = d->trend.area_inside;
		else if (edge / price <= d->trend.area_reach)
			points = d->trend.area_near;
	}
	for (int i = 0; i < in->nlvns; i++)
		nearest = fmin(nearest, fabs(price - in->lvns[i]));
	if (nearest / price <= d->trend.node_reach)
		points += d->trend.node;
	return points;
}

static void
trend_points(const struct classic_def *d, const struct inputs *in,
    enum direction dir, struct composite *c)
{
	c->trend_ema = ema_points(d, in, dir);
	c->trend_adx =
	    step_points(&d->trend.adx_steps, input_or(in, IN_ADX_14, NAN), 0);
	c->trend_vwap = vwap_points(d, in, dir);
	c->trend_confluence = confluence_points(d, in);
	c->trend_sum =
	    c->trend_ema + c->trend_adx + c->trend_vwap + c->trend_confluence;
	c->trend = fmin(c->trend_sum, d->trend.max);
}

/* Under all steps the size itself, up to a limit. */
static double
delta_oi_points(const struct classic_def *d, const struct inputs *in)
{
	double size = fabs(input_or(in, IN_DELTA_OI_PCT, 0));

	if (!input_known(in, IN_DELTA_OI_PCT))
		return 0;
	return step_points(
	    &d->delta_oi.steps, size, fmin(size, d->delta_oi.below));
}

static void
cvd_points(const struct classic_def *d, const struct inputs *in,
    enum direction dir, struct composite *c)
{
	double sign = dir == DIR_LONG ? 1 : -1;
	double value = sign * input_or(in, IN_CVD, 0);
	double slope = sign * input_or(in, IN_CVD_SLOPE, 0);

	c->cvd_value =
	    value > 0 ? d->cvd.value * fmin(value / d->cvd.value_reference, 1)
		      : 0;
	c->cvd_slope =
	    slope > 0 ? d->cvd.slope * fmin(slope / d->cvd.slope_reference, 1)
		      : 0;
	c->cvd = fmin(c->cvd_value + c->cvd_slope, d->cvd.max);
}

enum grade
composite_tier(const struct profile *p, double score)
{
	return score >= p->tier_high     ? GRADE_HIGH
	       : score >= p->tier_medium ? GRADE_MEDIUM
					 : GRADE_LOW;
}

void
composite_score(const struct profile *p, const struct inputs *in,
    enum direction dir, struct composite *c)
{
	const struct classic_def *d = &p->classic;

	trend_points(d, in, dir, c);
	c->delta_oi = delta_oi_points(d, in);
	cvd_points(d, in, dir, c);
	c->session = session_points(p, in->session, in->session_len);
	c->of = 7;
	c->scale = 1;
	c->total = places(c->trend + c->delta_oi + c->cvd + c->session, 4);
	c->tier = composite_tier(p, c->total);
}
