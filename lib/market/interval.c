/* SPDX-License-Identifier: MIT */
#include "interval.h"

#include <string.h>

#include "base/clock.h"

#define MINUTE_MS INT64_C(60000)

static const struct {
	const char *name;
	int64_t ms;
	int64_t anchor; /* ms from the epoch to a boundary */
} intervals[INTERVAL_COUNT] = {
    [INTERVAL_1M] = {"1m", MINUTE_MS, 0},
    [INTERVAL_3M] = {"3m", 3 * MINUTE_MS, 0},
    [INTERVAL_5M] = {"5m", 5 * MINUTE_MS, 0},
    [INTERVAL_15M] = {"15m", 15 * MINUTE_MS, 0},
    [INTERVAL_30M] = {"30m", 30 * MINUTE_MS, 0},
    [INTERVAL_1H] = {"1h", HOUR_MS, 0},
    [INTERVAL_2H] = {"2h", 2 * HOUR_MS, 0},
    [INTERVAL_4H] = {"4h", 4 * HOUR_MS, 0},
    [INTERVAL_6H] = {"6h", 6 * HOUR_MS, 0},
    [INTERVAL_8H] = {"8h", 8 * HOUR_MS, 0},
    [INTERVAL_12H] = {"12h", 12 * HOUR_MS, 0},
    [INTERVAL_1D] = {"1d", DAY_MS, 0},
    [INTERVAL_3D] = {"3d", 3 * DAY_MS, 0},
    /* The epoch is a Thursday: the Monday before it. */
    [INTERVAL_1W] = {"1w", 7 * DAY_MS, -3 * DAY_MS},
    [INTERVAL_1MO] = {"1M", 30 * DAY_MS, 0},
};

int
interval_parse(const char *text, size_t len)
{
	for (int i = 0; i < INTERVAL_COUNT; i++)
		if (strlen(intervals[i].name) == len &&
		    memcmp(intervals[i].name, text, len) == 0)
			return i;
	return -1;
}

const char *
interval_name(enum interval iv)
{
	return intervals[iv].name;
}

int64_t
interval_ms(enum interval iv)
{
	return intervals[iv].ms;
}

/* The first of the month that lies months after the one that holds t. */
static int64_t
month_start(int64_t t, int months)
{
	int64_t y;
	int m, d;

	civil_date(t / DAY_MS, &y, &m, &d);
	m += months;
	if (m > 12) {
		m -= 12;
		y++;
	}
	return civil_days(y, m, 1) * DAY_MS;
}

int64_t
interval_open(enum interval iv, int64_t t)
{
	if (iv == INTERVAL_1MO)
		return month_start(t, 0);
	return t - (t - intervals[iv].anchor) % intervals[iv].ms;
}

int64_t
interval_next(enum interval iv, int64_t open)
{
	if (iv == INTERVAL_1MO)
		return month_start(open, 1);
	return open + intervals[iv].ms;
}

int64_t
interval_end(enum interval iv, int64_t open)
{
	return interval_next(iv, open) - 1;
}

int64_t
interval_count(enum interval iv, int64_t from, int64_t to)
{
	int64_t n = 0;

	if (iv != INTERVAL_1MO)
		return (to - from) / intervals[iv].ms;
	for (; from < to; from = interval_next(iv, from))
		n++;
	return n;
}

/*
 * What is longer than a day starts on any day, so only what divides a day
 * divides it; and all that is not longer than a day does divide a day.
 */
int
interval_divides(enum interval fine, enum interval coarse)
{
	if (fine == coarse)
		return 1;
	if (fine > INTERVAL_1D)
		return 0;
	return intervals[coarse].ms % intervals[fine].ms == 0;
}
