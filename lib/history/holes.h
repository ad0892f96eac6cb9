/* SPDX-License-Identifier: MIT */
/* holes - the stretches that are missing, and why. */
#ifndef HOLES_H
#define HOLES_H

#include <stddef.h>
#include <stdint.h>

#include "exchange/row.h"
#include "market/record.h"

struct hole {
	int64_t from, to;       /* first and last ms: of places */
	int64_t missing;        /* rows; 0: nobody can tell */
	int64_t from_id, to_id; /* of trades that are known to be missing; 0 */
	enum gap_cause cause;
};

struct holes {
	struct hole *list;
	size_t n, room;
	int64_t missing;
};

/*
 * Rows of [from, to) are missing: of what has a grid both are on it, and they
 * are counted.  Neighbours of one cause become one where they are added one
 * after the other.  0, or -1: out of memory.
 */
int holes_add(struct holes *h, const struct row_format *f, int64_t from,
    int64_t to, enum gap_cause cause);

/* Where there are as many holes, those of ids are kept apart no longer. */
enum { HOLES_IDS = 1 << 16 };

/* Trades of these ids are missing, between two at these times. */
int holes_add_ids(struct holes *h, int64_t from, int64_t to, int64_t from_id,
    int64_t to_id, enum gap_cause cause);

/* In the order of time; neighbours of one cause become one. */
void holes_sort(struct holes *h);

/* Whether anything is missing that the exchange itself has. */
int holes_wanting(const struct holes *h);

/* Rows missing for this cause; those that cannot be counted are 1 each. */
int64_t holes_missing(const struct holes *h, enum gap_cause cause);

void holes_free(struct holes *h);

#endif
