/* SPDX-License-Identifier: MIT */
#include "base/clock.h"

#include <stdbool.h>
#include <string.h>

#include "tap.h"

#define NOW INT64_C(1767225600000) /* 2026-01-01T00:00:00Z */
#define DAY INT64_C(86400000)

static void
test_parse(void)
{
	static const struct {
		const char *text;
		int64_t want; /* -1: refused */
	} rows[] = {
	    {"1970-01-01", 0},
	    {"2026-01-01", NOW},
	    {"2026-01-01T00:00:00Z", NOW},
	    {"2026-01-01T00:00:00", NOW},
	    {"2026-01-01 00:00:00", NOW},
	    {"2026-01-01t00:00:00z", NOW},
	    {"2026-01-01T00:00:00.5Z", NOW + 500},
	    {"2026-01-01T00:00:00.123Z", NOW + 123},
	    {"2026-01-01T00:00:00.123999999999999999999Z", NOW + 123},
	    {"2026-01-01T00:00:00.0009", NOW},
	    {"2026-01-01T02:00:00+02:00", NOW},
	    {"2025-12-31T18:30:00-05:30", NOW},
	    {"2026-01-01T00:00:00-00:00", NOW},
	    {"2026-01-01T00:00:00.25+00:00", NOW + 250},
	    {"1970-01-01T23:59:00+23:59", 0},
	    {"9999-12-31T23:59:59.999Z", INT64_C(253402300799999)},
	    {"2000-02-29", INT64_C(951782400000)},
	    {"2024-02-29", INT64_C(1709164800000)},
	    {"0", 0},
	    {"1767225600000", NOW},
	    {"001767225600000", NOW},
	    {"253402300799999", INT64_C(253402300799999)},
	    {"now", NOW},
	    {"0s", NOW},
	    {"90d", NOW - 90 * DAY},
	    {"500ms", NOW - 500},
	    {"2w", NOW - 14 * DAY},
	    {"1767225600s", 0},
	    /* refused: out of range */
	    {"253402300800000", -1},
	    {"9223372036854775808", -1},
	    {"18446744073709551617", -1},
	    {"9999-12-31T23:59:59-00:01", -1},
	    {"1970-01-01T00:00:00+00:01", -1},
	    {"1969-12-31", -1},
	    {"0000-01-01", -1},
	    {"1767225601s", -1},
	    /* no such day or hour */
	    {"2025-02-29", -1},
	    {"2100-02-29", -1},
	    {"2026-04-31", -1},
	    {"2026-13-01", -1},
	    {"2026-00-01", -1},
	    {"2026-01-00", -1},
	    {"2026-01-01T24:00:00Z", -1},
	    {"2026-01-01T00:60:00Z", -1},
	    {"2026-01-01T00:00:60Z", -1},
	    {"2016-12-31T23:59:60Z", -1},
	    {"2026-01-01T00:00:00+24:00", -1},
	    {"2026-01-01T00:00:00+01:60", -1},
	    /* not the grammar */
	    {"", -1},
	    {" ", -1},
	    {"-1", -1},
	    {"+1", -1},
	    {" 1", -1},
	    {"1 ", -1},
	    {"1e3", -1},
	    {"1.5", -1},
	    {"Now", -1},
	    {"now ", -1},
	    {"-90d", -1},
	    {"90D", -1},
	    {"3M", -1},
	    {"1y", -1},
	    {"1d12h", -1},
	    {"26-01-01", -1},
	    {"2026-1-1", -1},
	    {"2026-01", -1},
	    {"2026/01/01", -1},
	    {"12026-01-01", -1},
	    {"2026-01-01Z", -1},
	    {"2026-01-01T", -1},
	    {"2026-01-01T00", -1},
	    {"2026-01-01T00:00", -1},
	    {"2026-01-01T00:00Z", -1},
	    {"2026-01-01T00:00:00.", -1},
	    {"2026-01-01T00:00:00.Z", -1},
	    {"2026-01-01T00:00:00,5Z", -1},
	    {"2026-01-01T00:00:00+02", -1},
	    {"2026-01-01T00:00:00+0200", -1},
	    {"2026-01-01T00:00:00 Z", -1},
	    {"2026-01-01T00:00:00Z ", -1},
	    {"2026-01-01  00:00:00", -1},
	    {"20260101T000000Z", -1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t ms = -1;
		int rc = clock_parse(rows[i].text, NOW, &ms);

		ok(rc == (rows[i].want < 0 ? -1 : 0) && ms == rows[i].want,
		    "time '%s'%s", rows[i].text,
		    rows[i].want < 0 ? " is refused" : "");
	}
}

static void
test_duration(void)
{
	static const struct {
		const char *text;
		int64_t want;
	} rows[] = {
	    {"0s", 0},
	    {"500ms", 500},
	    {"30s", 30000},
	    {"5m", 300000},
	    {"1h", 3600000},
	    {"1d", DAY},
	    {"2w", 14 * DAY},
	    {"007d", 7 * DAY},
	    {"9223372036854775807ms", INT64_MAX},
	    {"9223372036854775808ms", -1},
	    {"9223372036854775s", INT64_C(9223372036854775000)},
	    {"9223372036854776s", -1},
	    {"99999999999999w", -1},
	    {"", -1},
	    {"5", -1},
	    {"m", -1},
	    {"-5m", -1},
	    {"+5m", -1},
	    {" 5m", -1},
	    {"5m ", -1},
	    {"5 m", -1},
	    {"1.5h", -1},
	    {"5M", -1},
	    {"5sec", -1},
	    {"1h30m", -1},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t ms = -1;
		int rc = duration_parse(rows[i].text, &ms);

		ok(rc == (rows[i].want < 0 ? -1 : 0) && ms == rows[i].want,
		    "duration '%s'%s", rows[i].text,
		    rows[i].want < 0 ? " is refused" : "");
	}
}

static void
test_format(void)
{
	static const struct {
		int64_t ms;
		const char *want;
	} rows[] = {
	    {0, "1970-01-01T00:00:00Z"},
	    {1, "1970-01-01T00:00:00.001Z"},
	    {NOW, "2026-01-01T00:00:00Z"},
	    {NOW - 1, "2025-12-31T23:59:59.999Z"},
	    {NOW + 45296700, "2026-01-01T12:34:56.700Z"},
	    {INT64_C(951782400000), "2000-02-29T00:00:00Z"},
	    {INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"},
	    {-1, "1969-12-31T23:59:59.999Z"},
	    {INT64_MAX, "292278994-08-17T07:12:55.807Z"},
	    {INT64_MIN, "-292275055-05-16T16:47:04.192Z"},
	};
	int64_t ms, back;
	int bad = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char buf[CLOCK_TEXT];

		ok(strcmp(clock_format(rows[i].ms, buf), rows[i].want) == 0,
		    "%lld is %s", (long long)rows[i].ms, rows[i].want);
	}
	for (ms = 0; ms < INT64_C(253402300800000); ms += 123456789123) {
		char buf[CLOCK_TEXT];

		if (clock_parse(clock_format(ms, buf), 0, &back) != 0 ||
		    back != ms)
			bad++;
	}
	ok(bad == 0, "what is printed reads back");
}

/* A calendar that only counts, against the formulas: years 0 to 10000. */
static void
test_civil(void)
{
	static const int lengths[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t day = -719528; /* 0000-01-01 */
	int bad = 0;

	for (int y = 0; y <= 10000; y++) {
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

		for (int m = 1; m <= 12; m++) {
			int n = lengths[m - 1] + (leap && m == 2);

			for (int d = 1; d <= n; d++, day++) {
				int64_t gy;
				int gm, gd;

				civil_date(day, &gy, &gm, &gd);
				if (civil_days(y, m, d) != day || gy != y ||
				    gm != m || gd != d)
					bad++;
			}
		}
	}
	ok(bad == 0, "every day of 10,001 years, both ways");
	ok(civil_days(1970, 1, 1) == 0, "the epoch is day 0");
	ok(civil_days(-1, 12, 31) == -719529,
	    "days before the year 0 count back");
}

static void
test_now(void)
{
	int64_t a = clock_mono(), b = clock_mono();

	ok(clock_now() > INT64_C(1700000000000), "the machine's clock");
	ok(b >= a, "the monotonic clock does not go back");
	clock_set(NOW);
	ok(clock_now() == NOW, "--now stops the clock");
	clock_set(0);
	ok(clock_now() == 0, "even at the epoch");
	clock_set(-1);
	ok(clock_now() > NOW - 10000 * DAY && clock_now() != 0,
	    "a negative time sets it going again");
}

int
main(void)
{
	test_parse();
	test_duration();
	test_format();
	test_civil();
	test_now();
	return tap_done();
}
