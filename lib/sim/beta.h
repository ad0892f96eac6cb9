/* SPDX-License-Identifier: MIT */
/*
 * beta - how the equity moves with the one market that is traded: covariance
 * of the log returns of both from sample to sample by the variance of the
 * market's.
 */
#ifndef BETA_H
#define BETA_H

#include <stdint.h>

#include "sim/sample.h"

struct beta {
	double equity, price; /* of the last sample; NaN: none, or broken */
	int64_t n;
	double x, y, xx, xy; /* sums; x: the market's */
};

void beta_init(struct beta *b);

/* The next n samples; price NaN, or an equity that is gone: no beta any more.
 */
void beta_take(struct beta *b, const struct sample *at, int n);

/* NaN: not defined. */
double beta_value(const struct beta *b);

#endif
