/* SPDX-License-Identifier: MIT */
/* roc - the rate of change: against the input n before, in per cent. */
#ifndef ROC_H
#define ROC_H

#include <stdbool.h>

#include "indicator/window.h"

/* 100 (x - x_n) / x_n, x_n the input n before; 0 where x_n is 0. */
struct roc {
	struct window w; /* the last n + 1 */
};

int roc_init(struct roc *r, int n); /* n >= 1; -1: no memory */
void roc_finish(struct roc *r);
void roc_reset(struct roc *r); /* starts again */

/* Inputs up to and including the first that gives a value: n + 1. */
int roc_warmup(int n);

/* True, and the rate in *value, once roc_warmup() inputs were seen. */
bool roc_push(struct roc *r, double x, double *value);

#endif
