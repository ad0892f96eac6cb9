/* SPDX-License-Identifier: MIT */
#include "market/calendar.h"

#include <string.h>

#include "market/record.h"

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

bool
calendar_holds(enum calendar c, const struct record *r)
{
	char venue[16] = ""; /* as much as matters */
	size_t len = rec_has(r, M_VENUE) ? r->v[M_VENUE].len : 0;

	if (len >= sizeof venue)
		len = sizeof venue - 1;
	if (len > 0)
		memcpy(venue, r->v[M_VENUE].s, len);
	return calendar_continuous(c, venue);
}
