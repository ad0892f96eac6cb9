/* SPDX-License-Identifier: MIT */
/*
 * session - the trading sessions of the classic profile: blocks of eight
 * hours UTC, asia from 00:00, london from 08:00, new_york from 16:00.
 */
#ifndef SESSION_H
#define SESSION_H

#include <stddef.h>
#include <stdint.h>

/* The session that holds a moment: counts on by one, from day to day. */
int64_t session_at(int64_t ts_ms);

/* Its first ms, and its name. */
int64_t session_start(int64_t session);
const char *session_name(int64_t session);

/*
 * Points of a name for the composite: 0.2 for none (len 0), 0.25 for one that
 * is not known.  Case does not matter; "ny", "europe" ... are known too.
 */
double session_points(const char *name, size_t len);

#endif
