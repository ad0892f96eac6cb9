/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/median.h"
#include "base/rng.h"
#include "tap.h"

static int
rising(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The same by putting all in order. */
static double
slow(double *v, size_t n)
{
	qsort(v, n, sizeof *v, rising);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

int
main(void)
{
	double v[400], w[400];
	struct rng rng;
	int differ = 0;

	rng_seed(&rng, 1);
	for (int round = 0; round < 20000; round++) {
		size_t n = 1 + (size_t)rng_below(&rng, 400);
		/* Few values, so that many are the same, or many. */
		int64_t most = round % 3 ? 1 << 20 : 1 + round % 7;
		double m;

		for (size_t i = 0; i < n; i++)
			v[i] = (double)(rng_below(&rng, most) - most / 2);
		if (round % 5 == 0)
			qsort(v, n, sizeof *v, rising);
		memcpy(w, v, sizeof v);
		m = median(v, n);
		differ += m != slow(w, n);
	}
	ok(differ == 0, "the middle of an order: %d of 20000 differ", differ);
	ok(isnan(median(v, 0)), "of none there is none");
	v[0] = -INFINITY;
	v[1] = INFINITY;
	v[2] = 7;
	ok(median(v, 3) == 7, "infinite ones have their place");
	return tap_done();
}
