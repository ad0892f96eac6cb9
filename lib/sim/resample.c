/* SPDX-License-Identifier: MIT */
#include "sim/resample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/real.h"
#include "base/rng.h"

enum { SAMPLES = 1000, SAMPLES_MIN = 200, DRAWS = 4000000 };

static double
mean_of(const double *x, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	return sum / (double)n;
}

/* ---- the length of a block ---- */

static double
covariance(const double *x, size_t n, double mean, size_t lag)
{
	double sum = 0;

	for (size_t i = lag; i < n; i++)
		sum += (x[i] - mean) * (x[i - lag] - mean);
	return sum / (double)n;
}

static bool
is_constant(const double *x, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (x[i] != x[0])
			return false;
	return true;
}

/* The last lag that matters: quiet ones follow it. */
static size_t
memory(const double *x, size_t n, double mean, size_t quiet, size_t most)
{
	double digits = real_log((double)n) / real_log(10);
	double least = covariance(x, n, mean, 0) * 2;
	size_t last = 0;

	least *= sqrt(digits / (double)n);
	for (size_t lag = 1; lag <= most && lag <= last + quiet; lag++)
		if (fabs(covariance(x, n, mean, lag)) >= least)
			last = lag;
	return last;
}

double
resample_block(const double *x, size_t n)
{
	double count = (double)n, mean, slope = 0, level, b, longest;
	size_t quiet = 5, most, lags;

	if (is_constant(x, n))
		return 1;
	mean = mean_of(x, n);
	for (double p = 1e5; p < count; p *= 10)
		quiet++;
	most = (size_t)ceil(sqrt(count)) + quiet;
	most = most < n ? most : n - 1;
	lags = memory(x, n, mean, quiet, most);
	lags = lags ? 2 * lags : 2;
	lags = lags < most ? lags : most;
	level = covariance(x, n, mean, 0);
	for (size_t k = 1; k <= lags; k++) {
		double share = (double)k / (double)lags;
		double weight = share <= .5 ? 1 : 2 * (1 - share);
		double c = 2 * weight * covariance(x, n, mean, k);

		slope += (double)k * c;
		level += c;
	}
	longest = ceil(fmin(3 * sqrt(count), count / 3));
	b = real_pow(slope * slope / (level * level) * count, 1. / 3);
	b = b <= longest ? b : longest;
	return b >= 1 && slope != 0 ? b : 1;
}

/* ---- samples ---- */

struct ring { /* walks through a series in blocks */
	struct rng rng;
	uint64_t stop; /* how likely a block ends, times 2^32 */
	size_t n, at;
};

static struct ring
ring_make(uint64_t seed, double block, size_t n)
{
	struct ring r = {.stop = (uint64_t)(0x1p32 / block), .n = n};

	rng_seed(&r.rng, seed);
	return r;
}

/* A place by 32 random bits: of fewer than 2^32, all but equally likely. */
static inline size_t
ring_place(const struct ring *r, uint64_t bits)
{
	return (size_t)((bits & 0xffffffff) * r->n >> 32);
}

static void
ring_jump(struct ring *r)
{
	r->at = ring_place(r, rng_next(&r->rng));
}

/* Without branches: which way it goes cannot be foreseen. */
static inline void
ring_step(struct ring *r)
{
	uint64_t bits = rng_next(&r->rng);
	size_t elsewhere = ring_place(r, bits);
	size_t next = r->at + 1 < r->n ? r->at + 1 : 0;
	size_t stops = bits >> 32 < r->stop;

	r->at = next ^ ((next ^ elsewhere) & -stops);
}

static int
rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
quantile(const double *sorted, size_t n, double share)
{
	double place = share * (double)(n - 1);
	size_t i = (size_t)place;

	if (i + 1 >= n || sorted[i] == sorted[i + 1])
		return sorted[i];
	/* Next to an infinite one, that is. */
	if (place > (double)i && isinf(sorted[i + 1]))
		return sorted[i + 1];
	if (isinf(sorted[i]))
		return sorted[i];
	return sorted[i] + (place - (double)i) * (sorted[i + 1] - sorted[i]);
}

/* Of n values, which are put in order. */
static struct range
range_of(double *v, size_t n, double level)
{
	double outside = (1 - level) / 2;
	size_t known = 0;

	for (size_t i = 0; i < n; i++)
		if (!isnan(v[i]))
			v[known++] = v[i];
	if (known == 0 || (double)(n - known) > outside * (double)n)
		return (struct range){NAN, NAN};
	qsort(v, known, sizeof *v, rising);
	return (struct range){
	    quantile(v, known, outside), quantile(v, known, 1 - outside)};
}

/* Values of headline h stand in values[h * samples] and behind it. */
static void
sample_days(double *values, int64_t samples, const struct resample *how,
    double block, const double *days, size_t n)
{
	struct ring ring = ring_make(how->seed, block, n);
	double centre = mean_of(days, n), out[HEADLINES];

	for (int64_t i = 0; i < samples; i++) {
		struct day_sums s;

		ring_jump(&ring);
		s = day_sums_new(centre, days[ring.at]);
		day_sums_add(&s, days[ring.at]);
		while (s.n < n) {
			ring_step(&ring);
			day_sums_add(&s, days[ring.at]);
		}
		day_sums_end(&s, &how->span, out);
		for (int h = 0; h < HEAD_WIN_RATE; h++)
			values[h * samples + i] = out[h];
	}
}

static void
sample_trades(double *values, int64_t samples, const struct resample *how,
    double block, const double *trades, size_t n)
{
	struct ring ring = ring_make(how->seed, block, n);
	double out[HEADLINES];

	for (int64_t i = 0; i < samples; i++) {
		struct trade_sums s = {0};

		ring_jump(&ring);
		trade_sums_add(&s, trades[ring.at]);
		while (s.n < n) {
			ring_step(&ring);
			trade_sums_add(&s, trades[ring.at]);
		}
		trade_sums_end(&s, out);
		for (int h = HEAD_WIN_RATE; h < HEADLINES; h++)
			values[h * samples + i] = out[h];
	}
}

static void
set_ranges(struct resampled *out, double level, double *values, int64_t samples,
    int from, int to)
{
	for (int h = from; h < to; h++)
		out->of[h] =
		    range_of(values + h * samples, (size_t)samples, level);
}

static double
block_of(const struct resample *how, const double *x, size_t n)
{
	double b = how->block > 0 ? how->block : resample_block(x, n);

	return b < (double)n ? b : (double)n;
}

static int64_t
samples_of(const struct resample *how, size_t n)
{
	int64_t most = DRAWS / (int64_t)n;

	if (how->samples > 0)
		return how->samples;
	most = most > SAMPLES_MIN ? most : SAMPLES_MIN;
	return most < SAMPLES ? most : SAMPLES;
}

int
resample_make(struct resampled *out, const struct resample *how,
    const double *days, size_t ndays, const double *trades, size_t ntrades)
{
	int64_t most = how->samples > SAMPLES ? how->samples : SAMPLES;
	double *values = malloc((size_t)most * HEADLINES * sizeof *values);

	if (!values)
		return -1;
	*out = (struct resampled){NAN, NAN, 0, 0, {{0, 0}}};
	for (int h = 0; h < HEADLINES; h++)
		out->of[h] = (struct range){NAN, NAN};
	if (ndays > 1) {
		out->day_block = block_of(how, days, ndays);
		out->day_samples = samples_of(how, ndays);
		sample_days(
		    values, out->day_samples, how, out->day_block, days, ndays);
		set_ranges(out, how->level, values, out->day_samples, 0,
		    HEAD_WIN_RATE);
	}
	if (ntrades > 1) {
		out->trade_block = block_of(how, trades, ntrades);
		out->trade_samples = samples_of(how, ntrades);
		sample_trades(values, out->trade_samples, how, out->trade_block,
		    trades, ntrades);
		set_ranges(out, how->level, values, out->trade_samples,
		    HEAD_WIN_RATE, HEADLINES);
	}
	free(values);
	return 0;
}
