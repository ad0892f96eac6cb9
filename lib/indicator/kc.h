/* SPDX-License-Identifier: MIT */
/* kc - the Keltner channel around a moving average. */
#ifndef KC_H
#define KC_H

#include <stdbool.h>

#include "indicator/atr.h"
#include "indicator/ema.h"

/*
 * The channel as Raschke draws it (Keltner, 1960, took an average of highs
 * less lows instead):
 *   middle = EMA(close) over n, upper and lower = middle +- k ATR over m
 *   width  = (upper - lower) / middle; 0 where the middle is 0
 * The ATR is Wilder's (atr.h).
 */
struct kc_value {
	double upper, middle, lower, width; /* NaN while not known */
};

/* Caller's storage. */
struct kc {
	struct ema ema;
	struct atr atr;
	double k;
};

/* n, m >= 1, k > 0; also starts again. */
void kc_init(struct kc *c, int n, double k, int m);

/* Bars up to and including the first that gives a value: max(n, m + 1). */
int kc_warmup(int n, int m);

/* True once the channel is known. */
bool kc_push(
    struct kc *c, double high, double low, double close, struct kc_value *v);

#endif
