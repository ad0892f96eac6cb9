/* SPDX-License-Identifier: MIT */
/* places - a double rounded to decimal places, correctly. */
#ifndef PLACES_H
#define PLACES_H

/*
 * The double nearest to the decimal with n (0-15) places that is nearest to
 * the exact binary value of v; of two equally near, the even one.  So 2.675
 * gives 2.67 (its double lies below), as Python's round(v, n), from which
 * the golden values of the classic profile come.  NaN and inf are returned;
 * 0 is never negative.
 */
double places(double v, int n);

#endif
