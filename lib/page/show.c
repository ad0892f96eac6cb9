/* SPDX-License-Identifier: MIT */
#include "page/show.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"

/* Thin spaces would be finer, and are no ASCII: 1,234,567.89 */
static void
group(char buf[SHOW_TEXT])
{
	char *digits = buf + (*buf == '-');
	size_t whole = strspn(digits, "0123456789");
	size_t len = strlen(buf);

	while (whole > 3 && len + 1 < SHOW_TEXT) {
		whole -= 3;
		memmove(digits + whole + 1, digits + whole,
		    len - (size_t)(digits - buf) - whole + 1);
		digits[whole] = ',';
		len++;
	}
}

const char *
show_fixed(char buf[SHOW_TEXT], double v, int places)
{
	if (fabs(v) >= 1e15)
		return show_exact(buf, v);
	snprintf(buf, SHOW_TEXT, "%.*f", places, v);
	/* -0.00 is 0.00. */
	if (*buf == '-' && strspn(buf, "-0.") == strlen(buf))
		memmove(buf, buf + 1, strlen(buf));
	group(buf);
	return buf;
}

static void
ratio(char buf[SHOW_TEXT], double v)
{
	double percent = 100 * v, size = fabs(percent);

	/* What one trade brings is small, and counts. */
	show_fixed(buf, percent,
	    size >= 1000            ? 0
	    : size >= 0.1 || v == 0 ? 2
				    : 3);
	strcat(buf, "%");
}

static void
number(char buf[SHOW_TEXT], double v)
{
	show_fixed(buf, v, fabs(v) >= 0.01 || v == 0 ? 2 : 4);
}

static void
with_word(char buf[SHOW_TEXT], double v, const char *word)
{
	show_exact(buf, v);
	snprintf(buf + strlen(buf), SHOW_TEXT - strlen(buf), " %s", word);
}

const char *
show(char buf[SHOW_TEXT], enum unit unit, double v)
{
	switch (unit) {
	case UNIT_COUNT:
		show_fixed(buf, v, floor(v) == v ? 0 : 2);
		break;
	case UNIT_NUMBER:
		number(buf, v);
		break;
	case UNIT_FINE:
		snprintf(buf, SHOW_TEXT, "%.4g", v);
		break;
	case UNIT_RATIO:
		ratio(buf, v);
		break;
	case UNIT_MONEY:
		show_fixed(buf, v, fabs(v) >= 0.1 || v == 0 ? 2 : 8);
		break;
	case UNIT_TIME:
		show_time(buf, (int64_t)v);
		break;
	case UNIT_DAYS:
		show_fixed(buf, v, floor(v) == v ? 0 : 2);
		strcat(buf, v == 1 ? " day" : " days");
		break;
	case UNIT_BARS:
		show_fixed(buf, v, floor(v) == v ? 0 : 1);
		strcat(buf, v == 1 ? " bar" : " bars");
		break;
	case UNIT_BPS:
		with_word(buf, v, "bps");
		break;
	case UNIT_PLAIN:
		show_exact(buf, v);
		break;
	}
	return buf;
}

const char *
show_signed(char buf[SHOW_TEXT], enum unit unit, double v)
{
	show(buf, unit, v);
	if (v > 0 && strlen(buf) + 1 < SHOW_TEXT &&
	    strspn(buf, "0.%") != strlen(buf)) {
		memmove(buf + 1, buf, strlen(buf) + 1);
		*buf = '+';
	}
	return buf;
}

const char *
show_exact(char buf[SHOW_TEXT], double v)
{
	char text[NUM_DOUBLE_MAX];
	size_t len = (size_t)(num_put_calc(text, v) - text);

	memcpy(buf, text, len);
	buf[len] = '\0';
	return buf;
}

const char *
show_time(char buf[SHOW_TEXT], int64_t ms)
{
	char text[CLOCK_TEXT];

	if (ms < 0)
		return strcpy(buf, "-");
	if (ms % 60000 == 59999)
		ms++;
	clock_format(ms, text);
	snprintf(
	    buf, SHOW_TEXT, "%.10s %.*s", text, ms % 60000 ? 8 : 5, text + 11);
	return buf;
}

const char *
show_day(char buf[SHOW_TEXT], int64_t ms)
{
	char text[CLOCK_TEXT];

	if (ms % 60000 == 59999)
		ms++;
	snprintf(buf, SHOW_TEXT, "%.10s", clock_format(ms < 0 ? 0 : ms, text));
	return buf;
}

const char *
show_month(char buf[SHOW_TEXT], int64_t n)
{
	snprintf(
	    buf, SHOW_TEXT, "%04" PRId64 "-%02d", n / 12, (int)(n % 12) + 1);
	return buf;
}

const char *
show_duration(char buf[SHOW_TEXT], int64_t ms)
{
	static const struct {
		int64_t ms;
		const char *name;
	} units[] = {{DAY_MS, "d"}, {HOUR_MS, "h"}, {60000, "min"}, {1000, "s"},
	    {1, "ms"}};
	enum { UNITS = sizeof units / sizeof units[0] };
	int i = 0;
	int64_t rest;
	int n;

	while (i + 1 < UNITS && ms < units[i].ms)
		i++;
	n = snprintf(
	    buf, SHOW_TEXT, "%" PRId64 " %s", ms / units[i].ms, units[i].name);
	rest = ms % units[i].ms;
	if (i + 1 < UNITS && rest / units[i + 1].ms)
		snprintf(buf + n, SHOW_TEXT - (size_t)n, " %" PRId64 " %s",
		    rest / units[i + 1].ms, units[i + 1].name);
	return buf;
}
