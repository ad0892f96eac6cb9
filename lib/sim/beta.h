/* SPDX-License-Identifier: MIT */
/*
 * beta - how the equity moves with the one market that is traded: covariance
 * of the log returns of both from sample to sample by the variance of the
 * market's.
 */
#ifndef BETA_H
#define BETA_H

#include <stdint.h>

struct beta {
	double equity, price; /* of the last sample; NaN: none, or broken */
	int64_t n;
	double mean_x, mean_y, xx, xy; /* x: the market's */
};

void beta_init(struct beta *b);

/* price NaN, or an equity that is gone: no beta any more. */
void beta_push(struct beta *b, double equity, double price);

/* NaN: not defined. */
double beta_value(const struct beta *b);

#endif
