/* SPDX-License-Identifier: MIT */
/*
 * real - the functions of mathematics that are the same on every machine.
 *
 * A libm may round its exp() as it likes; these use only + - * /, sqrt() and
 * functions that are exact (frexp, ldexp, floor), so that IEEE doubles give
 * the same bits everywhere.  NaN gives NaN; nothing sets errno.
 *
 * Sources: Abramowitz, Stegun, "Handbook of mathematical functions", 1964,
 * by the number of the formula; Dekker, "A floating-point technique for
 * extending the available precision", 1971, for products in two doubles.
 */
#ifndef REAL_H
#define REAL_H

/* e to the power of x, within 1 ulp (4.2.1 about the next multiple of ln 2);
 * 0 below -745.2, infinity above 709.8. */
double real_exp(double x);

/* The natural logarithm within 1 ulp (4.1.27); -infinity of 0, NaN below. */
double real_log(double x);

/*
 * x to the power of y, within 2 ulp.  As C says for pow(): 1 for y = 0 and
 * for x = 1 whatever the other is, NaN for x < 0 unless y is whole.
 */
double real_pow(double x, double y);

/*
 * The standard normal distribution up to x (26.2.11, in the tails 26.2.14),
 * to a relative error of 1e-14 down to where it becomes subnormal (x about
 * -37.5).
 */
double real_normal(double x);

/*
 * Its inverse: the x whose real_normal() is p (26.2.23, then Halley's steps),
 * to a relative error of 1e-14.  -infinity for 0, infinity for 1, NaN outside.
 */
double real_normal_inverse(double p);

#endif
