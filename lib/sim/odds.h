/* SPDX-License-Identifier: MIT */
/*
 * odds - how likely it is that a Sharpe ratio is more than luck.  All Sharpe
 * ratios here are those of one period (a day), not annualised.
 *
 * Sources: Bailey, Lopez de Prado, "The Sharpe ratio efficient frontier",
 * 2012, for the probabilistic one and the track record; the same, "The
 * deflated Sharpe ratio", 2014, for the best of many.
 */
#ifndef ODDS_H
#define ODDS_H

#include <stddef.h>
#include <stdint.h>

struct moments {
	size_t n;
	double mean;
	double deviation; /* divided by n - 1 */
	double sharpe;    /* mean by deviation */
	double skew;      /* third central moment by deviation^3, both by n */
	double kurtosis;  /* fourth by deviation^4; a bell curve has 3 */
};

/* Of n returns; what is not defined, as without variance, is NaN. */
void moments_make(struct moments *m, const double *returns, size_t n);

/*
 * The probability that the true Sharpe ratio is above the benchmark:
 * Phi((SR - SR*) sqrt(n - 1) / sqrt(1 - skew SR + (kurtosis - 1) / 4 SR^2)).
 */
double odds_probabilistic(const struct moments *m, double benchmark);

/*
 * What the best of so many trials without any skill can be expected to show,
 * if their Sharpe ratios have this variance:
 * sqrt(V) ((1 - g) Phi^-1(1 - 1/N) + g Phi^-1(1 - 1/(N e))), g Euler's
 * constant; 0 for one trial.
 */
double odds_best_of(int64_t trials, double variance);

/*
 * Periods after which the Sharpe ratio would be above the benchmark with this
 * confidence: 1 + (1 - skew SR + (kurtosis - 1) / 4 SR^2) (z / (SR - SR*))^2.
 * Infinite if it is not above it, NaN if it is not defined.
 */
double odds_min_track(
    const struct moments *m, double benchmark, double confidence);

#endif
