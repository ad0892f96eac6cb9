/* SPDX-License-Identifier: MIT */
/* stdev - the standard deviation of the last n inputs, the population's. */
#ifndef STDEV_H
#define STDEV_H

#include <stdbool.h>

#include "indicator/spread.h"

/* sqrt(mean((x - mean(x))^2)); see spread.h. */
struct stdev {
	struct spread spread;
};

int stdev_init(struct stdev *s, int n); /* n >= 1; -1: no memory */
void stdev_finish(struct stdev *s);
void stdev_reset(struct stdev *s);  /* starts again */
void stdev_anchor(struct stdev *s); /* see window.h */

/* Inputs up to and including the first that gives a value: n. */
int stdev_warmup(int n);

/* True, and the deviation in *value, once stdev_warmup() inputs were seen. */
bool stdev_push(struct stdev *s, double x, double *value);

#endif
