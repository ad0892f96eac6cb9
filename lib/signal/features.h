/* SPDX-License-Identifier: MIT */
/* features - the inputs of a moment that its prices give: tickpipe-scoring(7).
 */
#ifndef FEATURES_H
#define FEATURES_H

#include <stdbool.h>

#include "indicator/adx.h"
#include "indicator/atr.h"
#include "indicator/bb.h"
#include "indicator/donchian.h"
#include "indicator/ema.h"
#include "indicator/kc.h"
#include "indicator/roc.h"
#include "indicator/rsi.h"
#include "indicator/sma.h"
#include "market/record.h"
#include "signal/inputs.h"

/* Caller's storage. */
struct features {
	bool adaptive; /* what only that method asks for, too */
	struct ema ema;
	struct adx adx;
	struct atr atr;
	struct bb bb;
	struct kc kc;
	struct roc roc;
	double momentum; /* of the bar before; NaN: not known, as below */
	struct rsi rsi;
	struct donchian donchian;
	struct sma fast, slow;
	double fast_before, slow_before;
	double range; /* ATR of the last bar */
};

int features_init(struct features *f, bool adaptive); /* -1: no memory */
void features_finish(struct features *f);
void features_reset(struct features *f);  /* after a hole */
void features_anchor(struct features *f); /* see window.h */

/* The candle's prices; sets what is known then. */
void features_push(
    struct features *f, const struct record *r, struct inputs *in);

#endif
