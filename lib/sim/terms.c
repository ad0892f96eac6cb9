/* SPDX-License-Identifier: MIT */
#include "sim/terms.h"

#include "market/interval.h"

static const char *
calendar_name(enum calendar c)
{
	return c == CALENDAR_VENUE ? "venue"
	       : c == CALENDAR_ANY ? "any"
				   : "24x7";
}

void
terms_put(FILE *f, const struct terms *t)
{
	fprintf(f, "\"interval\":\"%s\",\"calendar\":\"%s\"",
	    t->iv < 0 ? "first of each symbol"
		      : interval_name((enum interval)t->iv),
	    calendar_name(t->calendar));
	rules_put(f, &t->rules);
}
