/* SPDX-License-Identifier: MIT */
#include "market/calendar.h"

#include <string.h>

int
calendar_parse(const char *text)
{
	if (strcmp(text, "24x7") == 0)
		return CALENDAR_24X7;
	if (strcmp(text, "any") == 0)
		return CALENDAR_ANY;
	return -1;
}

bool
calendar_continuous(enum calendar c, const char *venue)
{
	if (c == CALENDAR_VENUE)
		return strncmp(venue, "binance-", 8) == 0;
	return c == CALENDAR_24X7;
}
