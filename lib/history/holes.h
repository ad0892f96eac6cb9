/* SPDX-License-Identifier: MIT */
/* holes - the stretches that are missing, and why. */
#ifndef HOLES_H
#define HOLES_H

#include <stddef.h>
#include <stdint.h>

#include "market/interval.h"
#include "market/record.h"

struct hole {
	int64_t from, to; /* first and last ms */
	int64_t missing;  /* bars */
	enum gap_cause cause;
};

struct holes {
	struct hole *list; /* in the order of time */
	size_t n, room;
	int64_t missing;
};

/*
 * Bars of iv that open in [from, to) are missing; both are where bars begin.
 * Added in the order of time, neighbours of one cause become one.  0, or -1:
 * out of memory.
 */
int holes_add(struct holes *h, enum interval iv, int64_t from, int64_t to,
    enum gap_cause cause);

/* Forgets what lies at t or behind it. */
void holes_cut(struct holes *h, enum interval iv, int64_t t);

/* Bars missing for this cause. */
int64_t holes_missing(const struct holes *h, enum gap_cause cause);

void holes_free(struct holes *h);

#endif
