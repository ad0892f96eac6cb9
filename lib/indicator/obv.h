/* SPDX-License-Identifier: MIT */
/* obv - Granville's on-balance volume. */
#ifndef OBV_H
#define OBV_H

#include <stdbool.h>

/*
 * The sum since the start of the volume of each bar that closed above the bar
 * before it, less that of each that closed below (Granville, New Key to Stock
 * Market Profits, 1963).  The first bar gives 0: the value depends on where
 * the run began, its changes do not.  What each addition rounds off is kept
 * and added too (Neumaier, 1974).  Caller's storage.
 */
struct obv {
	bool known; /* close is that of the bar before */
	double close, sum, lost;
};

void obv_init(struct obv *o); /* also starts again */

/* Bars up to and including the first that gives a value: 1. */
int obv_warmup(void);

/* True, and the sum in *value. */
bool obv_push(struct obv *o, double close, double volume, double *value);

#endif
