/* SPDX-License-Identifier: MIT */
/* clock - the time of day, times and durations as people write them. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define HOUR_MS INT64_C(3600000)
#define DAY_MS (24 * HOUR_MS)

enum { CLOCK_TEXT = 32 }; /* room for clock_format() */

/* ms since the epoch: the machine's clock, or what clock_set() said. */
int64_t clock_now(void);
void clock_set(int64_t ms); /* --now; negative: the machine again */

/* Monotonic ms, for deadlines and rates; never set. */
int64_t clock_mono(void);

/*
 * TIME: RFC 3339 ("2026-01-01", "2026-01-01T00:00:00.5Z", a missing zone is
 * UTC, "+02:00"), epoch milliseconds (all digits), "now", or a duration
 * before now ("90d").  0, or -1.  The range is 0 to the end of year 9999.
 */
int clock_parse(const char *text, int64_t now, int64_t *ms);

/* DURATION: a whole number and ms, s, m, h, d or w.  0, or -1. */
int duration_parse(const char *text, int64_t *ms);

/* "2026-01-01T00:00:00Z", with ".123" where there are milliseconds. */
const char *clock_format(int64_t ms, char buf[CLOCK_TEXT]);

/* Days since 1970-01-01 of a proleptic Gregorian date (m 1-12), and back. */
int64_t civil_days(int64_t y, int m, int d);
void civil_date(int64_t days, int64_t *y, int *m, int *d);

#endif
