/* SPDX-License-Identifier: MIT */
#include "market/interval.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "tap.h"

#define MINUTE INT64_C(60000)
#define DAY INT64_C(86400000)

static int64_t
at(const char *text)
{
	int64_t ms = -1;

	clock_parse(text, 0, &ms);
	return ms;
}

static enum interval
parse(const char *text)
{
	return (enum interval)interval_parse(text, strlen(text));
}

static void
test_names(void)
{
	static const char *const names[] = {"1m", "3m", "5m", "15m", "30m",
	    "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"};
	static const char *const wrong[] = {
	    "", "1", "m", "1s", "2m", "1H", "1D", "1W", "01m", "1mo", "1m "};

	ok(sizeof names / sizeof names[0] == INTERVAL_COUNT, "fifteen");
	for (int i = 0; i < INTERVAL_COUNT; i++)
		ok(interval_parse(names[i], strlen(names[i])) == i &&
			strcmp(interval_name((enum interval)i), names[i]) == 0,
		    "'%s' has place %d", names[i], i);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		ok(interval_parse(wrong[i], strlen(wrong[i])) == -1,
		    "'%s' is none", wrong[i]);
	ok(interval_parse("1m,5m", 2) == INTERVAL_1M, "len bounds the text");
}

static void
test_calendar(void)
{
	static const struct {
		enum interval iv;
		const char *t, *open, *end;
	} rows[] = {
	    {INTERVAL_1M, "2026-01-01T00:00:59.999Z", "2026-01-01",
		"2026-01-01T00:00:59.999Z"},
	    {INTERVAL_8H, "2026-01-01T23:00:00Z", "2026-01-01T16:00:00Z",
		"2026-01-01T23:59:59.999Z"},
	    {INTERVAL_1W, "2026-01-01", "2025-12-29",
		"2026-01-04T23:59:59.999Z"},
	    {INTERVAL_1W, "2026-01-04T23:59:59.999Z", "2025-12-29",
		"2026-01-04T23:59:59.999Z"},
	    {INTERVAL_1W, "2026-01-05", "2026-01-05",
		"2026-01-11T23:59:59.999Z"},
	    {INTERVAL_1MO, "2024-02-29T12:00:00Z", "2024-02-01",
		"2024-02-29T23:59:59.999Z"},
	    {INTERVAL_1MO, "2100-02-28T12:00:00Z", "2100-02-01",
		"2100-02-28T23:59:59.999Z"},
	    {INTERVAL_1MO, "2025-12-31T23:59:59.999Z", "2025-12-01",
		"2025-12-31T23:59:59.999Z"},
	    {INTERVAL_3D, "1970-01-06T23:59:59Z", "1970-01-04",
		"1970-01-06T23:59:59.999Z"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t open = interval_open(rows[i].iv, at(rows[i].t));

		ok(open == at(rows[i].open) &&
			interval_end(rows[i].iv, open) == at(rows[i].end),
		    "%s: the bar at %s", interval_name(rows[i].iv), rows[i].t);
	}
	ok(interval_open(INTERVAL_1W, 0) == -3 * DAY,
	    "the epoch's week began before it");
}

/* Whether a bar starts at this time, by libc's calendar. */
static bool
is_boundary(enum interval iv, int64_t ms)
{
	time_t s = ms / 1000;
	int64_t day = ms / DAY;
	struct tm tm;

	if (iv <= INTERVAL_1D)
		return ms % interval_ms(iv) == 0;
	if (ms % DAY)
		return false;
	gmtime_r(&s, &tm);
	if (iv == INTERVAL_3D)
		return day % 3 == 0;
	return iv == INTERVAL_1W ? tm.tm_wday == 1 : tm.tm_mday == 1;
}

/* Walks [from, to) and holds open, next and end to is_boundary(). */
static int
walk(enum interval iv, int64_t from, int64_t to, int64_t step)
{
	int64_t open = -1, before = -1;
	int bad = 0;

	for (int64_t t = from; t < to; t += step) {
		if (is_boundary(iv, t)) {
			if (open >= 0 && interval_next(iv, open) != t)
				bad++;
			if (open >= 0 && interval_end(iv, open) != t - 1)
				bad++;
			before = open;
			open = t;
		}
		if (open < 0)
			continue;
		if (interval_open(iv, t) != open ||
		    interval_open(iv, t + step - 1) != open)
			bad++;
		if (before >= 0 && interval_open(iv, open - 1) != before)
			bad++;
	}
	return bad;
}

static void
test_walk(void)
{
	static const char *const ranges[][2] = {{"1970-01-01", "1972-12-31"},
	    {"1999-12-01", "2001-02-01"}, {"2023-12-01", "2025-03-02"},
	    {"2099-12-01", "2101-02-01"}, {"9998-12-01", "9999-12-31"}};

	for (int i = 0; i < INTERVAL_COUNT; i++) {
		enum interval iv = (enum interval)i;
		bool fine = iv < INTERVAL_1D;
		int bad = 0;

		for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++)
			bad += walk(iv, at(ranges[r][0]),
			    fine ? at(ranges[r][0]) + 5 * DAY
				 : at(ranges[r][1]),
			    fine ? MINUTE : DAY / 2);
		ok(bad == 0, "%s: every bar where the calendar has it",
		    interval_name(iv));
	}
}

/* Whether all bars of coarse in 1999-2101 start with a bar of fine. */
static bool
nests(enum interval fine, enum interval coarse)
{
	int64_t t = interval_open(coarse, at("1999-12-01"));
	int64_t end = coarse < INTERVAL_1D ? t + 40 * DAY : at("2101-02-01");

	for (; t < end; t = interval_next(coarse, t))
		if (interval_open(fine, t) != t)
			return false;
	return true;
}

static void
test_divides(void)
{
	static const struct {
		const char *fine, *coarse;
		bool want;
	} rows[] = {{"1m", "1M", true}, {"1d", "1M", true}, {"1w", "1M", false},
	    {"3d", "1M", false}, {"3d", "1w", false}, {"1d", "3d", true},
	    {"8h", "1d", true}, {"8h", "12h", false}, {"2h", "3d", true},
	    {"3m", "5m", false}, {"5m", "3m", false}, {"1h", "1m", false},
	    {"1M", "1M", true}};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ok(interval_divides(parse(rows[i].fine),
		       parse(rows[i].coarse)) == rows[i].want,
		    "%s %s %s", rows[i].fine,
		    rows[i].want ? "fills" : "does not fill", rows[i].coarse);
	for (int f = 0; f < INTERVAL_COUNT; f++) {
		int bad = 0;

		for (int c = 0; c < INTERVAL_COUNT; c++) {
			enum interval fine = (enum interval)f;
			enum interval coarse = (enum interval)c;

			if (interval_divides(fine, coarse) !=
			    nests(fine, coarse))
				bad++;
		}
		ok(bad == 0, "%s divides what its bars fill, 1999 to 2101",
		    interval_name((enum interval)f));
	}
}

int
main(void)
{
	test_names();
	test_calendar();
	test_walk();
	test_divides();
	return tap_done();
}
