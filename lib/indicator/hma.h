/* SPDX-License-Identifier: MIT */
/* hma - Hull's moving average. */
#ifndef HMA_H
#define HMA_H

#include <stdbool.h>

#include "indicator/wma.h"

/*
 * WMA(2 WMA(x, n / 2) - WMA(x, n), sqrt(n)), the halves and the root rounded
 * down, but not to 0 (Hull, 2005).  The averages are those of wma.h.
 */
struct hma {
	struct wma half, whole, root;
};

int hma_init(struct hma *m, int n); /* n >= 1; -1: no memory */
void hma_finish(struct hma *m);
void hma_reset(struct hma *m);  /* starts again */
void hma_anchor(struct hma *m); /* see window.h */

/* Inputs up to and including the first that gives a value: n + root - 1. */
int hma_warmup(int n);

/* True, and the average in *value, once hma_warmup() inputs were seen. */
bool hma_push(struct hma *m, double x, double *value);

#endif
