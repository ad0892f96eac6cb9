/* SPDX-License-Identifier: MIT */
#include "signal/session.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"

#define MINUTE_MS INT64_C(60000)

struct session
session_at(const struct profile *p, int64_t ts_ms)
{
	int64_t day = ts_ms - ts_ms % DAY_MS; /* times are never negative */
	int minute = (int)((ts_ms - day) / MINUTE_MS);

	for (int i = 0; i < p->nsessions; i++) {
		const struct session_def *d = &p->sessions[i];

		if (minute >= d->from && minute < d->to)
			return (struct session){
			    .def = i,
			    .start = day + d->from * MINUTE_MS,
			    .end = day + d->to * MINUTE_MS,
			};
	}
	return (struct session){.def = -1};
}

/* A table's name is NUL-terminated, the other one is not. */
static bool
is_name(const char name[PROFILE_NAME], const char *s, size_t len)
{
	return len < PROFILE_NAME && name[len] == '\0' &&
	       strncasecmp(name, s, len) == 0;
}

static bool
goes_by(const struct session_def *d, const char *name, size_t len)
{
	if (is_name(d->name, name, len))
		return true;
	for (int i = 0; i < d->naliases; i++)
		if (is_name(d->aliases[i], name, len))
			return true;
	return false;
}

double
session_points(const struct profile *p, const char *name, size_t len)
{
	if (len == 0)
		return p->session_none;
	for (int i = 0; i < p->nsessions; i++)
		if (goes_by(&p->sessions[i], name, len))
			return p->sessions[i].points;
	return p->session_other;
}
