/* SPDX-License-Identifier: MIT */
/*
 * median - the middle of some numbers, without putting all of them in order.
 *
 * Source: Hoare, "Algorithm 65: find", 1961.
 */
#ifndef MEDIAN_H
#define MEDIAN_H

#include <stddef.h>

/*
 * Of an even number the mean of the middle two; NaN of none.  None of them is
 * NaN.  Their order is changed.  O(n) for all but contrived orders.
 */
double median(double *v, size_t n);

#endif
