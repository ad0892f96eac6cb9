/* SPDX-License-Identifier: MIT */
/* rank: by hand, and a long run against a count of the definition. */
#include "indicator/rank.h"

#include <math.h>

#include "tap.h"

static void
check_few(void)
{
	struct rank r;

	rank_init(&r, 4);
	ok(isnan(rank_of(&r, 1)) && rank_count(&r) == 0,
	    "without values there is no rank");
	rank_push(&r, 0);
	rank_push(&r, 1);
	rank_push(&r, 1.05);
	ok(rank_count(&r) == 3, "values are counted");
	ok(rank_of(&r, 0) == 0.5 / 3 && rank_of(&r, 0x1p-25) == 0.5 / 3,
	    "nothing stands in the middle of nothing");
	ok(rank_of(&r, 0x1p-24) == 1.0 / 3, "and something above it");
	ok(rank_of(&r, 1) == 1.0 / 3, "the lower end of a bin");
	ok(rank_of(&r, 1.03125) == 2.0 / 3, "the middle of a bin of two");
	ok(rank_of(&r, 1.0625) == 1 && rank_of(&r, 7) == 1, "above all");
	ok(rank_of(&r, 0.99) == 1.0 / 3, "between the bins");
	rank_push(&r, 1e30);
	ok(rank_of(&r, 2e30) > 0.9999 && rank_of(&r, 2e30) < 1 &&
		rank_of(&r, 2e30) == rank_of(&r, 0x1p24),
	    "what is huge is one, and below 1");
	ok(rank_of(&r, 100) == 0.75, "and above the rest");
	rank_push(&r, 3);
	ok(rank_count(&r) == 4 && rank_of(&r, 0.5) == 0,
	    "the oldest value leaves");
	rank_reset(&r);
	ok(rank_count(&r) == 0 && isnan(rank_of(&r, 1)), "reset forgets");
	rank_push(&r, 5);
	ok(rank_of(&r, 4) == 0 && rank_of(&r, 6) == 1, "and begins again");
	rank_finish(&r);
}

/* The bin by its definition: {lo, hi}; nothing is {0, 2^-24}. */
static void
bin(double x, double *lo, double *hi)
{
	double e = 0x1p-24;
	int k = 0;

	*lo = 0;
	*hi = e;
	if (x < e)
		return;
	while (e < 0x1p23 && 2 * e <= x)
		e *= 2;
	while (k < 15 && e * (1 + (k + 1) / 16.0) <= x)
		k++;
	*lo = e * (1 + k / 16.0);
	*hi = e * (1 + (k + 1) / 16.0);
}

static double
plain(const double *v, int n, double x)
{
	double lo, hi, l, h, f = 0.5;
	int lower = 0, own = 0;

	bin(x, &lo, &hi);
	for (int i = 0; i < n; i++) {
		bin(v[i], &l, &h);
		lower += l < lo;
		own += l == lo;
	}
	if (lo > 0)
		f = (fmin(x, 0x1.fffffffffffffp23) - lo) / (hi - lo);
	return (lower + f * own) / n;
}

static void
check_many(void)
{
	enum { N = 20000, WINDOW = 500 };
	static double v[N];
	int wrong = 0;
	struct rank r;
	uint64_t seed = 7;

	rank_init(&r, WINDOW);
	for (int i = 0; i < N; i++) {
		double x = 1;

		seed = seed * 6364136223846793005u + 1442695040888963407u;
		x = (double)(seed >> 33) * 0x1p-31;
		for (int j = (int)(seed >> 60); j > 8; j--)
			x *= x * 3;
		for (int j = (int)(seed >> 56 & 15); j > 8; j--)
			x *= 11;
		v[i] = x;
		rank_push(&r, x);
		if (i % 37 == 0) {
			int n = i + 1 < WINDOW ? i + 1 : WINDOW;
			double y = x * 1.5;

			wrong += rank_of(&r, x) != plain(v + i + 1 - n, n, x);
			wrong += rank_of(&r, y) != plain(v + i + 1 - n, n, y);
		}
	}
	ok(wrong == 0, "20,000 values: as the definition counts, %d wrong",
	    wrong);
	rank_finish(&r);
}

static void
check_full(void)
{
	struct rank r;

	rank_init(&r, RANK_MAX);
	for (int i = 0; i < 70000; i++)
		rank_push(&r, 3);
	ok(rank_count(&r) == RANK_MAX && rank_of(&r, 4) == 1 &&
		rank_of(&r, 2.9) == 0,
	    "65,535 values of one bin");
	rank_finish(&r);
}

int
main(void)
{
	check_few();
	check_many();
	check_full();
	return tap_done();
}
