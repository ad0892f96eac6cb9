/* SPDX-License-Identifier: MIT */
/* ema - the exponential moving average, seeded by a simple one. */
#ifndef EMA_H
#define EMA_H

#include <stdbool.h>

/*
 * The first value is the mean of the first n inputs; from then on
 * ema += k * (x - ema) with k = 2 / (n + 1).  Caller's storage.
 */
struct ema {
	int n, seen;
	double k, value; /* until the seed is whole, value is its sum */
};

void ema_init(struct ema *e, int n); /* n >= 1; also starts again */

/* Inputs up to and including the first that gives a value: n. */
int ema_warmup(int n);

/* True, and the average in *value, once ema_warmup() inputs were seen. */
static inline bool
ema_push(struct ema *e, double x, double *value)
{
	if (e->seen < e->n) {
		e->value += x;
		if (++e->seen < e->n)
			return false;
		e->value /= e->n;
	} else {
		e->value += e->k * (x - e->value);
	}
	*value = e->value;
	return true;
}

#endif
