/* SPDX-License-Identifier: MIT */
/* inputs - what a score is made of: one moment of one symbol. */
#ifndef INPUTS_H
#define INPUTS_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

enum input { /* in the order in which an audit lists them */
	IN_PRICE,
	IN_EMA_50,
	IN_ADX_14,
	IN_VWAP,
	IN_DELTA_OI_PCT, /* per cent over 60 minutes */
	IN_CVD,
	IN_CVD_SLOPE, /* change of the CVD over one bar */
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
	INPUTS,
};

struct inputs {
	unsigned known;  /* bit IN_x: v[IN_x] is */
	unsigned passed; /* bit IN_x: v[IN_x] was given, not computed */
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

/* NaN and infinity are not known. */
static inline void
input_set(struct inputs *in, enum input i, double v)
{
	if (!isfinite(v))
		return;
	in->v[i] = v;
	in->known |= 1U << i;
}

#endif
