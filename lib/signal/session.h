/* SPDX-License-Identifier: MIT */
/* session - the trading sessions of a profile's table, day by day in UTC. */
#ifndef SESSION_H
#define SESSION_H

#include <stddef.h>
#include <stdint.h>

#include "signal/profile.h"

struct session {
	int def;            /* place in profile.sessions; -1: none */
	int64_t start, end; /* ms, [start, end) of this day's; 0 if none */
};

/* The session that holds a moment. */
struct session session_at(const struct profile *p, int64_t ts_ms);

/*
 * Points of a name: session_none for none (len 0), session_other for one that
 * is not in the table.  Case does not matter; aliases count.
 */
double session_points(const struct profile *p, const char *name, size_t len);

#endif
