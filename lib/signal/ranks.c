/* SPDX-License-Identifier: MIT */
#include "signal/ranks.h"

#include <math.h>

const char *const rank_names[RANKS] = {
    [RANK_TREND] = "trend",
    [RANK_ADX] = "adx",
    [RANK_VWAP] = "vwap",
    [RANK_OI] = "oi",
    [RANK_CVD] = "cvd",
    [RANK_SLOPE] = "slope",
    [RANK_RATIO] = "ratio",
    [RANK_MOMENTUM] = "momentum",
    [RANK_SHIFT] = "shift",
    [RANK_DELTA] = "delta",
    [RANK_VOLUME] = "volume",
    [RANK_BODY] = "body",
    [RANK_RSI] = "rsi",
};

static void
forget_moment(struct ranks *r)
{
	for (int i = 0; i < RANKS; i++)
		r->now[i] = NAN;
	r->looked_up = 0;
}

int
ranks_init(struct ranks *r, int window, int warmup)
{
	*r = (struct ranks){.warmup = warmup};
	forget_moment(r);
	for (int i = 0; i < RANKS; i++) {
		if (rank_init(&r->of[i], window) == 0)
			continue;
		while (i-- > 0)
			rank_finish(&r->of[i]);
		return -1;
	}
	return 0;
}

void
ranks_finish(struct ranks *r)
{
	for (int i = 0; i < RANKS; i++)
		rank_finish(&r->of[i]);
}

void
ranks_reset(struct ranks *r)
{
	for (int i = 0; i < RANKS; i++)
		rank_reset(&r->of[i]);
	forget_moment(r);
}

/* Without a divisor of 0, and of what is not known nothing. */
static double
share(double x, double of)
{
	return of > 0 ? fabs(x) / of : NAN;
}

void
ranks_next(struct ranks *r, const struct inputs *in)
{
	double price = input_nan(in, IN_PRICE), atr = input_nan(in, IN_ATR_14);
	double *now = r->now;

	for (int i = 0; i < RANKS; i++)
		if (now[i] >= 0)
			rank_push(&r->of[i], now[i]);
	r->looked_up = 0;
	now[RANK_TREND] = share(price - input_nan(in, IN_EMA_50), atr);
	now[RANK_ADX] = input_nan(in, IN_ADX_14);
	now[RANK_VWAP] = share(price - input_nan(in, IN_VWAP), atr);
	now[RANK_OI] = fabs(input_nan(in, IN_DELTA_OI_PCT));
	now[RANK_CVD] = fabs(input_nan(in, IN_CVD));
	now[RANK_SLOPE] = fabs(input_nan(in, IN_CVD_SLOPE));
	now[RANK_RATIO] =
	    share(input_nan(in, IN_BB_WIDTH), input_nan(in, IN_KC_WIDTH));
	now[RANK_MOMENTUM] = fabs(input_nan(in, IN_MOMENTUM));
	now[RANK_SHIFT] = fabs(input_nan(in, IN_MOMENTUM_SHIFT));
	now[RANK_DELTA] = fabs(input_nan(in, IN_DELTA_VOLUME_SIGNED));
	now[RANK_VOLUME] = input_nan(in, IN_VOLUME);
	now[RANK_BODY] = share(price - input_nan(in, IN_OPEN), atr);
	now[RANK_RSI] = fabs(input_nan(in, IN_RSI_14) - 50);
}

double
ranks_at(struct ranks *r, enum rank_kind k)
{
	if (r->looked_up >> k & 1)
		return r->at[k];
	r->looked_up |= UINT32_C(1) << k;
	r->at[k] = ranks_known(r, k) ? rank_of(&r->of[k], r->now[k]) : NAN;
	return r->at[k];
}
