/* SPDX-License-Identifier: MIT */
/* scale, show: marks of axes, and numbers and times for people. */
#include "page/scale.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "page/months.h"
#include "tap.h"

static const struct {
	enum unit unit;
	double v;
	const char *text, *sign;
} shown[] = {
    {UNIT_RATIO, 0.1, "10.00%", "+10.00%"},
    {UNIT_RATIO, -0.1133, "-11.33%", "-11.33%"},
    {UNIT_RATIO, 0.00041, "0.041%", "+0.041%"},
    {UNIT_RATIO, -1e-9, "0.000%", "0.000%"},
    {UNIT_RATIO, 0, "0.00%", "0.00%"},
    {UNIT_RATIO, 123.4, "12,340%", "+12,340%"},
    {UNIT_MONEY, 1234567.891, "1,234,567.89", "+1,234,567.89"},
    {UNIT_MONEY, -999.995, "-1,000.00", "-1,000.00"},
    {UNIT_MONEY, 0.00000123, "0.00000123", "+0.00000123"},
    {UNIT_COUNT, 1000, "1,000", "+1,000"},
    {UNIT_COUNT, 7.4, "7.40", "+7.40"},
    {UNIT_NUMBER, -8.686, "-8.69", "-8.69"},
    {UNIT_NUMBER, 0.0012, "0.0012", "+0.0012"},
    {UNIT_NUMBER, 1e300, "1e+300", "+1e+300"},
    {UNIT_FINE, -0.228034567, "-0.228", "-0.228"},
    {UNIT_FINE, 0.000012345, "1.234e-05", "+1.234e-05"},
    {UNIT_DAYS, 1, "1 day", "+1 day"},
    {UNIT_DAYS, 30, "30 days", "+30 days"},
    {UNIT_BPS, 1.5, "1.5 bps", "+1.5 bps"},
    {UNIT_PLAIN, 0.1, "0.1", "+0.1"},
    {UNIT_TIME, 1769817599999, "2026-01-31 00:00", NULL},
    {UNIT_TIME, 1769817599000, "2026-01-30 23:59:59", NULL},
};

static void
check_show(void)
{
	char buf[SHOW_TEXT];

	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
		show(buf, shown[i].unit, shown[i].v);
		ok(strcmp(buf, shown[i].text) == 0, "%s: %s", shown[i].text,
		    buf);
		if (!shown[i].sign)
			continue;
		show_signed(buf, shown[i].unit, shown[i].v);
		ok(strcmp(buf, shown[i].sign) == 0, "%s: %s", shown[i].sign,
		    buf);
	}
	ok(strcmp(show_duration(buf, 3 * DAY_MS + 4 * HOUR_MS + 5),
	       "3 d 4 h") == 0 &&
		strcmp(show_duration(buf, 900000), "15 min") == 0 &&
		strcmp(show_duration(buf, 1), "1 ms") == 0,
	    "durations have two units");
}

/* Whether step is 1, 2 or 5 times a power of ten. */
static bool
is_round(double step)
{
	while (step >= 9.999)
		step /= 10;
	while (step < 0.9999)
		step *= 10;
	return fabs(step - 1) < 1e-6 || fabs(step - 2) < 1e-6 ||
	       fabs(step - 5) < 1e-6;
}

static void
check_ticks(void)
{
	struct rng r;
	int bad = 0;

	rng_seed(&r, 7);
	for (int i = 0; i < 20000; i++) {
		double lo = ((double)rng_below(&r, 2000001) - 1e6) / 1e3;
		double size = 1 + (double)rng_below(&r, 1000);
		char a[SHOW_TEXT], b[SHOW_TEXT];
		struct ticks t;

		for (int k = (int)rng_below(&r, 9); k > 0; k--)
			size /= 10;
		ticks_make(&t, lo, lo + size, 5);
		if (t.n < 2 || t.n > 6 || !is_round(t.step)) {
			bad++;
			continue;
		}
		for (int k = 0; k < t.n; k++)
			bad += t.at[k] < lo - size * 1e-6 ||
			       t.at[k] > lo + size * (1 + 1e-6);
		for (int k = 1; k < t.n; k++)
			bad += strcmp(ticks_text(a, &t, k - 1, false),
				   ticks_text(b, &t, k, false)) == 0;
	}
	ok(bad == 0, "20,000 scales: few round marks inside, all different: %d",
	    bad);
}

static void
check_tick_texts(void)
{
	static const struct {
		double lo, hi;
		const char *first, *last;
	} cases[] = {
	    {0, 1e15, "0", "1.0e15"},
	    {-2e15, 2e15, "-2e15", "2e15"},
	    {1.4e-8, 1.8e-8, "14e-9", "18e-9"},
	    {0.9e6, 1.9e6, "1,000,000", "1,800,000"},
	    {12345670, 12345690, "12,345,670", "12,345,690"},
	    {123456780, 123456800, "123,456,780", "123,456,800"},
	    {0, 0.5, "0.0", "0.5"},
	};
	char a[SHOW_TEXT], b[SHOW_TEXT];
	struct ticks t;

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ticks_make(&t, cases[i].lo, cases[i].hi, 5);
		ticks_text(a, &t, 0, false);
		ticks_text(b, &t, t.n - 1, false);
		ok(strcmp(a, cases[i].first) == 0 &&
			strcmp(b, cases[i].last) == 0,
		    "marks from %s to %s: %s, %s", cases[i].first,
		    cases[i].last, a, b);
	}
}

static void
check_odd_ticks(void)
{
	struct ticks t;

	ticks_make(&t, 1, 1, 5);
	ok(t.n == 0, "no marks on nothing");
	ticks_make(&t, 1e17, 1e17 + 32, 5);
	ok(t.n == 0, "nor on what a double cannot count by");
	ticks_make(&t, NAN, 1, 5);
	ok(t.n == 0, "nor on NaN");
	ticks_make(&t, -1e308, 1e308, 5);
	ok(t.n == 0, "nor on what overflows");
}

static void
check_times(void)
{
	struct rng r;
	int bad = 0;

	rng_seed(&r, 9);
	for (int i = 0; i < 5000; i++) {
		int64_t from = rng_below(&r, 4000000000000);
		int64_t length = 10 + rng_below(&r, 100);
		struct times t;

		for (int k = (int)rng_below(&r, 11); k > 0; k--)
			length *= 10;
		if (length > 3000000000000)
			length = 3000000000000;
		times_make(&t, from, from + length, 16);
		if (t.n < 2 || t.n > 16)
			bad++;
		for (int k = 0; k < t.n; k++)
			bad +=
			    t.at[k] < from || t.at[k] > from + length ||
			    (k > 0 && t.at[k] <= t.at[k - 1]) ||
			    (t.step > 0 && t.step < 7 * DAY_MS &&
				t.step != 2 * DAY_MS && t.at[k] % t.step != 0);
	}
	ok(bad == 0, "5,000 stretches of time: 2 to 16 round moments: %d", bad);
}

static void
check_time_texts(void)
{
	/* 2025-12-30 to 2026-02-14: Mondays. */
	struct times t;
	char buf[SHOW_TEXT];

	times_make(&t, 1767052800000, 1771027200000, 8);
	ok(t.n == 6 && strcmp(times_text(buf, &t, 0), "Jan 5") == 0,
	    "weeks begin on Monday: %s", buf);
	times_make(&t, 1704067200000, 1704067200000 + 800 * DAY_MS, 10);
	ok(strcmp(times_text(buf, &t, 0), "2024-01") == 0 &&
		strcmp(times_text(buf, &t, 1), "2024-04") == 0,
	    "quarters: %s", buf);
	times_make(&t, 0, 9000 * DAY_MS, 10);
	ok(strcmp(times_text(buf, &t, 1), "1975") == 0, "years: %s", buf);
	times_make(&t, 1704067200000, 1704067200000 + 6 * HOUR_MS, 10);
	ok(strcmp(times_text(buf, &t, 1), "01:00") == 0, "hours: %s", buf);
}

static void
check_months(void)
{
	struct months m;
	int next;

	months_init(&m);
	months_push(&m, 1706745599999, 110); /* January 2024 */
	months_push(&m, 1706745600000, 5);   /* February */
	months_push(&m, 1709251199999, 99);  /* its last record counts */
	months_push(&m, 1735689599999, 198); /* December 2024 */
	months_push(&m, 1735689600000, 99);  /* January 2025 */
	ok(m.n == 4, "a row a month that has records");
	ok(fabs(months_return(&m, 0, 100) - 0.1) < 1e-15 &&
		fabs(months_return(&m, 1, 100) + 0.1) < 1e-15 &&
		fabs(months_return(&m, 2, 100) - 1) < 1e-15,
	    "each by the last record before it");
	ok(fabs(months_year(&m, 0, 100, &next) - 0.98) < 1e-15 && next == 3,
	    "a year is its months compounded");
	ok(fabs(months_year(&m, 3, 100, &next) + 0.5) < 1e-15 && next == 4,
	    "and the next begins where it ended");
	months_finish(&m);
}

int
main(void)
{
	check_show();
	check_ticks();
	check_tick_texts();
	check_odd_ticks();
	check_times();
	check_time_texts();
	check_months();
	return tap_done();
}
