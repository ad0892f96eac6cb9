/* SPDX-License-Identifier: MIT */
/* rsi - Wilder's relative strength index, 0 to 100. */
#ifndef RSI_H
#define RSI_H

#include <stdbool.h>

#include "indicator/wilder.h"

/*
 * 100 G / (G + L), G and L Wilder's averages (wilder.h) over n of the rises
 * and of the falls from input to input (Wilder, New Concepts in Technical
 * Trading Systems, 1978).  The first input only starts the differences.
 * Where nothing has moved, 50.  Caller's storage.
 */
struct rsi {
	struct wilder gain, loss;
	bool known; /* last is the input before */
	double last;
};

void rsi_init(struct rsi *r, int n); /* n >= 1; also starts again */

/* Inputs up to and including the first that gives a value: n + 1. */
int rsi_warmup(int n);

/* True, and the index in *value, once rsi_warmup() inputs were seen. */
static inline bool
rsi_push(struct rsi *r, double x, double *value)
{
	double change = x - r->last, sum;

	r->last = x;
	if (!r->known) {
		r->known = true;
		return false;
	}
	wilder_push(&r->gain, change > 0 ? change : 0);
	if (!wilder_push(&r->loss, change < 0 ? -change : 0))
		return false;
	sum = r->gain.value + r->loss.value;
	*value = sum > 0 ? 100 * r->gain.value / sum : 50;
	return true;
}

#endif
