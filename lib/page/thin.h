/* SPDX-License-Identifier: MIT */
/*
 * thin - a curve of any length kept in as many cells as a chart has columns:
 * of each stretch of time its first, lowest, highest and last value, so that
 * no peak and no fall is lost.
 */
#ifndef THIN_H
#define THIN_H

#include <stdbool.h>
#include <stdint.h>

enum { THIN_CELLS = 1024 };

struct thin_cell {
	int64_t from, to; /* times of its first and its last value */
	double first, low, high, last;
	bool low_first; /* the lowest came before the highest */
};

struct thin {
	struct thin_cell *cells; /* in order of time */
	int n, size;
	int shift; /* a cell is 2^shift ms long */
};

void thin_init(struct thin *t);
void thin_finish(struct thin *t);

/*
 * Adds a stretch of the curve that ends at time, 0 or more; one that lies
 * behind the last is taken into its cell.  With THIN_CELLS cells in use they
 * become twice as long, until half of them or fewer are needed.
 * 0, or -1: out of memory.
 */
int thin_push(struct thin *t, int64_t time, double first, double low,
    double high, double last);

/* One value. */
int thin_point(struct thin *t, int64_t time, double v);

/* The lowest and the highest value widen [*lo, *hi]. */
void thin_range(const struct thin *t, double *lo, double *hi);

#endif
