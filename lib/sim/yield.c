/* SPDX-License-Identifier: MIT */
#include "sim/yield.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/real.h"

#define TINY 1e-6

struct sums {
	double logs, down;            /* log(1 + r), min(r, 0)^2 */
	double second, third, fourth; /* of the distances from the mean */
	bool ruined, varies;
};

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double *
yield_returns(const struct stretch *s, int64_t *n)
{
	double *r = malloc((s->n + 1) * sizeof *r);
	double before = s->base;

	*n = 0;
	for (size_t i = 0; r && i < s->n; i++) {
		if (i > 0 || s->base_is_day)
			r[(*n)++] =
			    before > 0 ? s->days[i].close / before - 1 : NAN;
		before = s->days[i].close;
	}
	return r;
}

static struct sums
sums_of(const double *r, int64_t n, double mean)
{
	struct sums s = {0};

	for (int64_t i = 0; i < n; i++) {
		double d = r[i] - mean, down = r[i] < 0 ? r[i] : 0;

		s.ruined |= !(r[i] > -1);
		s.varies |= r[i] != r[0];
		s.logs += real_log(1 + r[i]);
		s.down += down * down;
		s.second += d * d;
		s.third += d * d * d;
		s.fourth += d * d * d * d;
	}
	return s;
}

struct yield_year
yield_annualise(
    double g, double variance, bool varies, double down, double year_days)
{
	struct yield_year y = {.annual = real_pow(g, year_days) - 1,
	    .volatility = NAN,
	    .sharpe = NAN};

	y.sortino = y.annual / (sqrt(down) * sqrt(year_days));
	if (!varies)
		return y;
	y.volatility = sqrt(
	    real_pow(variance + g * g, year_days) - real_pow(g, 2 * year_days));
	if (y.volatility > TINY) /* what is all but lost hardly varies */
		y.sharpe = y.annual / y.volatility;
	return y;
}

static void
annualise(struct yield *y, const struct sums *s, double year_days)
{
	double n = (double)y->days;
	struct yield_year year;

	if (s->ruined)
		return;
	year = yield_annualise(real_exp(s->logs / n), s->second / (n - 1),
	    n > 1 && s->varies, s->down / n, year_days);
	y->annual = year.annual;
	y->volatility = year.volatility;
	y->sharpe = year.sharpe;
	if (n > 1 && s->varies && s->down > 0)
		y->sortino = year.sortino;
}

static void
describe(struct yield *y, const struct sums *s)
{
	double n = (double)y->days, var = s->second / n;

	if (n < 2)
		return;
	y->deviation = sqrt(s->second / (n - 1));
	if (!s->varies)
		return;
	y->skew = s->third / n / (var * sqrt(var));
	y->kurtosis = s->fourth / n / (var * var);
}

/* Sorts the returns. */
static void
look_at_tail(struct yield *y, double *r)
{
	int64_t n = y->days, worst = n / 20 > 0 ? n / 20 : 1;
	double sum = 0;

	qsort(r, (size_t)n, sizeof *r, by_value);
	for (int64_t i = 0; i < worst; i++)
		sum += r[i];
	y->cvar = -sum / (double)worst;
	y->worst_day = r[0];
	y->best_day = r[n - 1];
}

int
yield_make(struct yield *y, const struct stretch *s, double year_days)
{
	double *r, sum = 0;
	struct sums sums;

	*y = (struct yield){
	    0, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	r = yield_returns(s, &y->days);
	if (!r)
		return -1;
	for (int64_t i = 0; i < y->days; i++)
		sum += r[i];
	if (y->days) {
		y->mean = sum / (double)y->days;
		sums = sums_of(r, y->days, y->mean);
		annualise(y, &sums, year_days);
		describe(y, &sums);
		look_at_tail(y, r);
	}
	free(r);
	return 0;
}
