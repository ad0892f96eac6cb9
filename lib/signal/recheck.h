/* SPDX-License-Identifier: MIT */
/* recheck - signals that were written once, held to what is made of their
 * moments now. */
#ifndef RECHECK_H
#define RECHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "market/record.h"
#include "signal/profile.h"

enum { RECHECK_MADE = 2 }; /* signals of a moment: one, and one that closes */

/* Of one market; zeros before the first use. */
struct recheck {
	int64_t time_ms; /* of the moment */
	int n;
	struct recheck_text {
		char *s;
		size_t len, room;
	} made[RECHECK_MADE], old;
};

enum recheck_result {
	RECHECK_SAME,
	RECHECK_DIFFERS, /* its moment gives another one, or none */
	RECHECK_ASTRAY,  /* it stands behind another moment than its own */
	RECHECK_OTHER, /* of another profile, flow or interval, or of no candle
			*/
	RECHECK_NOMEM,
};

void recheck_finish(struct recheck *c);

void recheck_begin(struct recheck *c, int64_t time_ms); /* the next moment */

/* A signal of the moment.  0, or -1: no memory. */
int recheck_made(struct recheck *c, const struct record *r);

/*
 * A signal as it was written once, behind the candle that it was made of:
 * interval is the name of those that are scored, NULL: none was met yet.
 */
enum recheck_result recheck_signal(struct recheck *c, const struct profile *p,
    bool trades, const char *interval, const struct record *r);

#endif
