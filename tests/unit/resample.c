/* SPDX-License-Identifier: MIT */
/*
 * Block lengths against an implementation of the papers in Python; intervals
 * against what theory says of them, and the properties that they must have.
 */
#include "sim/resample.h"

#include <math.h>
#include <string.h>

#include "tap.h"

enum { MOST = 20000 };

static double x[MOST], y[MOST];

static const struct resample usual = {
    .seed = 1, .samples = 2000, .level = .95, .span = {365, 4}};

/* x[i] = phi x[i - 1] + noise from -1 to 1, every draw of a simple sequence. */
static void
make_series(size_t n, double phi, uint64_t seed)
{
	double was = 0;

	for (size_t i = 0; i < n; i++) {
		seed = seed * 6364136223846793005U + 1442695040888963407U;
		was = phi * was + ((double)((seed >> 33) % 2001) - 1000) / 1000;
		x[i] = was;
	}
}

static void
scale(size_t n, double mean, double by)
{
	for (size_t i = 0; i < n; i++)
		x[i] = mean + by * x[i];
}

static bool
near(double got, double want, double tolerance)
{
	if (fabs(got - want) <= tolerance * fabs(want))
		return true;
	printf("# %.15g, not %.15g\n", got, want);
	return false;
}

static void
blocks(void)
{
	static const struct {
		size_t n;
		double phi;
		uint64_t seed;
		double want;
	} rows[] = {
	    {1000, 0, 1, 1.28546031527359},
	    {1000, 0.3, 2, 7.817043336394},
	    {1000, 0.8, 3, 38.3538077601124},
	    {1000, -0.5, 4, 6.89117844383718},
	    {200, 0.95, 5, 18.0446104421361},
	    {30, 0.9, 6, 5.6901925117481},
	    {20000, 0.5, 7, 30.284501308099},
	    {7, 0, 8, 1},
	    {2, 0, 9, 1},
	    {400, 1, 10, 32.200220880677},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		make_series(rows[i].n, rows[i].phi, rows[i].seed);
		ok(near(resample_block(x, rows[i].n), rows[i].want, 1e-10),
		    "a block of %zu with memory %g", rows[i].n, rows[i].phi);
	}
	for (int i = 0; i < 50; i++)
		x[i] = .01;
	ok(resample_block(x, 50) == 1, "a constant has no memory");
	ok(resample_block(x, 1) == 1 && resample_block(x, 0) == 1,
	    "nor has one number, or none");
}

/* The standard error of a mean tells how wide its interval is. */
static void
widths(void)
{
	struct resample how = usual;
	struct resampled out;
	struct range r;
	double mean = 0, square = 0, error, wide;
	size_t n = 2000;

	make_series(n, 0, 11);
	for (size_t i = 0; i < n; i++) {
		mean += x[i] / (double)n;
		square += x[i] * x[i] / (double)n;
	}
	error = sqrt((square - mean * mean) / (double)n);
	resample_make(&out, &how, x, n, x, n);
	r = out.of[HEAD_EXPECTANCY];
	ok(near(r.lo, mean - 1.96 * error, .1 * 1.96 * error / fabs(r.lo)) &&
		near(r.hi, mean + 1.96 * error, .1 * 1.96 * error / fabs(r.hi)),
	    "a mean of independent trades: 1.96 errors either way");
	how.level = .5;
	resample_make(&out, &how, x, n, x, n);
	wide = (out.of[HEAD_EXPECTANCY].hi - out.of[HEAD_EXPECTANCY].lo) / 2;
	ok(near(wide, .6745 * error, .1), "half of them within .6745");

	make_series(n, .6, 12);
	how = usual;
	how.block = 1;
	resample_make(&out, &how, x, n, x, n);
	wide = out.of[HEAD_EXPECTANCY].hi - out.of[HEAD_EXPECTANCY].lo;
	how.block = 0;
	resample_make(&out, &how, x, n, x, n);
	r = out.of[HEAD_EXPECTANCY];
	/* sqrt((1 + phi) / (1 - phi)) = 2 */
	ok(near((r.hi - r.lo) / wide, 2, .15),
	    "with a memory of .6 blocks make it twice as wide");
}

/* Of 200 series whose mean is known, the interval holds it in about .95. */
static void
coverage(void)
{
	struct resample how = usual;
	struct resampled out;
	int within = 0;

	how.samples = 300;
	for (uint64_t seed = 0; seed < 200; seed++) {
		make_series(250, 0, seed * 7919 + 5);
		resample_make(&out, &how, NULL, 0, x, 250);
		within += out.of[HEAD_EXPECTANCY].lo <= 0 &&
			  out.of[HEAD_EXPECTANCY].hi >= 0;
	}
	printf("# %d of 200\n", within);
	ok(within >= 178 && within <= 197, "19 of 20 hold the truth");
}

/* Each headline of the series itself lies within its own interval. */
static void
inside(void)
{
	struct resampled out;
	double is[HEADLINES];
	size_t n = 1000;

	make_series(n, .2, 21);
	scale(n, .0004, .02);
	headlines_of_days(x, n, &usual.span, is);
	headlines_of_trades(x, n, is);
	resample_make(&out, &usual, x, n, x, n);
	for (int h = 0; h < HEADLINES; h++)
		ok(out.of[h].lo < is[h] && is[h] < out.of[h].hi,
		    "%s: %g < %g < %g", headline_name((enum headline)h),
		    out.of[h].lo, is[h], out.of[h].hi);
}

static void
seeds(void)
{
	struct resample how = usual;
	struct resampled one, same, other;
	size_t n = 300;

	make_series(n, .5, 31);
	scale(n, .0004, .02);
	memcpy(y, x, sizeof y);
	resample_make(&one, &how, x, n, y, n);
	resample_make(&same, &how, x, n, y, n);
	how.seed = 2;
	resample_make(&other, &how, x, n, y, n);
	ok(memcmp(&one, &same, sizeof one) == 0, "equal seeds, equal bits");
	ok(one.day_block == other.day_block &&
		one.of[HEAD_SHARPE].lo != other.of[HEAD_SHARPE].lo &&
		one.of[HEAD_EXPECTANCY].lo != other.of[HEAD_EXPECTANCY].lo,
	    "another seed, other samples");
	ok(memcmp(x, y, sizeof y) == 0, "the series stay as they are");
}

/* One block as long as the series only turns it round. */
static void
rings(void)
{
	struct resample how = usual;
	struct resampled out;
	double is[HEADLINES];

	make_series(40, 0, 41);
	scale(40, .001, .02);
	how.block = 1e300;
	how.samples = 100;
	headlines_of_days(x, 40, &usual.span, is);
	resample_make(&out, &how, x, 40, NULL, 0);
	ok(out.day_block == 40, "a block is no longer than the series");
	how.level = 1;
	ok(resample_make(&out, &how, x, 40, NULL, 0) == 0 &&
		out.of[HEAD_RETURN].lo < is[HEAD_RETURN] &&
		out.of[HEAD_RETURN].hi > is[HEAD_RETURN],
	    "at the level 1 all samples are within");
	ok(isnan(out.trade_block) && isnan(out.of[HEAD_WIN_RATE].lo) &&
		isnan(out.of[HEAD_PROFIT_FACTOR].hi),
	    "without trades nothing is said of them");
	resample_make(&out, &how, x, 1, x, 1);
	ok(isnan(out.of[HEAD_RETURN].lo) && isnan(out.of[HEAD_WIN_RATE].lo),
	    "nor of one day or one trade");
}

static void
limits(void)
{
	static const double up[] = {.01, .02, .01, .03, .02, .04};
	static const double idle[] = {0, 0, 0, 0};
	static const double once[] = {0, 0, .01, 0};
	static const double even[] = {.1, .1, .1, .1, .1, .1};
	static const double some[] = {.5, -.1, .2, .1, .3, .1, .2, .2, .4};
	static const double ruin[] = {.1, -1, .2, .1};
	struct resampled out;
	double is[HEADLINES];

	resample_make(&out, &usual, up, 6, up, 6);
	ok(isinf(out.of[HEAD_PROFIT_FACTOR].lo) &&
		isinf(out.of[HEAD_CALMAR].hi) &&
		out.of[HEAD_MAX_DRAWDOWN].hi == 0 &&
		out.of[HEAD_WIN_RATE].lo == 1,
	    "who never loses has infinite ratios");
	resample_make(&out, &usual, idle, 4, idle, 4);
	ok(isnan(out.of[HEAD_SHARPE].lo) && isnan(out.of[HEAD_SORTINO].lo) &&
		isnan(out.of[HEAD_PROFIT_FACTOR].lo) &&
		out.of[HEAD_RETURN].lo == 0 && out.of[HEAD_RETURN].hi == 0,
	    "who never trades has none");
	resample_make(&out, &usual, once, 4, once, 4);
	ok(isnan(out.of[HEAD_SHARPE].lo) && out.of[HEAD_RETURN].lo == 0,
	    "nor who moves once: too many samples have no variance");
	headlines_of_days(even, 6, &usual.span, is);
	ok(isnan(is[HEAD_SHARPE]), "nor who gains the same every day");
	resample_make(&out, &usual, some, 9, some, 9);
	ok(isfinite(out.of[HEAD_PROFIT_FACTOR].lo) &&
		out.of[HEAD_PROFIT_FACTOR].hi == INFINITY,
	    "one loss may be missed, then there is no upper bound");
	headlines_of_days(ruin, 4, &usual.span, is);
	ok(is[HEAD_RETURN] == -1 && is[HEAD_CAGR] == -1 &&
		is[HEAD_MAX_DRAWDOWN] == 1,
	    "who has lost all does not come back");
	headlines_of_days(NULL, 0, &usual.span, is);
	ok(isnan(is[HEAD_RETURN]) && isnan(is[HEAD_CALMAR]), "no days");
	headlines_of_trades(NULL, 0, is);
	ok(isnan(is[HEAD_WIN_RATE]) && isnan(is[HEAD_PROFIT_FACTOR]),
	    "no trades");
}

/* By hand: 1.1 * .8 * 1.05 * 1.25, falls of .2 and .16. */
static void
by_hand(void)
{
	static const double days[] = {.1, -.2, .05, .25};
	static const struct day_span span = {252, .02};
	double is[HEADLINES], g, annual, volatility;

	g = pow(1.155, .25);
	annual = pow(g, 252) - 1;
	volatility = sqrt(pow(.105 / 3 + g * g, 252) - pow(g, 2 * 252));
	headlines_of_days(days, 4, &span, is);
	ok(near(is[HEAD_RETURN], .155, 1e-14), "return");
	ok(near(is[HEAD_CAGR], pow(1.155, 50) - 1, 1e-13), "cagr");
	ok(near(is[HEAD_SHARPE], annual / volatility, 1e-12), "sharpe");
	ok(near(is[HEAD_SORTINO], annual / sqrt(.04 / 4 * 252), 1e-12),
	    "sortino");
	ok(near(is[HEAD_MAX_DRAWDOWN], .2, 1e-14), "max_drawdown");
	ok(near(is[HEAD_CALMAR], annual / .2, 1e-12), "calmar");
	headlines_of_trades(days, 4, is);
	ok(is[HEAD_WIN_RATE] == .75, "win_rate");
	ok(near(is[HEAD_EXPECTANCY], .05, 1e-14), "expectancy");
	ok(near(is[HEAD_PROFIT_FACTOR], 2, 1e-14), "profit_factor");
}

int
main(void)
{
	blocks();
	by_hand();
	widths();
	coverage();
	inside();
	seeds();
	rings();
	limits();
	return tap_done();
}
