/* SPDX-License-Identifier: MIT */
#include "sim/odds.h"

#include <math.h>
#include <stdbool.h>

#include "base/real.h"

#define EULER 0.57721566490153286
#define PER_E 0.36787944117144232

static bool
varies(const double *x, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (x[i] != x[0])
			return true;
	return false;
}

void
moments_make(struct moments *m, const double *returns, size_t n)
{
	double sum = 0, square = 0, cube = 0, fourth = 0, count = (double)n;

	*m = (struct moments){n, NAN, NAN, NAN, NAN, NAN};
	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		sum += returns[i];
	m->mean = sum / count;
	if (!varies(returns, n))
		return;
	for (size_t i = 0; i < n; i++) {
		double d = returns[i] - m->mean;

		square += d * d;
		cube += d * d * d;
		fourth += d * d * d * d;
	}
	m->deviation = sqrt(square / (count - 1));
	m->sharpe = m->mean / m->deviation;
	square /= count;
	m->skew = cube / count / (square * sqrt(square));
	m->kurtosis = fourth / count / (square * square);
}

/* The variance of the estimate of the Sharpe ratio, times n - 1. */
static double
spread(const struct moments *m)
{
	return 1 - m->skew * m->sharpe +
	       (m->kurtosis - 1) / 4 * m->sharpe * m->sharpe;
}

double
odds_probabilistic(const struct moments *m, double benchmark)
{
	double edge = m->sharpe - benchmark;

	return real_normal(edge * sqrt((double)m->n - 1) / sqrt(spread(m)));
}

double
odds_best_of(int64_t trials, double variance)
{
	double share = 1 / (double)trials;

	if (trials <= 1)
		return 0; /* whatever the variance */
	return sqrt(variance) * -((1 - EULER) * real_normal_inverse(share) +
				    EULER * real_normal_inverse(share * PER_E));
}

double
odds_min_track(const struct moments *m, double benchmark, double confidence)
{
	double edge = m->sharpe - benchmark;
	double z = real_normal_inverse(confidence);

	if (isnan(edge))
		return NAN;
	if (edge <= 0)
		return INFINITY;
	return 1 + spread(m) * (z / edge) * (z / edge);
}
