/* SPDX-License-Identifier: MIT */
/*
 * ranks - where the magnitudes of a moment stand among those of the bars
 * before it: what the adaptive profile measures by.
 */
#ifndef RANKS_H
#define RANKS_H

#include <stdbool.h>
#include <stdint.h>

#include "indicator/rank.h"
#include "signal/inputs.h"

enum rank_kind {       /* in the order in which an audit lists them */
	RANK_TREND,    /* |price - ema_50| / atr_14 */
	RANK_ADX,      /* adx_14 */
	RANK_VWAP,     /* |price - vwap| / atr_14 */
	RANK_OI,       /* |delta_oi_pct| */
	RANK_CVD,      /* |cvd| */
	RANK_SLOPE,    /* |cvd_slope| */
	RANK_RATIO,    /* bb_width / kc_width */
	RANK_MOMENTUM, /* |momentum| */
	RANK_SHIFT,    /* |momentum_shift| */
	RANK_DELTA,    /* |delta_volume_signed| */
	RANK_VOLUME,   /* volume */
	RANK_BODY,     /* |price - open| / atr_14 */
	RANK_RSI,      /* |rsi_14 - 50| */
	RANKS,
};
extern const char *const rank_names[RANKS];

/* Caller's storage. */
struct ranks {
	int warmup;
	struct rank of[RANKS];
	double now[RANKS]; /* the moment's magnitudes; NaN: not known */
	double at[RANKS];  /* their ranks, those looked up */
	uint32_t looked_up;
};

/*
 * Ranks among the last window values; a rank is known from warmup of them on.
 * 1 <= warmup <= window <= 65535.  0, or -1: no memory.
 */
int ranks_init(struct ranks *r, int window, int warmup);
void ranks_finish(struct ranks *r);
void ranks_reset(struct ranks *r); /* forgets all */

/*
 * Goes on to the next moment: those of the moment before count from now on.
 * A quotient whose divisor is 0 is not known.
 */
void ranks_next(struct ranks *r, const struct inputs *in);

/* Whether its magnitude and its rank are known. */
static inline bool
ranks_known(const struct ranks *r, enum rank_kind k)
{
	return r->now[k] >= 0 && rank_count(&r->of[k]) >= r->warmup;
}

/* Whether the moment can be judged: the ranks of the trend and of the ADX are
 * known, and with them the price, the EMA, the ATR (> 0) and the ADX. */
static inline bool
ranks_warm(const struct ranks *r)
{
	return ranks_known(r, RANK_TREND) && ranks_known(r, RANK_ADX);
}

/* 0-1, or NaN where it is not known.  Found out once a moment, if asked. */
double ranks_at(struct ranks *r, enum rank_kind k);

#endif
