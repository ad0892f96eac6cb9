/* SPDX-License-Identifier: MIT */
/* Wilder's averages and the channel: by hand, and in the long run. */
#include "tap.h"

#include <math.h>
#include <stdbool.h>

#include "base/rng.h"
#include "indicator/atr.h"
#include "indicator/kc.h"
#include "indicator/natr.h"
#include "indicator/rsi.h"
#include "indicator/tr.h"

static bool
near(double got, double want)
{
	return fabs(got - want) <= 1e-9 * fabs(want);
}

static void
test_tr(void)
{
	struct tr t;
	double v = -1;

	tr_init(&t);
	ok(!tr_push(&t, 9, 5, 7, &v) && v == -1, "tr: none for the first bar");
	ok(tr_push(&t, 8, 6, 7, &v) && v == 2, "tr: high - low");
	ok(tr_push(&t, 12, 11, 11, &v) && v == 5, "tr: up from the close");
	ok(tr_push(&t, 9, 8, 8, &v) && v == 3, "tr: down from the close");
	ok(tr_warmup() == 2, "tr: warm-up is 2");
	tr_init(&t);
	ok(!tr_push(&t, 9, 5, 7, &v), "tr: init starts again");
}

static void
test_atr(void)
{
	struct natr p;
	struct atr a;
	double v = -1, w = -1;

	atr_init(&a, 2);
	natr_init(&p, 2);
	ok(!atr_push(&a, 9, 5, 7, &v) && !atr_push(&a, 8, 6, 7, &v) && v == -1,
	    "atr: unknown for n bars");
	ok(atr_push(&a, 10, 6, 8, &v) && v == 3,
	    "atr: the seed leaves out the first bar");
	ok(atr_push(&a, 9, 8, 8, &v) && v == 2, "atr: (3 + 1) / 2");
	ok(atr_warmup(2) == 3 && natr_warmup(2) == 3,
	    "atr: warm-up is n + 1, natr's too");
	natr_push(&p, 9, 5, 7, &w);
	ok(!natr_push(&p, 8, 6, 7, &w) && natr_push(&p, 10, 6, 8, &w) &&
		w == 37.5,
	    "natr: per cent of the close");
	ok(natr_push(&p, 8, 0, 0, &w) && w == 0, "natr: 0 at a close of 0");
	atr_init(&a, 1);
	ok(!atr_push(&a, 9, 5, 7, &v) && atr_push(&a, 8, 6, 7, &v) && v == 2,
	    "atr: over one bar is the true range");
}

static void
test_rsi(void)
{
	struct rsi r;
	double v = -1;

	rsi_init(&r, 2);
	ok(!rsi_push(&r, 10, &v) && !rsi_push(&r, 13, &v) && v == -1,
	    "rsi: unknown for n inputs");
	ok(rsi_push(&r, 12, &v) && v == 75, "rsi: 3 up, 1 down");
	ok(rsi_push(&r, 13, &v) && near(v, 100 * 1.25 / 1.5),
	    "rsi: smoothed by Wilder");
	ok(rsi_warmup(2) == 3, "rsi: warm-up is n + 1");
	rsi_init(&r, 2);
	for (int i = 0; i < 9; i++)
		rsi_push(&r, i, &v);
	ok(v == 100, "rsi: 100 without a fall");
	rsi_init(&r, 2);
	for (int i = 0; i < 9; i++)
		rsi_push(&r, -i, &v);
	ok(v == 0, "rsi: 0 without a rise");
	rsi_init(&r, 2);
	for (int i = 0; i < 9; i++)
		rsi_push(&r, 5, &v);
	ok(v == 50, "rsi: 50 where nothing moves");
}

static void
test_kc(void)
{
	struct kc_value v;
	struct kc c;

	kc_init(&c, 2, 2, 3);
	kc_push(&c, 11, 9, 10, &v);
	ok(isnan(v.middle) && isnan(v.width), "kc: unknown at first");
	ok(!kc_push(&c, 13, 11, 12, &v) && v.middle == 11 && isnan(v.upper),
	    "kc: the middle before the bands");
	kc_push(&c, 14, 12, 13, &v);
	ok(kc_push(&c, 15, 13, 14, &v) && near(v.upper - v.middle, 14.0 / 3),
	    "kc: k times the mean of 3, 2 and 2 above the middle");
	ok(near(v.middle - v.lower, 14.0 / 3) &&
		near(v.width, (v.upper - v.lower) / v.middle),
	    "kc: as much below; the width in parts of the middle");
	ok(kc_warmup(2, 3) == 4 && kc_warmup(20, 10) == 20,
	    "kc: warm-up is the longer of two");
	kc_init(&c, 1, 1, 1);
	kc_push(&c, 0, 0, 0, &v);
	ok(kc_push(&c, 1, 0, 0, &v) && v.upper == 1 && v.width == 0,
	    "kc: no width where the middle is 0");
}

struct exact {
	long double gain, loss, tr; /* averages */
};

static void
smooth(long double *mean, double x, int n, int i)
{
	if (i <= n)
		*mean += (long double)x / n;
	else
		*mean = (*mean * (n - 1) + x) / n;
}

/* Ten million bars against the definitions in long double. */
static void
test_long(void)
{
	enum { COUNT = 10000000, N = 14 };
	struct exact e = {0};
	struct rng rng;
	struct rsi r;
	struct atr a;
	double x = 30000, last = x, rsi = 0, atr = 0;

	rsi_init(&r, N);
	atr_init(&a, N);
	rng_seed(&rng, 3);
	for (int i = 0; i < COUNT; i++) {
		double high = x + (double)rng_below(&rng, 1000) / 300;
		double low = x - (double)rng_below(&rng, 1000) / 300;
		double up;

		x += (double)rng_below(&rng, 2001) / 300 - 1000.0 / 300;
		high = fmax(high, x);
		low = fmin(low, x);
		up = x - last;
		rsi_push(&r, x, &rsi);
		atr_push(&a, high, low, x, &atr);
		if (i > 0) {
			smooth(&e.gain, up > 0 ? up : 0, N, i);
			smooth(&e.loss, up < 0 ? -up : 0, N, i);
			smooth(&e.tr, fmax(high, last) - fmin(low, last), N, i);
		}
		last = x;
	}
	ok(fabs(rsi - (double)(100 * e.gain / (e.gain + e.loss))) < 1e-12 * 100,
	    "rsi: after ten million inputs");
	ok(fabs(atr - (double)e.tr) < 1e-12 * atr,
	    "atr: after ten million bars");
}

int
main(void)
{
	test_tr();
	test_atr();
	test_rsi();
	test_kc();
	test_long();
	return tap_done();
}
