/* SPDX-License-Identifier: MIT */
/* Lines that trail the price: by hand, and started again. */
#include "tap.h"

#include <math.h>
#include <stdbool.h>

#include "base/rng.h"
#include "indicator/psar.h"
#include "indicator/supertrend.h"

static bool
near(double got, double want)
{
	return fabs(got - want) <= 1e-9 * fabs(want);
}

static void
test_supertrend(void)
{
	struct supertrend_value v;
	struct supertrend s;

	supertrend_init(&s, 1, 1);
	ok(!supertrend_push(&s, 11, 9, 10, &v) && isnan(v.value) &&
		isnan(v.dir),
	    "supertrend: unknown for n bars");
	ok(supertrend_push(&s, 12, 10, 11, &v) && v.value == 9 && v.dir == 1,
	    "supertrend: rises if the first close is at the middle");
	ok(supertrend_push(&s, 14, 12, 14, &v) && v.value == 10 && v.dir == 1,
	    "supertrend: the line rises with the price");
	ok(supertrend_push(&s, 14, 12, 12, &v) && v.value == 11 && v.dir == 1,
	    "supertrend: and more");
	ok(supertrend_push(&s, 13, 11, 11.5, &v) && v.value == 11 && v.dir == 1,
	    "supertrend: and does not fall with it");
	ok(supertrend_push(&s, 12.5, 11, 11, &v) && v.dir == -1 &&
		near(v.value, 13.25),
	    "supertrend: a close at the line ends the rise");
	ok(supertrend_push(&s, 13, 11, 13, &v) && v.dir == -1 &&
		near(v.value, 13.25),
	    "supertrend: the upper line does not rise in a fall");
	ok(supertrend_push(&s, 15, 13, 15, &v) && v.dir == 1 && v.value == 12,
	    "supertrend: a close above it ends the fall");
	ok(supertrend_warmup(10) == 11, "supertrend: warm-up is n + 1");
}

/* With a step of 0.1 and at most 0.3; want 0: not known. */
static const struct bar {
	double high, low, want;
	const char *why;
} bars[] = {
    {10, 9, 0, "nothing of one bar"},
    {12, 10, 0, "nor in the first trend, a guess"},
    {11, 8, 0, "nor where that ends"},
    {11, 9, 12, "a fall: not below the highs of two bars before"},
    {10, 7, 11.6, "a tenth of the way to the low"},
    {9, 6, 11, "a high two bars before holds it"},
    {8, 5, 10, "and again"},
    {7, 4.5, 9, "and again"},
    {9, 6, 4.5, "a high above it: the stop is the fall's low"},
    {9, 6, 4.5, "a rise: not above the lows of two bars before"},
    {10, 6, 4.95, "a tenth of the way to the high"},
    {10, 6, 5.96, "a fifth after a new high"},
    {10, 6, 6, "up to the lows; one at the stop ends no rise"},
    {10, 5.9, 10, "a low below it does"},
};

static void
test_psar(void)
{
	struct psar p;

	psar_init(&p, 0.1, 0.3);
	for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
		double v = 0;
		bool known = psar_push(&p, bars[i].high, bars[i].low, &v);

		ok(known == (bars[i].want > 0) && near(v, bars[i].want),
		    "psar: %s", bars[i].why);
	}
	ok(psar_warmup() == 3, "psar: three bars at least");
}

/* A used one that is started again tells what a new one tells. */
static void
test_again(void)
{
	struct supertrend_value v, w;
	struct supertrend s, t;
	struct psar p, q;
	struct rng r;
	double x = 100;
	int wrong = 0, told = 0;

	rng_seed(&r, 5);
	supertrend_init(&s, 5, 2);
	psar_init(&p, 0.02, 0.2);
	for (int i = 0; i < 2000; i++) {
		double a = 0, b = 0;
		bool known;

		if (i == 1000) {
			supertrend_init(&s, 5, 2);
			supertrend_init(&t, 5, 2);
			psar_init(&p, 0.02, 0.2);
			psar_init(&q, 0.02, 0.2);
		}
		x += (double)rng_below(&r, 2001) / 1000 - 1;
		known = psar_push(&p, x + 1, x - 1, &a);
		supertrend_push(&s, x + 1, x - 1, x, &v);
		if (i < 1000)
			continue;
		told += known;
		wrong += psar_push(&q, x + 1, x - 1, &b) != known || a != b;
		supertrend_push(&t, x + 1, x - 1, x, &w);
		wrong += v.value != w.value && !isnan(v.value);
		wrong += isnan(v.value) != (i < 1005);
	}
	ok(wrong == 0 && told > 900, "init starts again, as new");
}

int
main(void)
{
	test_supertrend();
	test_psar();
	test_again();
	return tap_done();
}
