/* SPDX-License-Identifier: MIT */
/*
 * yield - what the daily returns of an equity amount to.  A day is a UTC day
 * with prices, its equity that at its last price; the first return is that of
 * the second day, or of the first on top of the day before a stretch.  All as
 * backtesting.py 0.6.6 has them, whose names they bear.
 */
#ifndef YIELD_H
#define YIELD_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/curve.h"

/* NaN where they are not defined. */
struct yield {
	int64_t days;      /* returns there are */
	double annual;     /* (1 + g)^year_days - 1, g the geometric mean */
	double volatility; /* of it: sqrt((var + (1 + g)^2)^year_days
			      - (1 + g)^(2 year_days)), var with n - 1 */
	double sharpe;     /* annual / volatility */
	double sortino;    /* annual / (sqrt(mean of min(r, 0)^2) *
			      sqrt(year_days)) */
	double mean, deviation; /* of a day's return; n - 1 */
	double skew, kurtosis;  /* of the moments with n; normal: 0, 3 */
	double cvar; /* mean of the worst 5 in 100 returns, at least one,
			its sign dropped */
	double best_day, worst_day;
};

/*
 * The same of n returns, whichever way they were summed up: g, the geometric
 * mean of 1 + r; their variance (n - 1) and whether they vary at all; the
 * mean of min(r, 0)^2.  Infinite without a return below 0: the Sortino ratio.
 */
struct yield_year {
	double annual, volatility, sharpe, sortino;
};

struct yield_year yield_annualise(
    double g, double variance, bool varies, double down, double year_days);

/*
 * The daily returns of a stretch, *n of them, for free(); what follows an
 * equity of 0 or less is NaN.  NULL: out of memory.
 */
double *yield_returns(const struct stretch *s, int64_t *n);

/* 0, or -1: out of memory. */
int yield_make(struct yield *y, const struct stretch *s, double year_days);

#endif
