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

struct step {
	double from, points;
};

/* The points of the first step that x reaches, or -1. */
static double
step_points(const struct step *s, int n, double x)
{
	for (int i = 0; i < n; i++)
		if (x >= s[i].from)
			return s[i].points;
	return -1;
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
ema_points(const struct inputs *in, enum direction dir)
{
	double price = in->v[IN_PRICE], ref = in->v[IN_EMA_50];
	double r = fabs(price - ref) / price;

	if (!input_known(in, IN_EMA_50))
		return 0;
	if (is_aligned(price, ref, dir))
		return 1.1 + 0.4 * fmin(r / 0.01, 1);
	return fading(0.6, r, 0.0035);
}

static double
adx_points(const struct inputs *in)
{
	static const struct step steps[] = {
	    {40, 1.0},
	    {35, 0.9},
	    {30, 0.8},
	    {25, 0.65},
	    {20, 0.45},
	    {15, 0.25},
	};

	return fmax(step_points(steps, 6, input_or(in, IN_ADX_14, 0)), 0);
}

static double
vwap_points(const struct inputs *in, enum direction dir)
{
	double price = in->v[IN_PRICE], ref = in->v[IN_VWAP];
	double r = fabs(price - ref) / price;

	if (!input_known(in, IN_VWAP))
		return 0;
	if (is_aligned(price, ref, dir))
		return r <= 0.004 ? 0.35 : 0.5;
	return fading(0.2, r, 0.005);
}

/* Near the value area, near a low-volume node. */
static double
confluence_points(const struct inputs *in)
{
	double price = in->v[IN_PRICE], points = 0, nearest = INFINITY;

	if (input_known(in, IN_VALUE_AREA_LOW) &&
	    input_known(in, IN_VALUE_AREA_HIGH)) {
		double low = in->v[IN_VALUE_AREA_LOW];
		double high = in->v[IN_VALUE_AREA_HIGH];
		double edge = fmin(fabs(price - low), fabs(price - high));

		if (low <= price && price <= high)
			points = 0.25;
		else if (edge / price <= 0.004)
			points = 0.15;
	}
	for (int i = 0; i < in->nlvns; i++)
		nearest = fmin(nearest, fabs(price - in->lvns[i]));
	return nearest / price <= 0.0025 ? points + 0.25 : points;
}

static double
delta_oi_points(const struct inputs *in)
{
	static const struct step steps[] = {
	    {1.2, 2.0},
	    {1.0, 1.85},
	    {0.75, 1.6},
	    {0.5, 1.2},
	    {0.35, 0.8},
	    {0.2, 0.45},
	};
	double size = fabs(input_or(in, IN_DELTA_OI_PCT, 0));
	double points = step_points(steps, 6, size);

	return points < 0 ? size : points;
}

static void
cvd_points(const struct inputs *in, enum direction dir, struct composite *c)
{
	double sign = dir == DIR_LONG ? 1 : -1;
	double value = sign * input_or(in, IN_CVD, 0);
	double slope = sign * input_or(in, IN_CVD_SLOPE, 0);

	c->cvd_value = value > 0 ? 0.6 * fmin(value / 2000, 1) : 0;
	c->cvd_slope = slope > 0 ? 0.9 * fmin(slope / 50, 1) : 0;
	c->cvd = fmin(c->cvd_value + c->cvd_slope, 1.5);
}

void
composite_score(
    const struct inputs *in, enum direction dir, struct composite *c)
{
	c->trend_ema = ema_points(in, dir);
	c->trend_adx = adx_points(in);
	c->trend_vwap = vwap_points(in, dir);
	c->trend_confluence = confluence_points(in);
	c->trend_sum =
	    c->trend_ema + c->trend_adx + c->trend_vwap + c->trend_confluence;
	c->trend = fmin(c->trend_sum, 3);
	c->delta_oi = delta_oi_points(in);
	cvd_points(in, dir, c);
	c->session = session_points(in->session, in->session_len);
	c->total = places(c->trend + c->delta_oi + c->cvd + c->session, 4);
	c->tier = c->total >= 5.5   ? GRADE_HIGH
		  : c->total >= 3.5 ? GRADE_MEDIUM
				    : GRADE_LOW;
}
