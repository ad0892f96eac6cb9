/* SPDX-License-Identifier: MIT */
/* wilder - Wilder's average, seeded by a simple one. */
#ifndef WILDER_H
#define WILDER_H

#include <stdbool.h>

/*
 * The first value is the mean of the first n inputs; from then on
 * (average' (n - 1) + x) / n, written as average' + (x - average') / n
 * (Wilder, New Concepts in Technical Trading Systems, 1978).  Caller's
 * storage.
 */
struct wilder {
	int n, seen;
	double k, value; /* k = 1 / n; until the seed is whole, its sum */
};

void wilder_init(struct wilder *w, int n); /* n >= 1; also starts again */

/* Inputs up to and including the first that gives a value: n. */
int wilder_warmup(int n);

/* True once wilder_warmup() inputs were seen; w->value is the average then. */
static inline bool
wilder_push(struct wilder *w, double x)
{
	if (w->seen == w->n) {
		w->value += w->k * (x - w->value);
		return true;
	}
	w->value += x;
	if (++w->seen < w->n)
		return false;
	w->value /= w->n;
	return true;
}

#endif
