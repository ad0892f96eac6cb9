/* SPDX-License-Identifier: MIT */
/*
 * variance - of numbers that come one by one.
 *
 * Source: Welford, "Note on a method for calculating corrected sums of squares
 * and products", 1962.
 */
#ifndef VARIANCE_H
#define VARIANCE_H

#include <math.h>
#include <stdint.h>

struct variance { /* begins from zeros */
	int64_t n;
	double mean, squares;
};

/* What is not finite is left out. */
static inline void
variance_add(struct variance *v, double x)
{
	double d = x - v->mean;

	if (!isfinite(x))
		return;
	v->mean += d / (double)++v->n;
	v->squares += d * (x - v->mean);
}

/* Divided by n - 1; NaN of fewer than two. */
static inline double
variance_value(const struct variance *v)
{
	return v->n > 1 ? v->squares / (double)(v->n - 1) : (double)NAN;
}

#endif
