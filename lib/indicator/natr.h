/* SPDX-License-Identifier: MIT */
/* natr - the average true range in per cent of the close. */
#ifndef NATR_H
#define NATR_H

#include <stdbool.h>

#include "indicator/atr.h"

/*
 * 100 ATR / close (Forman, Technical Analysis of Stocks and Commodities,
 * 2006); 0 where the close is 0.  Caller's storage.
 */
struct natr {
	struct atr atr;
};

void natr_init(struct natr *a, int n); /* n >= 1; also starts again */

/* Bars up to and including the first that gives a value: n + 1. */
int natr_warmup(int n);

/* True, and the value, once natr_warmup() bars were seen. */
bool natr_push(
    struct natr *a, double high, double low, double close, double *value);

#endif
