/* SPDX-License-Identifier: MIT */
/*
 * drawdown - the falls of an equity from its peaks, one sample at a time.  An
 * episode lasts from a peak to the sample that is as high again, or the last.
 */
#ifndef DRAWDOWN_H
#define DRAWDOWN_H

#include <stdint.h>

#include "sim/sample.h"

struct drawdown {
	double peak;
	int64_t peak_at; /* time of the last sample at the peak */
	double depth;    /* of the episode at hand, a fraction; 0: none */
	int64_t last;    /* time of the last sample; -1: none */

	double worst;  /* so far */
	double depths; /* sums of the episodes that are over */
	int64_t spans; /* ms */
	int64_t longest;
	int64_t episodes;
	int64_t samples, below; /* of which under water */
	double squares;         /* of the falls at all samples */
};

/* What it comes to; NaN where there was none. */
struct drawdown_sum {
	double worst, average;
	double longest_days, average_days;
	double underwater; /* share of the samples below a peak */
	double ulcer;      /* root of the mean square fall; Martin, 1987 */
};

void drawdown_init(struct drawdown *d, double start);
/* The next n samples. */
void drawdown_take(struct drawdown *d, const struct sample *at, int n);
struct drawdown_sum drawdown_sum(const struct drawdown *d);

#endif
