/* SPDX-License-Identifier: MIT */
/*
 * plan - which bars of a series are asked for and not in the store yet, and
 * which files of the archive are the way to them.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "market/interval.h"
#include "store/store.h"

/*
 * Ranges are [from, to): both are where bars begin.  As a bar's time is its
 * last ms, the bars that open in a range are those whose time is in it.
 */
struct plan {
	enum interval interval;
	int64_t lo, hi;           /* what is asked for */
	struct store_span *spans; /* what is lacking: first and last ms */
	int nspans;
};

/* Bars whose time is in [since, until).  0, or -1 with store_why(). */
int plan_init(struct plan *p, struct store *s,
    const struct store_series *series, int64_t since, int64_t until);
void plan_finish(struct plan *p);

/* The next part of [from, to) that is lacking.  False: there is none. */
bool plan_next(
    const struct plan *p, int64_t from, int64_t to, struct store_span *part);

/* Whether there is one. */
bool plan_lacks(const struct plan *p, int64_t from, int64_t to);

/* The end of the day that from is in, but at most to. */
int64_t plan_day_end(int64_t from, int64_t to);

/*
 * The bars that open in the month that holds t and were asked for, and
 * whether its monthly file is the way to them.  That does not depend on what
 * is in the store: a run that goes on where another ended takes the same way.
 */
bool plan_month(const struct plan *p, int64_t t, int64_t *from, int64_t *to);

/* Files to fetch, as far as can be told before. */
int64_t plan_files(const struct plan *p);

#endif
