/* SPDX-License-Identifier: MIT */
/*
 * Against the examples that the papers print (to the digits they print), and
 * against mpmath 1.3 for the rest.
 */
#include "sim/odds.h"
#include "base/variance.h"

#include <math.h>

#include "tap.h"

static int
near(double got, double want, double tolerance)
{
	if (fabs(got - want) <= tolerance)
		return 1;
	printf("# %.15g, not %.15g\n", got, want);
	return 0;
}

static struct moments
moments(size_t n, double sharpe, double skew, double kurtosis)
{
	return (struct moments){
	    .n = n, .sharpe = sharpe, .skew = skew, .kurtosis = kurtosis};
}

/* "The Sharpe ratio efficient frontier": 24 months of a hedge fund, and the
 * years that a Sharpe ratio of 2 needs to be above 1, of 95 %. */
static void
frontier(void)
{
	struct moments bell = moments(24, .458, 0, 3);
	struct moments fund = moments(24, .458, -2.448, 10.164);
	struct moments day = moments(1, 2 / sqrt(252), 0, 3);
	struct moments month = moments(1, 2 / sqrt(12), 0, 3);
	struct moments fat = moments(1, 2 / sqrt(12), -.72, 5.78);

	ok(near(odds_probabilistic(&bell, 0), .982, 5e-4),
	    "a Sharpe ratio of .458 looks sure");
	ok(near(odds_probabilistic(&fund, 0), .913, 5e-4),
	    "skew and tails make it doubtful");
	ok(near(odds_min_track(&day, 1 / sqrt(252), .95) / 252, 2.73, 5e-3),
	    "days: 2.73 years");
	ok(near(odds_min_track(&month, 1 / sqrt(12), .95) / 12, 3.24, 5e-3),
	    "months: 3.24 years");
	ok(near(odds_min_track(&fat, 1 / sqrt(12), .95) / 12, 4.99, 5e-3),
	    "months with skew and tails: 4.99 years");
}

/* "The deflated Sharpe ratio": the best of 100 strategies, five years. */
static void
deflated(void)
{
	struct moments m = moments(1250, 2.5 / sqrt(250), -3, 10);
	double best = odds_best_of(100, .5 / 250);

	ok(near(best, .1132, 5e-5), "100 trials show .1132 a day");
	ok(near(odds_probabilistic(&m, best), .9004, 5e-5),
	    "so that 2.5 a year is worth .9004");
	best = odds_best_of(46, .5 / 250);
	ok(near(odds_probabilistic(&m, best), .9505, 5e-5),
	    "after 46 trials it was .9505");
}

static void
definitions(void)
{
	static const double x[] = {.01, -.02, .015, .003, -.004, .0301, -.011};
	static const double idle[] = {.1, .1, .1};
	struct moments m;

	moments_make(&m, x, 7);
	ok(near(m.mean, 0.0032999999999999997, 1e-15) &&
		near(m.deviation, 0.016836369363177244, 1e-15) &&
		near(m.sharpe, 0.19600425298445973, 1e-13),
	    "mean and deviation");
	ok(near(m.skew, 0.19571705627959823, 1e-13) &&
		near(m.kurtosis, 2.1198734910625156, 1e-13),
	    "skew and kurtosis");
	ok(near(odds_probabilistic(&m, .05), 0.64157687808243439, 1e-13),
	    "probabilistic, to the last digits");
	ok(near(odds_best_of(2, .01), 0.051975534428059393, 1e-14) &&
		near(odds_best_of(1000000000, 4), 12.180777992826914, 1e-12),
	    "the best of 2 and of a billion");
	ok(odds_best_of(1, .3) == 0, "the best of one is nothing to expect");
	ok(odds_probabilistic(&m, odds_best_of(1, .3)) ==
		odds_probabilistic(&m, 0),
	    "one trial: deflated is probabilistic against 0");
	ok(odds_best_of(50, 0) == 0, "nor is it where all are the same");
	moments_make(&m, idle, 3);
	ok(isnan(m.sharpe) && isnan(odds_probabilistic(&m, 0)) &&
		isnan(odds_min_track(&m, 0, .95)),
	    "no variance, no odds");
	moments_make(&m, idle, 0);
	ok(isnan(m.mean) && isnan(odds_probabilistic(&m, 0)),
	    "nor without days");
	moments_make(&m, x, 1);
	ok(m.mean == .01 && isnan(m.deviation), "nor with one");
}

/* What is true of all of them. */
static void
laws(void)
{
	struct moments m = moments(500, .07, -.4, 6);
	double least = odds_min_track(&m, .01, .9);

	m.n = (size_t)ceil(least);
	ok(odds_probabilistic(&m, .01) >= .9, "the track record is enough");
	m.n--;
	ok(odds_probabilistic(&m, .01) < .9, "a day less is not");
	ok(isinf(odds_min_track(&m, .07, .9)) &&
		isinf(odds_min_track(&m, .08, .9)),
	    "no record shows what is not so");
	ok(near(odds_probabilistic(&m, .07), .5, 0), "at the benchmark: half");
	ok(odds_best_of(11, 1) > odds_best_of(10, 1), "more trials, more luck");
}

static void
variance(void)
{
	static const double v[] = {1, NAN, 2, 4, NAN, 1};
	struct variance sum = {0};

	ok(isnan(variance_value(&sum)), "no variance of none");
	variance_add(&sum, v[0]);
	variance_add(&sum, v[1]);
	ok(isnan(variance_value(&sum)) && sum.n == 1, "nor of one");
	for (int i = 2; i < 6; i++)
		variance_add(&sum, v[i]);
	ok(near(variance_value(&sum), 2, 1e-15) && sum.n == 4,
	    "the variance of those that are numbers");
}

int
main(void)
{
	frontier();
	deflated();
	definitions();
	laws();
	variance();
	return tap_done();
}
