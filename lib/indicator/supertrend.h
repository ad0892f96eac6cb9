/* SPDX-License-Identifier: MIT */
/* supertrend - Seban's trailing line below or above the price. */
#ifndef SUPERTREND_H
#define SUPERTREND_H

#include <stdbool.h>

#include "indicator/atr.h"

/*
 * With m = (high + low) / 2 and the ATR over n (Seban, 2008):
 *   upper = m + k ATR if that is below upper' or close' was above it, else
 *           upper'
 *   lower = m - k ATR if that is above lower' or close' was below it, else
 *           lower'
 *   dir   = -1 if close <= lower in a rise or close <= upper in a fall, else 1
 *   value = lower in a rise, upper in a fall
 * A prime marks the bar before.  The first bar with an ATR takes both bands
 * as they are, and rises if it closes at m or above.
 */
struct supertrend_value {
	double value, dir; /* 1 a rise, -1 a fall; NaN while not known */
};

/* Caller's storage. */
struct supertrend {
	struct atr atr;
	bool known, rising;
	double k, upper, lower, close;
};

/* n >= 1, k > 0; also starts again. */
void supertrend_init(struct supertrend *s, int n, double k);

/* Bars up to and including the first that gives a value: n + 1. */
int supertrend_warmup(int n);

/* True once supertrend_warmup() bars were seen. */
bool supertrend_push(struct supertrend *s, double high, double low,
    double close, struct supertrend_value *v);

#endif
