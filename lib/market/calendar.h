/* SPDX-License-Identifier: MIT */
/* calendar - whether a step in open_time is a hole (design: --calendar). */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdbool.h>

enum calendar {
	CALENDAR_VENUE, /* by venue: binance-* never close */
	CALENDAR_24X7,  /* every missing bar is a hole */
	CALENDAR_ANY,   /* only a gap record makes a hole */
};

/* "24x7" or "any"; -1 if neither. */
int calendar_parse(const char *text);

/* Whether the venue's market never closes, so that a missing bar is a hole. */
bool calendar_continuous(enum calendar c, const char *venue);

/* The same of the record's venue, "" if it has none. */
struct record;
bool calendar_holds(enum calendar c, const struct record *r);

#endif
