/* SPDX-License-Identifier: MIT */
/*
 * plan - which part of what is asked for is not in the store yet.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "history/dataset.h"
#include "store/store.h"

/*
 * Ranges are [from, to) of places (dataset.h); of what has a grid, both are on
 * it.  spans are first and last place.
 */
struct plan {
	const struct target *target;
	int64_t lo, hi;           /* what is asked for */
	struct store_span *spans; /* what is lacking of it */
	int nspans;
};

/*
 * Records whose time is in [since, until).  all: what is covered is lacking
 * too.  0, or -1 with store_why().
 */
int plan_init(struct plan *p, struct store *s, const struct target *t,
    int64_t since, int64_t until, bool all);
void plan_finish(struct plan *p);

/* Looks again what is lacking.  0, or -1 with store_why(). */
int plan_renew(struct plan *p, struct store *s);

/* The next part of [from, to) that is lacking.  False: there is none. */
bool plan_next(
    const struct plan *p, int64_t from, int64_t to, struct store_span *part);

/* Whether there is one. */
bool plan_lacks(const struct plan *p, int64_t from, int64_t to);

/* [from, to) is not lacking any more.  0, or -1: out of memory. */
int plan_drop(struct plan *p, int64_t from, int64_t to);

#endif
