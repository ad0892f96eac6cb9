/* SPDX-License-Identifier: MIT */
/*
 * show - numbers, ratios and times as people read them.  The texts are ASCII.
 */
#ifndef SHOW_H
#define SHOW_H

#include <stdint.h>

enum { SHOW_TEXT = 48 };

enum unit {
	UNIT_PLAIN, /* as it is, at most 12 digits */
	UNIT_COUNT,
	UNIT_NUMBER,
	UNIT_FINE,  /* four digits that count, however small */
	UNIT_RATIO, /* 0.1 is shown as 10.00 % */
	UNIT_MONEY,
	UNIT_TIME, /* ms since the epoch */
	UNIT_DAYS,
	UNIT_BARS,
	UNIT_BPS,
};

/* All return buf. */
const char *show(char buf[SHOW_TEXT], enum unit unit, double v);

/* So many decimals, thousands apart. */
const char *show_fixed(char buf[SHOW_TEXT], double v, int places);

/* With a plus sign where it is above 0. */
const char *show_signed(char buf[SHOW_TEXT], enum unit unit, double v);

/* The value to its 12 digits, for programs. */
const char *show_exact(char buf[SHOW_TEXT], double v);

/* "2026-01-31 12:00"; seconds only where there are some.  The last ms of a
 * minute is its end: bars end so. */
const char *show_time(char buf[SHOW_TEXT], int64_t ms);

/* Its day, by the same rule. */
const char *show_day(char buf[SHOW_TEXT], int64_t ms);
const char *show_month(char buf[SHOW_TEXT], int64_t number); /* months.h */

/* "3 d 4 h", "15 min": the two largest units. */
const char *show_duration(char buf[SHOW_TEXT], int64_t ms);

#endif
