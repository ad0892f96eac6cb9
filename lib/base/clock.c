/* SPDX-License-Identifier: MIT */
#include "clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)

/* 9999-12-31T23:59:59.999Z */
#define TIME_LAST INT64_C(253402300799999)

enum { /* days in a number of years */
	DAYS_1 = 365,
	DAYS_4 = 4 * DAYS_1 + 1,
	DAYS_100 = 25 * DAYS_4 - 1,
	DAYS_400 = 4 * DAYS_100 + 1,
	EPOCH = 719468, /* days from 0000-03-01 to 1970-01-01 */
};

static int64_t fixed_now = -1;

static int64_t
read_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * SECOND_MS + ts.tv_nsec / 1000000;
}

int64_t
clock_now(void)
{
	return fixed_now >= 0 ? fixed_now : read_clock(CLOCK_REALTIME);
}

void
clock_set(int64_t ms)
{
	fixed_now = ms;
}

int64_t
clock_mono(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Years are counted from 1 March, so that a leap day is the last of its year
 * and month m (0 = March) starts on day (153 m + 2) / 5: from March the months
 * have 31 30 31 30 31 days, again and again.
 */
int64_t
civil_days(int64_t y, int m, int d)
{
	int month = m > 2 ? m - 3 : m + 9;

	if (m <= 2)
		y--;
	return 365 * y + floor_div(y, 4) - floor_div(y, 100) +
	       floor_div(y, 400) + (153 * month + 2) / 5 + d - 1 - EPOCH;
}

/* Takes whole units out of *rest, at most max (the last one is longer). */
static int
take(int *rest, int unit, int max)
{
	int n = *rest / unit;

	if (n > max)
		n = max;
	*rest -= n * unit;
	return n;
}

void
civil_date(int64_t days, int64_t *y, int *m, int *d)
{
	int64_t cycle = floor_div(days + EPOCH, DAYS_400);
	int rest = (int)(days + EPOCH - cycle * DAYS_400), month;

	*y = cycle * 400;
	*y += 100 * take(&rest, DAYS_100, 3);
	*y += 4 * take(&rest, DAYS_4, 24);
	*y += take(&rest, DAYS_1, 3);
	month = (5 * rest + 2) / 153;
	*d = rest - (153 * month + 2) / 5 + 1;
	*m = month < 10 ? month + 3 : month - 9;
	if (*m <= 2)
		(*y)++;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly n digits; moves *p behind them. */
static int
parse_field(const char **p, int n, int lo, int hi, int *out)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (!is_digit(**p))
			return -1;
		v = 10 * v + *(*p)++ - '0';
	}
	*out = v;
	return v < lo || v > hi ? -1 : 0;
}

static int
parse_char(const char **p, char c)
{
	if (**p != c)
		return -1;
	(*p)++;
	return 0;
}

static int
month_length(int y, int m)
{
	return (int)(civil_days(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) -
		     civil_days(y, m, 1));
}

static int
parse_date(const char **p, int64_t *ms)
{
	int y, m, d;

	if (parse_field(p, 4, 0, 9999, &y) != 0 || parse_char(p, '-') != 0 ||
	    parse_field(p, 2, 1, 12, &m) != 0 || parse_char(p, '-') != 0 ||
	    parse_field(p, 2, 1, month_length(y, m), &d) != 0)
		return -1;
	*ms = civil_days(y, m, d) * DAY_MS;
	return 0;
}

/* Adds hh:mm:ss[.digits].  A leap second is no place in epoch time. */
static int
parse_day_time(const char **p, int64_t *ms)
{
	int64_t digit = 100;
	int h, m, s;

	if (parse_field(p, 2, 0, 23, &h) != 0 || parse_char(p, ':') != 0 ||
	    parse_field(p, 2, 0, 59, &m) != 0 || parse_char(p, ':') != 0 ||
	    parse_field(p, 2, 0, 59, &s) != 0)
		return -1;
	*ms += h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS;
	if (parse_char(p, '.') != 0)
		return 0;
	if (!is_digit(**p))
		return -1;
	for (; is_digit(**p); digit /= 10)
		*ms += digit * (*(*p)++ - '0');
	return 0;
}

/* Subtracts the offset from UTC, if one is given. */
static int
parse_zone(const char **p, int64_t *ms)
{
	int sign, h, m;

	if (parse_char(p, 'Z') == 0 || parse_char(p, 'z') == 0)
		return 0;
	if (parse_char(p, '+') == 0)
		sign = 1;
	else if (parse_char(p, '-') == 0)
		sign = -1;
	else
		return 0;
	if (parse_field(p, 2, 0, 23, &h) != 0 || parse_char(p, ':') != 0 ||
	    parse_field(p, 2, 0, 59, &m) != 0)
		return -1;
	*ms -= sign * (h * HOUR_MS + m * MINUTE_MS);
	return 0;
}

static int
parse_rfc3339(const char *p, int64_t *ms)
{
	if (parse_date(&p, ms) != 0)
		return -1;
	if (!*p)
		return 0;
	if (parse_char(&p, 'T') != 0 && parse_char(&p, 't') != 0 &&
	    parse_char(&p, ' ') != 0)
		return -1;
	if (parse_day_time(&p, ms) != 0 || parse_zone(&p, ms) != 0)
		return -1;
	return *p ? -1 : 0;
}

/* Leading digits; where they end, or NULL if there are none or too many. */
static const char *
parse_digits(const char *p, int64_t *out)
{
	int64_t v = 0;

	if (!is_digit(*p))
		return NULL;
	for (; is_digit(*p); p++)
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, *p - '0', &v))
			return NULL;
	*out = v;
	return p;
}

int
duration_parse(const char *text, int64_t *ms)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = {
	    {"ms", 1},
	    {"s", SECOND_MS},
	    {"m", MINUTE_MS},
	    {"h", HOUR_MS},
	    {"d", DAY_MS},
	    {"w", 7 * DAY_MS},
	};
	const char *p;
	int64_t v;

	p = parse_digits(text, &v);
	if (!p)
		return -1;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (strcmp(p, units[i].name) != 0)
			continue;
		if (__builtin_mul_overflow(v, units[i].ms, &v))
			return -1;
		*ms = v;
		return 0;
	}
	return -1;
}

int
clock_parse(const char *text, int64_t now, int64_t *ms)
{
	const char *end;
	int64_t v;

	end = parse_digits(text, &v);
	if (strcmp(text, "now") == 0)
		v = now;
	else if (duration_parse(text, &v) == 0)
		v = v <= now ? now - v : -1;
	else if ((!end || *end) && parse_rfc3339(text, &v) != 0)
		return -1;
	if (v < 0 || v > TIME_LAST)
		return -1;
	*ms = v;
	return 0;
}

const char *
clock_format(int64_t ms, char buf[CLOCK_TEXT])
{
	int64_t days = floor_div(ms, DAY_MS), y;
	int rest = (int)(ms % DAY_MS), m, d, n;

	if (rest < 0)
		rest += (int)DAY_MS;
	civil_date(days, &y, &m, &d);
	n = snprintf(buf, CLOCK_TEXT, "%04lld-%02d-%02dT%02d:%02d:%02d",
	    (long long)y, m, d, rest / 3600000, rest / 60000 % 60,
	    rest / 1000 % 60);
	if (rest % 1000)
		snprintf(
		    buf + n, CLOCK_TEXT - (size_t)n, ".%03dZ", rest % 1000);
	else
		snprintf(buf + n, CLOCK_TEXT - (size_t)n, "Z");
	return buf;
}
