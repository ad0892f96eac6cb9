/* SPDX-License-Identifier: MIT */
/* verify - proves without the network that the store is what was fetched. */
#ifndef VERIFY_H
#define VERIFY_H

#include <stdint.h>

#include "store/store.h"

enum { VERIFY_LISTED = 100 }; /* of the bad stretches of a series at most */

struct verify_bad { /* a stretch that is not what was proven */
	int64_t from, to;
	int64_t expected, found; /* rows */
	bool overlaps;           /* an earlier one, which may not be */
};

struct verify_series {
	struct store_series series; /* *borrowed* from the extents */
	int64_t stretches, bad;
	int64_t rows; /* found in them */
	struct verify_bad *list;
	int n; /* of list, VERIFY_LISTED at most */
};

struct verify {
	struct verify_series *list; /* n of them */
	struct store_extent *extents;
	int n;
	int64_t stretches, rows, bad; /* of all */
	int64_t problems;             /* of the file, as SQLite sees it */
	char why[STORE_WHY];
};

/*
 * Compares each stretch of the series that q asks for, and with a part from
 * q->since to q->until, with the rows that are there, all of them; and looks
 * into the file.  log_error() tells each thing that is wrong.  Sound is what
 * has neither bad stretches nor problems.
 * 0, or -1 with v->why.  *v is the caller's to verify_free() in any case.
 */
int verify_run(struct store *s, const struct store_query *q, struct verify *v);

void verify_free(struct verify *v);

#endif
