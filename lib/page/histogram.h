/* SPDX-License-Identifier: MIT */
/*
 * histogram - how the trades' returns are distributed: bins of a round width,
 * one of whose edges is 0, so that none holds gains and losses.
 */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "page/findings.h"

enum { BINS_MAX = 48 };

struct histogram {
	double from, width; /* bin i: from + i * width, included, and so on */
	int n;
	int64_t count[BINS_MAX];
	int64_t most, all;
	/* The first and the last bin hold what lies beyond them, too. */
	bool open_low, open_high;
	double mean, median;
};

/*
 * Of the closed ones whose return is known.  The bins cover what lies between
 * the first and the last hundredth, in about 30 of them.  0, or -1: out of
 * memory.
 */
int histogram_make(struct histogram *h, const struct deals *d);

/* The q-quantile, 0 to 1, of n > 0 sorted values: the one whose rank is
 * nearest. */
double quantile(const double *sorted, int n, double q);

/* *new*: the known values, sorted; *n is how many.  which: 'r' return, 'a'
 * mae, 'f' mfe; sign > 0: of trades that won, < 0: that lost, 0: of all. */
double *deals_sorted(const struct deals *d, int which, int sign, int *n);

#endif
