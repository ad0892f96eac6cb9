/* SPDX-License-Identifier: MIT */
/*
 * interval - the exchange's candle intervals and their calendar: a week
 * starts on Monday 00:00 UTC, a month on its first, all others are counted
 * from the epoch.
 */
#ifndef INTERVAL_H
#define INTERVAL_H

#include <stddef.h>
#include <stdint.h>

enum interval { /* finest first */
	INTERVAL_1M,
	INTERVAL_3M,
	INTERVAL_5M,
	INTERVAL_15M,
	INTERVAL_30M,
	INTERVAL_1H,
	INTERVAL_2H,
	INTERVAL_4H,
	INTERVAL_6H,
	INTERVAL_8H,
	INTERVAL_12H,
	INTERVAL_1D,
	INTERVAL_3D, /* counted from the epoch; its anchor is not documented */
	INTERVAL_1W,
	INTERVAL_1MO, /* written "1M" */
	INTERVAL_COUNT,
};

/* "1m" ... "1M"; -1 if it is none of them.  1s is spot's alone: refused. */
int interval_parse(const char *text, size_t len);
const char *interval_name(enum interval iv);

/* Length in ms; of a month its nominal 30 days. */
int64_t interval_ms(enum interval iv);

/* Start of the bar that holds t, and of the bar after the one at open. */
int64_t interval_open(enum interval iv, int64_t t);
int64_t interval_next(enum interval iv, int64_t open);

/* The last ms of the bar that starts at open: a candle's time. */
int64_t interval_end(enum interval iv, int64_t open);

/* How many bars open in [from, to), both of which are where bars open. */
int64_t interval_count(enum interval iv, int64_t from, int64_t to);

/* Whether bars of fine fill bars of coarse without a rest. */
int interval_divides(enum interval fine, enum interval coarse);

#endif
