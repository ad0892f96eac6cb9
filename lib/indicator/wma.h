/* SPDX-License-Identifier: MIT */
/* wma - the linearly weighted moving average. */
#ifndef WMA_H
#define WMA_H

#include <stdbool.h>

#include "indicator/window.h"

/*
 * (n x + (n - 1) x' + ... + x'...) / (n (n + 1) / 2): the newest of n inputs
 * weighs n, the oldest 1 (Colby and Meyers, The Encyclopedia of Technical
 * Market Indicators, 1988).  The weighted sum is kept up with the window's
 * and summed anew when that is.
 */
struct wma {
	struct window w;
	double sum, scale; /* weighted; scale = 2 / (n (n + 1)) */
};

int wma_init(struct wma *m, int n); /* n >= 1; -1: no memory */
void wma_finish(struct wma *m);
void wma_reset(struct wma *m);  /* starts again */
void wma_anchor(struct wma *m); /* see window.h */

/* Inputs up to and including the first that gives a value: n. */
int wma_warmup(int n);

/* True, and the average in *value, once wma_warmup() inputs were seen. */
bool wma_push(struct wma *m, double x, double *value);

#endif
