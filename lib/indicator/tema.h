/* SPDX-License-Identifier: MIT */
/* tema - the triple exponential moving average. */
#ifndef TEMA_H
#define TEMA_H

#include <stdbool.h>

/*
 * 3 E1 - 3 E2 + E3, E1 the EMA of the input, E2 that of E1, E3 that of E2
 * (Mulloy, Smoothing Data with Faster Moving Averages,
 * Technical Analysis of Stocks and Commodities, 1994).  The EMAs are those of
 * ema.h, but all start from the mean of the first n inputs, so that there is a
 * value as soon as there is an EMA.  Caller's storage.
 */
struct tema {
	int n, seen;
	double k, e1, e2, e3; /* until the seed is whole, e1 is its sum */
};

void tema_init(struct tema *m, int n); /* n >= 1; also starts again */

/* Inputs up to and including the first that gives a value: n. */
int tema_warmup(int n);

/* True, and the average in *value, once tema_warmup() inputs were seen. */
bool tema_push(struct tema *m, double x, double *value);

#endif
