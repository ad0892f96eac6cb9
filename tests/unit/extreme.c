/* SPDX-License-Identifier: MIT */
/* Rolling extremes and what is made of them: by hand, and in the long run. */
#include "tap.h"

#include <math.h>
#include <stdbool.h>

#include "base/rng.h"
#include "indicator/aroon.h"
#include "indicator/donchian.h"
#include "indicator/extreme.h"
#include "indicator/stoch.h"
#include "indicator/willr.h"

static bool
near(double got, double want)
{
	return fabs(got - want) <= 1e-9 * fabs(want);
}

static void
test_by_hand(void)
{
	static const double x[] = {3, 1, 2, 2, 0, 5, 4, 4, 4, 1};
	static const double max[] = {0, 0, 3, 2, 2, 5, 5, 5, 4, 4};
	static const double min[] = {0, 0, 1, 1, 0, 0, 0, 4, 4, 1};
	static const int max_age[] = {0, 1, 2, 1, 2, 0, 1, 2, 2, 2};
	struct extreme a, b;
	int wrong = 0;

	extreme_init(&a, EXTREME_MAX, 3);
	extreme_init(&b, EXTREME_MIN, 3);
	for (int i = 0; i < 10; i++) {
		double hi = -1, lo = -1;
		bool known = extreme_push(&a, x[i], &hi);

		extreme_push(&b, x[i], &lo);
		if (known != (i >= 2) || extreme_age(&a) != max_age[i])
			wrong++;
		if (known && (hi != max[i] || lo != min[i]))
			wrong++;
	}
	ok(wrong == 0, "extreme: of three, of equal ones the oldest");
	ok(extreme_warmup(3) == 3, "extreme: warm-up is n");
	extreme_reset(&a);
	ok(!extreme_push(&a, 1, &(double){0}) && extreme_age(&a) == 0,
	    "extreme: reset starts again");
	extreme_finish(&a);
	extreme_finish(&b);
}

/* Ten million values, many of them equal, against a search now and then. */
static void
test_long(int n)
{
	enum { RING = 4096, COUNT = 10000000 };
	static double ring[RING];
	struct extreme a, b;
	struct rng r;
	int wrong = 0;

	extreme_init(&a, EXTREME_MAX, n);
	extreme_init(&b, EXTREME_MIN, n);
	rng_seed(&r, 1);
	for (int i = 0; i < COUNT; i++) {
		double x = (double)rng_below(&r, 500), hi = 0, lo = 0;
		double want_hi = x, want_lo = x;
		int age = 0;

		ring[i % RING] = x;
		extreme_push(&a, x, &hi);
		extreme_push(&b, x, &lo);
		if (i % 4999 > 0 || i < n)
			continue;
		for (int j = 0; j < n; j++) {
			double y = ring[(i - j) % RING];

			if (y >= want_hi)
				age = j;
			want_hi = fmax(want_hi, y);
			want_lo = fmin(want_lo, y);
		}
		if (hi != want_hi || lo != want_lo || extreme_age(&a) != age)
			wrong++;
	}
	ok(wrong == 0, "extreme: ten million values, %d at a time", n);
	extreme_finish(&a);
	extreme_finish(&b);
}

static void
test_donchian(void)
{
	struct donchian_value v;
	struct donchian d;

	donchian_init(&d, 2);
	ok(!donchian_push(&d, 5, 1, &v) && !donchian_push(&d, 4, 2, &v) &&
		isnan(v.upper) && isnan(v.middle) && isnan(v.lower),
	    "donchian: unknown for n bars");
	ok(donchian_push(&d, 9, 0, &v) && v.upper == 5 && v.lower == 1 &&
		v.middle == 3,
	    "donchian: of the bars before, not of the newest");
	ok(donchian_push(&d, 1, 1, &v) && v.upper == 9 && v.lower == 0,
	    "donchian: which counts for the next");
	ok(donchian_warmup(2) == 3, "donchian: warm-up is n + 1");
	donchian_reset(&d);
	ok(!donchian_push(&d, 5, 1, &v) && !donchian_push(&d, 5, 1, &v) &&
		donchian_push(&d, 6, 6, &v) && v.upper == 5,
	    "donchian: reset starts again");
	donchian_finish(&d);
}

static void
test_aroon(void)
{
	struct aroon_value v;
	struct aroon a;

	aroon_init(&a, 4);
	for (int i = 0; i < 4; i++)
		aroon_push(&a, 10 + i, 5 + i, &v);
	ok(isnan(v.up) && isnan(v.down) && isnan(v.osc),
	    "aroon: unknown for n bars");
	ok(aroon_push(&a, 9, 9, &v) && v.up == 75 && v.down == 0 && v.osc == 75,
	    "aroon: the high one bar ago, the low four");
	ok(aroon_warmup(4) == 5, "aroon: warm-up is n + 1");
	aroon_push(&a, 13, 6, &v);
	ok(v.up == 50, "aroon: of equal highs the oldest");
	ok(v.down == 0, "aroon: of equal lows the oldest");
	aroon_reset(&a);
	ok(!aroon_push(&a, 1, 1, &v), "aroon: reset starts again");
	aroon_finish(&a);
}

static void
test_willr(void)
{
	struct willr w;
	double v = 1;

	willr_init(&w, 2);
	ok(!willr_push(&w, 10, 6, 8, &v) && v == 1, "willr: unknown at first");
	ok(willr_push(&w, 9, 2, 4, &v) && v == -75, "willr: -100 (H-C)/(H-L)");
	ok(willr_push(&w, 9, 9, 9, &v) && v == 0 && !signbit(v),
	    "willr: 0 at the high, not -0");
	ok(willr_push(&w, 9, 9, 9, &v) && v == -50,
	    "willr: the middle where nothing moves");
	ok(willr_warmup(2) == 2, "willr: warm-up is n");
	willr_reset(&w);
	ok(!willr_push(&w, 9, 9, 9, &v), "willr: reset starts again");
	willr_finish(&w);
}

static void
test_stoch(void)
{
	struct stoch_value v;
	struct stoch s;

	stoch_init(&s, 2, 2, 2);
	ok(!stoch_push(&s, 10, 0, 5, &v) && !stoch_push(&s, 10, 0, 2, &v) &&
		isnan(v.k),
	    "stoch: no k from one raw value");
	ok(!stoch_push(&s, 10, 0, 4, &v) && v.k == 30 && isnan(v.d),
	    "stoch: k, the mean of 20 and 40, before d");
	ok(stoch_push(&s, 10, 0, 10, &v) && v.k == 70 && v.d == 50,
	    "stoch: d, the mean of 30 and 70");
	ok(stoch_warmup(2, 2, 2) == 4 && stoch_k_warmup(2, 2) == 3,
	    "stoch: warm-up");
	stoch_reset(&s);
	for (int i = 0; i < 4; i++)
		ok(stoch_push(&s, 7, 7, 7, &v) == (i == 3),
		    "stoch: reset starts again, bar %d", i);
	ok(v.k == 50 && v.d == 50, "stoch: the middle where nothing moves");
	stoch_finish(&s);
}

enum { WALK = 3000 };
static double walk_high[WALK], walk_low[WALK], walk_close[WALK];

static void
make_walk(void)
{
	struct rng r;
	double x = 100;

	rng_seed(&r, 7);
	for (int i = 0; i < WALK; i++) {
		walk_high[i] = x + (double)rng_below(&r, 1000) / 700;
		walk_low[i] = x - (double)rng_below(&r, 1000) / 700;
		x += (double)rng_below(&r, 1001) / 900 - 500.0 / 900;
		walk_close[i] = fmin(fmax(x, walk_low[i]), walk_high[i]);
	}
}

static bool
push_walk(struct stoch *s, int i, bool anchored, struct stoch_value *v)
{
	if (anchored && i % 64 == 0)
		stoch_anchor(s);
	return stoch_push(s, walk_high[i], walk_low[i], walk_close[i], v);
}

/* Bars for which a run that began later tells other bits than the first. */
static int
differ(int from, int late, bool anchored)
{
	struct stoch_value v, w;
	struct stoch a, b;
	int wrong = 0;

	stoch_init(&a, 14, 5, 7);
	stoch_init(&b, 14, 5, 7);
	for (int i = 0; i < WALK; i++) {
		push_walk(&a, i, anchored, &v);
		if (i < late)
			continue;
		push_walk(&b, i, anchored, &w);
		if (i >= from && (v.k != w.k || v.d != w.d))
			wrong++;
	}
	stoch_finish(&a);
	stoch_finish(&b);
	return wrong;
}

static void
test_anchor(void)
{
	int late = 1003, from = late + stoch_warmup(14, 5, 7) + 2 * 64;

	make_walk();
	ok(differ(from, late, false) > 0,
	    "stoch: the last bits depend on where a run began");
	ok(differ(from, late, true) == 0, "stoch: but not if it is anchored");
}

/* Ten million bars, then the definition over the last of them. */
static void
test_stoch_long(void)
{
	enum { COUNT = 10000000, N = 9, K = 100, D = 3 };
	struct stoch_value v;
	struct stoch s;
	double d = 0, k = 0;

	stoch_init(&s, N, K, D);
	for (int i = 0; i < COUNT; i++)
		push_walk(&s, i % WALK, false, &v);
	for (int j = 0; j < D; j++) {
		k = 0;
		for (int i = 0; i < K; i++) {
			int at = COUNT % WALK + WALK - D + j - i;
			double hi = 0, lo = INFINITY;

			for (int b = at - N + 1; b <= at; b++) {
				hi = fmax(hi, walk_high[b % WALK]);
				lo = fmin(lo, walk_low[b % WALK]);
			}
			k += 100 * (walk_close[at % WALK] - lo) / (hi - lo) / K;
		}
		d += k / D;
	}
	ok(near(v.k, k) && fabs(v.k - k) < 1e-11,
	    "stoch: k after ten million bars");
	ok(near(v.d, d) && fabs(v.d - d) < 1e-11, "stoch: and d");
	stoch_finish(&s);
}

int
main(void)
{
	test_by_hand();
	test_long(1);
	test_long(20);
	test_long(3000);
	test_donchian();
	test_aroon();
	test_willr();
	test_stoch();
	test_anchor();
	test_stoch_long();
	return tap_done();
}
