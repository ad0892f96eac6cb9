/* SPDX-License-Identifier: MIT */
/*
 * real - exp, log and the normal distribution from + - * / alone, so that
 * every machine prints the same; libm's differ in the last digit.
 */
#ifndef REAL_H
#define REAL_H

/* Relative error a few 1e-16.  exp overflows to infinity; log of 0 is -inf, of
 * less NaN. */
double real_exp(double x);
double real_log(double x);

/* x > 0: exp(y log x); relative error near |y log x| 2e-16. */
double real_pow(double x, double y);

/*
 * The standard normal distribution: the chance to be below x, and its
 * inverse.  Source: Marsaglia, "Evaluating the normal distribution", 2004,
 * for the middle; the continued fraction of Abramowitz and Stegun, 26.2.14,
 * for the tails.
 */
double real_normal(double x);
double real_normal_inverse(double p);

#endif
