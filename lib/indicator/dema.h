/* SPDX-License-Identifier: MIT */
/* dema - the double exponential moving average. */
#ifndef DEMA_H
#define DEMA_H

#include <stdbool.h>

/*
 * 2 E1 - E2, E1 the EMA of the input and E2 that of E1
 * (Mulloy, Smoothing Data with Faster Moving Averages,
 * Technical Analysis of Stocks and Commodities, 1994).  The EMAs are those of
 * ema.h, but all start from the mean of the first n inputs, so that there is a
 * value as soon as there is an EMA.  Caller's storage.
 */
struct dema {
	int n, seen;
	double k, e1, e2; /* until the seed is whole, e1 is its sum */
};

void dema_init(struct dema *m, int n); /* n >= 1; also starts again */

/* Inputs up to and including the first that gives a value: n. */
int dema_warmup(int n);

/* True, and the average in *value, once dema_warmup() inputs were seen. */
bool dema_push(struct dema *m, double x, double *value);

#endif
