/* SPDX-License-Identifier: MIT */
#include "signal/adaptive_setups.h"

#include <math.h>

static double
sign_of(double x)
{
	return x > 0 ? 1 : x < 0 ? -1 : 0;
}

/* What lies above a threshold, as a share of what could. */
static double
above(double rank, double from)
{
	return from < 1 ? fmax(0, (rank - from) / (1 - from)) : 0;
}

static enum direction
direction_of(double dir)
{
	return dir > 0 ? DIR_LONG : DIR_SHORT;
}

/* On which side of than a value lies that dir says is above or below it. */
static enum relation
side(double dir)
{
	return dir > 0 ? IS_ABOVE : IS_BELOW;
}

bool
adaptive_squeeze(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s)
{
	double shift = input_nan(in, IN_MOMENTUM_SHIFT);
	double momentum = input_nan(in, IN_MOMENTUM);
	double funding = input_nan(in, IN_FUNDING_RATE);
	double dir = sign_of(shift), ratio, rank;

	if (!p->adaptive.squeeze.enabled || !(momentum * shift < 0))
		return false;
	rank = ranks_at(r, RANK_SHIFT);
	if (!(rank >= p->adaptive.squeeze.shift_rank))
		return false;
	ratio = ranks_at(r, RANK_RATIO);
	if (!(ratio <= p->adaptive.squeeze.ratio_rank))
		return false;

	setup_begin(s, SETUP_SQUEEZE_REVERSAL, direction_of(dir),
	    p->adaptive.squeeze.base);
	setup_gate(
	    s, "ratio_rank", ratio, IS_AT_MOST, p->adaptive.squeeze.ratio_rank);
	setup_gate(s, "momentum_shift", shift, side(dir), 0);
	setup_gate(s, "momentum", momentum, side(-dir), 0);
	setup_gate(
	    s, "shift_rank", rank, IS_AT_LEAST, p->adaptive.squeeze.shift_rank);
	setup_give(s, "shift_rank", rank, IS_AT_LEAST,
	    p->adaptive.squeeze.shift_rank,
	    p->adaptive.squeeze.shift_points *
		above(rank, p->adaptive.squeeze.shift_rank));
	rank = ranks_at(r, RANK_MOMENTUM);
	if (rank >= p->adaptive.squeeze.momentum_rank)
		setup_give(s, "momentum_rank", rank, IS_AT_LEAST,
		    p->adaptive.squeeze.momentum_rank,
		    p->adaptive.squeeze.momentum_points);
	if (funding * dir < 0)
		setup_give(s, "funding_rate", funding, side(-dir), 0,
		    p->adaptive.squeeze.funding_points);
	if (ratio <= p->adaptive.squeeze.tight_rank)
		setup_give(s, "ratio_rank", ratio, IS_AT_MOST,
		    p->adaptive.squeeze.tight_rank,
		    p->adaptive.squeeze.tight_points);
	setup_settle(s, p);
	return true;
}

bool
adaptive_absorption(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s)
{
	double price = in->v[IN_PRICE], open = input_nan(in, IN_OPEN);
	double takers = sign_of(input_or(in, IN_DELTA_VOLUME_SIGNED, 0));
	double cluster = input_nan(in, IN_LIQUIDATION_CLUSTER);
	double delta, volume, body = NAN;
	bool against = takers * (price - open) <= 0;

	if (!p->adaptive.absorption.enabled || takers == 0)
		return false;
	delta = ranks_at(r, RANK_DELTA);
	if (!(delta >= p->adaptive.absorption.delta_rank))
		return false;
	volume = ranks_at(r, RANK_VOLUME);
	if (!(volume >= p->adaptive.absorption.volume_rank))
		return false;
	if (!against) {
		body = ranks_at(r, RANK_BODY);
		if (!(body <= p->adaptive.absorption.body_rank))
			return false;
	}

	setup_begin(s, SETUP_ABSORPTION, direction_of(-takers),
	    p->adaptive.absorption.base);
	setup_gate(s, "delta_volume_signed", in->v[IN_DELTA_VOLUME_SIGNED],
	    side(takers), 0);
	setup_gate(s, "delta_rank", delta, IS_AT_LEAST,
	    p->adaptive.absorption.delta_rank);
	setup_gate(s, "volume_rank", volume, IS_AT_LEAST,
	    p->adaptive.absorption.volume_rank);
	if (against)
		setup_gate(s, "price", price,
		    takers > 0 ? IS_AT_MOST : IS_AT_LEAST, open);
	else
		setup_gate(s, "body_rank", body, IS_AT_MOST,
		    p->adaptive.absorption.body_rank);
	setup_give(s, "delta_rank", delta, IS_AT_LEAST,
	    p->adaptive.absorption.delta_rank,
	    p->adaptive.absorption.delta_points *
		above(delta, p->adaptive.absorption.delta_rank));
	setup_give(s, "volume_rank", volume, IS_AT_LEAST,
	    p->adaptive.absorption.volume_rank,
	    p->adaptive.absorption.volume_points *
		above(volume, p->adaptive.absorption.volume_rank));
	if (cluster >= p->adaptive.absorption.cluster)
		setup_give(s, "liquidation_cluster", cluster, IS_AT_LEAST,
		    p->adaptive.absorption.cluster,
		    p->adaptive.absorption.cluster_points);
	setup_settle(s, p);
	return true;
}

/* Whether a value is known to lie on the wrong side of than. */
static bool
opposes(const struct inputs *in, enum input i, double x, double dir)
{
	return input_known(in, i) && !(dir * x > 0);
}

bool
adaptive_momentum(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s)
{
	double price = in->v[IN_PRICE], ema = input_nan(in, IN_EMA_50), adx;
	double high = input_nan(in, IN_DONCHIAN_HIGH);
	double low = input_nan(in, IN_DONCHIAN_LOW);
	double dir = price > high ? 1 : price < low ? -1 : 0;

	if (!p->adaptive.momentum.enabled || dir == 0 ||
	    !(dir * (price - ema) > 0) ||
	    opposes(in, IN_VWAP, price - in->v[IN_VWAP], dir) ||
	    opposes(in, IN_CVD_SLOPE, in->v[IN_CVD_SLOPE], dir))
		return false;
	adx = ranks_at(r, RANK_ADX);
	if (!(adx >= p->adaptive.momentum.adx_rank))
		return false;

	setup_begin(s, SETUP_MOMENTUM_CONTINUATION, direction_of(dir),
	    p->adaptive.momentum.base);
	setup_gate(s, "price", price, side(dir), dir > 0 ? high : low);
	setup_gate(s, "price", price, side(dir), ema);
	if (input_known(in, IN_VWAP))
		setup_gate(s, "price", price, side(dir), in->v[IN_VWAP]);
	if (input_known(in, IN_CVD_SLOPE))
		setup_gate(s, "cvd_slope", in->v[IN_CVD_SLOPE], side(dir), 0);
	setup_gate(
	    s, "adx_rank", adx, IS_AT_LEAST, p->adaptive.momentum.adx_rank);
	setup_give(s, "adx_rank", adx, IS_AT_LEAST,
	    p->adaptive.momentum.adx_rank,
	    p->adaptive.momentum.adx_points * adx);
	setup_give(s, "trend_rank", ranks_at(r, RANK_TREND), IS_AT_LEAST, 0,
	    p->adaptive.momentum.trend_points * ranks_at(r, RANK_TREND));
	setup_give(s, "slope_rank", ranks_at(r, RANK_SLOPE), IS_AT_LEAST, 0,
	    p->adaptive.momentum.slope_points * ranks_at(r, RANK_SLOPE));
	setup_settle(s, p);
	return true;
}

bool
adaptive_reversion(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s)
{
	double price = in->v[IN_PRICE], open = input_nan(in, IN_OPEN);
	double lower = input_nan(in, IN_BB_LOWER);
	double upper = input_nan(in, IN_BB_UPPER);
	double rsi = input_nan(in, IN_RSI_14), far, adx;
	double dir = price < lower ? 1 : price > upper ? -1 : 0;

	if (!p->adaptive.reversion.enabled || dir == 0 ||
	    !(dir * (rsi - 50) < 0))
		return false;
	far = ranks_at(r, RANK_RSI);
	if (!(far >= p->adaptive.reversion.rsi_rank))
		return false;
	adx = ranks_at(r, RANK_ADX);
	if (!(adx <= p->adaptive.reversion.adx_rank))
		return false;

	setup_begin(s, SETUP_MEAN_REVERSION, direction_of(dir),
	    p->adaptive.reversion.base);
	setup_gate(s, "price", price, side(-dir), dir > 0 ? lower : upper);
	setup_gate(s, "rsi_14", rsi, side(-dir), 50);
	setup_gate(
	    s, "rsi_rank", far, IS_AT_LEAST, p->adaptive.reversion.rsi_rank);
	setup_gate(
	    s, "adx_rank", adx, IS_AT_MOST, p->adaptive.reversion.adx_rank);
	setup_give(s, "rsi_rank", far, IS_AT_LEAST,
	    p->adaptive.reversion.rsi_rank,
	    p->adaptive.reversion.rsi_points *
		above(far, p->adaptive.reversion.rsi_rank));
	setup_give(s, "adx_rank", adx, IS_AT_MOST,
	    p->adaptive.reversion.adx_rank,
	    p->adaptive.reversion.adx_points * (1 - adx));
	if (dir * (price - open) > 0)
		setup_give(s, "price", price, side(dir), open,
		    p->adaptive.reversion.turn_points);
	setup_settle(s, p);
	return true;
}

/*
 * An average above another: not by what rounding leaves of equal ones, which
 * would decide one tie like this and the next like that.
 */
static bool
exceeds(double x, double y)
{
	return x - y > 1e-12 * y;
}

static bool
averages(const struct inputs *in, double now[2], double before[2])
{
	now[0] = input_nan(in, IN_SMA_50);
	now[1] = input_nan(in, IN_SMA_200);
	before[0] = input_nan(in, IN_SMA_50_BEFORE);
	before[1] = input_nan(in, IN_SMA_200_BEFORE);
	return isfinite(now[1]) && isfinite(before[1]);
}

bool
adaptive_crosses_down(const struct profile *p, const struct inputs *in)
{
	double now[2], before[2];

	return p->adaptive.cross.enabled && averages(in, now, before) &&
	       exceeds(now[1], now[0]) && !exceeds(before[1], before[0]);
}

bool
adaptive_cross(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s)
{
	double now[2], before[2];

	if (!p->adaptive.cross.enabled || !averages(in, now, before) ||
	    !exceeds(now[0], now[1]) || exceeds(before[0], before[1]))
		return false;

	setup_begin(
	    s, SETUP_SMA_CROSS, direction_of(1), p->adaptive.cross.base);
	setup_gate(s, "sma_50", now[0], IS_ABOVE, now[1]);
	setup_gate(s, "sma_50_before", before[0], IS_AT_MOST, before[1]);
	setup_give(s, "adx_rank", ranks_at(r, RANK_ADX), IS_AT_LEAST, 0,
	    p->adaptive.cross.adx_points * ranks_at(r, RANK_ADX));
	setup_give(s, "trend_rank", ranks_at(r, RANK_TREND), IS_AT_LEAST, 0,
	    p->adaptive.cross.trend_points * ranks_at(r, RANK_TREND));
	setup_settle(s, p);
	return true;
}
