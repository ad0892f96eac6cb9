/* SPDX-License-Identifier: MIT */
/* inputs - what a score is made of: one moment of one symbol. */
#ifndef INPUTS_H
#define INPUTS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * In the order in which an audit lists them: those that a context may give,
 * then those that only candles do.
 */
enum input {
	IN_PRICE,
	IN_EMA_50,
	IN_ADX_14,
	IN_VWAP,
	IN_DELTA_OI_PCT, /* per cent over 60 minutes */
	IN_CVD,
	IN_CVD_SLOPE, /* change of the CVD over one bar, or some */
	IN_VALUE_AREA_LOW,
	IN_VALUE_AREA_HIGH,
	IN_BB_WIDTH,
	IN_KC_WIDTH,
	IN_MOMENTUM,
	IN_MOMENTUM_SHIFT,
	IN_FUNDING_RATE, /* a fraction: -0.0015 is -0.15 % */
	IN_BASIS,        /* (perp - spot) / spot */
	IN_ORDERFLOW_IMBALANCE,
	IN_DELTA_VOLUME,
	IN_LIQUIDATION_CLUSTER,
	IN_ATR_14,
	IN_DELTA_OI_30M_PCT,
	IN_POC,
	IN_DELTA_VOLUME_SIGNED, /* takers' purchases less sales, one bar */
	IN_BOOK_IMBALANCE,
	IN_RSI_14,
	IN_BB_UPPER,
	IN_BB_LOWER,
	IN_BB_MIDDLE,
	IN_DONCHIAN_HIGH, /* of the bars before this one */
	IN_DONCHIAN_LOW,
	IN_SMA_50,
	IN_SMA_200,
	IN_SMA_50_BEFORE, /* of the bar before */
	IN_SMA_200_BEFORE,
	IN_OPEN,
	IN_VOLUME,
	INPUTS,
	IN_LVNS = INPUTS, /* a place in the set passed only */
};

struct inputs {
	uint64_t known;  /* bit IN_x: v[IN_x] is */
	uint64_t passed; /* bit IN_x: v[IN_x] was given, not computed */
	int direction;   /* enum direction, or -1: not given */
	double v[INPUTS];
	const char *session; /* *borrowed*; its name, or length 0 */
	size_t session_len;
	const double *lvns; /* *borrowed*: low-volume nodes, any order */
	int nlvns;
};

extern const char *const input_names[INPUTS];

static inline bool
input_known(const struct inputs *in, enum input i)
{
	return in->known >> i & 1;
}

/* The value, or otherwise. */
static inline double
input_or(const struct inputs *in, enum input i, double otherwise)
{
	return input_known(in, i) ? in->v[i] : otherwise;
}

/* The value, or NaN: a comparison with it is false. */
static inline double
input_nan(const struct inputs *in, enum input i)
{
	return input_or(in, i, NAN);
}

/* NaN and infinity are not known. */
static inline void
input_set(struct inputs *in, enum input i, double v)
{
	if (!isfinite(v))
		return;
	in->v[i] = v;
	in->known |= UINT64_C(1) << i;
}

/* A value that is told as it was given, not as a computed one. */
static inline void
input_pass(struct inputs *in, enum input i, double v)
{
	input_set(in, i, v);
	in->passed |= UINT64_C(1) << i;
}

#endif
