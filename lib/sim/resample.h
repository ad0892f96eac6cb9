/* SPDX-License-Identifier: MIT */
/*
 * resample - how far the headline numbers could have come out otherwise: the
 * days, and the trades, are drawn again with replacement, in blocks so that
 * what hangs together in time stays together.
 *
 * Source: Politis, Romano, "The stationary bootstrap", 1994: a block begins
 * anywhere, goes on with probability 1 - 1/block, and the series is a ring.
 */
#ifndef RESAMPLE_H
#define RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "sim/headline.h"

/*
 * The mean length of blocks that suits a series: 1 where it has no memory.
 * Source: Politis, White, "Automatic block-length selection for the dependent
 * bootstrap", 2004, as corrected by Patton, Politis, White, 2009, for the
 * stationary bootstrap: (2 G^2 / D)^(1/3) n^(1/3), at most 3 sqrt(n) and n/3.
 * O(n sqrt(n)) at most.
 */
double resample_block(const double *x, size_t n);

struct resample {
	uint64_t seed;
	int64_t samples; /* of each series; 0: 1000, but at most 4 million
			    draws of it, and at least 200 */
	double level;    /* share of the samples within an interval, 0.95 */
	double block;    /* of days and of trades; 0: resample_block() */
	struct day_span span; /* of the days */
};

struct range {
	double lo, hi; /* may be infinite; NaN: not defined */
};

struct resampled {
	/* As used; NaN and 0: there was no series. */
	double day_block, trade_block;
	int64_t day_samples, trade_samples;
	struct range of[HEADLINES];
};

/*
 * Percentile intervals of each headline: the quantiles (1 - level) / 2 and
 * (1 + level) / 2 of its values over the samples, between two of them in
 * proportion (Hyndman, Fan, 1996, type 7).  Samples that give NaN are left
 * out.  Not defined with fewer than two days or trades, or if more than a
 * share of (1 - level) / 2 was left out.  The same arguments give the same
 * bits.  0, or -1: out of memory.
 */
int resample_make(struct resampled *out, const struct resample *how,
    const double *days, size_t ndays, const double *trades, size_t ntrades);

#endif
