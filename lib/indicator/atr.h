/* SPDX-License-Identifier: MIT */
/* atr - Wilder's average true range, in units of price. */
#ifndef ATR_H
#define ATR_H

#include <stdbool.h>

#include "indicator/tr.h"
#include "indicator/wilder.h"

/*
 * Wilder's average (wilder.h) over n of the true range (tr.h).  The first bar
 * has no true range and only starts the differences.  Caller's storage.
 */
struct atr {
	struct tr tr;
	struct wilder mean;
};

void atr_init(struct atr *a, int n); /* n >= 1; also starts again */

/* Bars up to and including the first that gives a value: n + 1. */
int atr_warmup(int n);

/* True, and the average in *value, once atr_warmup() bars were seen. */
static inline bool
atr_push(struct atr *a, double high, double low, double close, double *value)
{
	double tr;

	if (!tr_push(&a->tr, high, low, close, &tr))
		return false;
	if (!wilder_push(&a->mean, tr))
		return false;
	*value = a->mean.value;
	return true;
}

#endif
