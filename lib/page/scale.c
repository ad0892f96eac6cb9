/* SPDX-License-Identifier: MIT */
#include "page/scale.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

double
scale_round(double v)
{
	static const double steps[] = {1, 2, 5};
	double ten = 1;

	while (ten * 10 <= v && ten < 1e300)
		ten *= 10;
	while (ten > v && ten > 1e-300)
		ten /= 10;
	for (int i = 0; i < 3; i++)
		/* The powers below one are not exact. */
		if (steps[i] * ten >= v * (1 - 1e-9))
			return steps[i] * ten;
	return 10 * ten;
}

void
ticks_make(struct ticks *t, double lo, double hi, int wanted)
{
	double first, step;

	*t = (struct ticks){0};
	if (!(lo < hi) || wanted < 1 || !(hi - lo < 1e300))
		return;
	step = scale_round((hi - lo) / wanted);
	/* Too fine for a double to count by. */
	if (step < 1e-12 * (fabs(lo) + fabs(hi)))
		return;
	first = floor(lo / step);
	for (double k = first; k * step <= hi + step * 1e-9; k++)
		if (k * step >= lo - step * 1e-9 && t->n < TICKS_MAX)
			t->at[t->n++] = k * step;
	t->step = step;
	for (double s = step; s < 1 - 1e-9 && t->places < 12; s *= 10)
		t->places++;
}

static void
fixed_text(char buf[SHOW_TEXT], const struct ticks *t, double v, bool ratio)
{
	int places = t->places;

	if (fabs(v) < t->step / 2)
		v = 0;
	if (ratio) {
		v *= 100;
		places = places > 2 ? places - 2 : 0;
	}
	show_fixed(buf, v, places);
	if (ratio)
		strcat(buf, "%");
}

/* "0.5e-9", "600e12": with one exponent for all, a multiple of 3. */
static void
short_text(char buf[SHOW_TEXT], const struct ticks *t, double v)
{
	double top = fmax(fabs(t->at[0]), fabs(t->at[t->n - 1]));
	double step = t->step;
	int exponent = 0, places = 0;

	for (; top >= 1000 && exponent < 300; exponent += 3, step /= 1000)
		top /= 1000;
	for (; top < 1 && exponent > -300; exponent -= 3, step *= 1000)
		top *= 1000;
	for (double s = step; s < 1 - 1e-9 && places < 12; s *= 10)
		places++;
	if (fabs(v) < t->step / 2) {
		strcpy(buf, "0");
		return;
	}
	show_fixed(buf, v / t->step * step, places);
	snprintf(buf + strlen(buf), SHOW_TEXT - strlen(buf), "e%d", exponent);
}

enum { LONG = 10 }; /* characters, more than which are too many */

/* The longest of them stands at one of the ends. */
static size_t
longest(const struct ticks *t, bool ratio)
{
	char a[SHOW_TEXT], b[SHOW_TEXT];

	fixed_text(a, t, t->at[0], ratio);
	fixed_text(b, t, t->at[t->n - 1], ratio);
	return strlen(a) > strlen(b) ? strlen(a) : strlen(b);
}

const char *
ticks_text(char buf[SHOW_TEXT], const struct ticks *t, int i, bool ratio)
{
	size_t len = longest(t, ratio);

	fixed_text(buf, t, t->at[i], ratio);
	if (len > LONG && !ratio) {
		char text[SHOW_TEXT];

		short_text(text, t, t->at[i]);
		if (strlen(text) < len)
			strcpy(buf, text);
	}
	return buf;
}

/* ---- times ---- */

#define MINUTES(n) ((n)*INT64_C(60000))

/* Steps in ms, then in months, below 0. */
static const int64_t steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000,
    5000, 15000, 30000, MINUTES(1), MINUTES(2), MINUTES(5), MINUTES(15),
    MINUTES(30), MINUTES(60), MINUTES(180), MINUTES(360), MINUTES(720), DAY_MS,
    2 * DAY_MS, 7 * DAY_MS, 14 * DAY_MS, -1, -2, -3, -6, -12, -24, -60, -120,
    -240, -600, -1200, -2400, -6000, -12000};

static int64_t
month_of(int64_t ms)
{
	int64_t year;
	int month, day;

	civil_date(ms / DAY_MS, &year, &month, &day);
	return 12 * year + month - 1;
}

/* The first moment of so many months that is not before from. */
static int64_t
first_month(int64_t from, int64_t months)
{
	int64_t k = (month_of(from) + months - 1) / months * months;

	if (civil_days(k / 12, (int)(k % 12) + 1, 1) * DAY_MS < from)
		k += months;
	return civil_days(k / 12, (int)(k % 12) + 1, 1) * DAY_MS;
}

/* The first moment of the step that is not before from. */
static int64_t
first_of(int64_t from, int64_t step)
{
	/* 1970-01-05 was a Monday, where weeks begin. */
	int64_t base = step % (7 * DAY_MS) == 0 ? 4 * DAY_MS : 0, k;

	if (step > 0) {
		k = (from - base + step - 1) / step;
		return from <= base ? base : base + k * step;
	}
	return step < 0 ? first_month(from, -step) : from;
}

static int64_t
next_of(int64_t at, int64_t step)
{
	int64_t k;

	if (step > 0)
		return at + step;
	k = month_of(at) - step;
	return civil_days(k / 12, (int)(k % 12) + 1, 1) * DAY_MS;
}

static bool
fits(struct times *t, int64_t from, int64_t to, int64_t step, int max)
{
	t->n = 0;
	t->step = step;
	/* Not to be counted one by one. */
	if (step > 0 && (to - from) / step > max)
		return false;
	for (int64_t at = first_of(from, step); at <= to;
	     at = next_of(at, step)) {
		if (t->n == max)
			return false;
		t->at[t->n++] = at;
	}
	return true;
}

void
times_make(struct times *t, int64_t from, int64_t to, int max)
{
	size_t i = 0;

	while (i + 1 < sizeof steps / sizeof steps[0] &&
	       !fits(t, from, to, steps[i], max))
		i++;
}

const char *
times_text(char buf[SHOW_TEXT], const struct times *t, int i)
{
	static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May",
	    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	char text[CLOCK_TEXT];
	int64_t at = t->at[i], year;
	int month, day;

	civil_date(at / DAY_MS, &year, &month, &day);
	if (t->step <= -12)
		snprintf(buf, SHOW_TEXT, "%" PRId64, year);
	else if (t->step < 0)
		snprintf(buf, SHOW_TEXT, "%" PRId64 "-%02d", year, month);
	else if (at % DAY_MS == 0)
		snprintf(buf, SHOW_TEXT, "%s %d", names[month - 1], day);
	else
		snprintf(buf, SHOW_TEXT, "%.*s",
		    t->step >= 60000  ? 5
		    : t->step >= 1000 ? 8
				      : 12,
		    clock_format(at, text) + 11);
	return buf;
}
