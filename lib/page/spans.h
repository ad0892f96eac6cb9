/* SPDX-License-Identifier: MIT */
/*
 * spans - the stretches of time that a series lacks, in order and apart from
 * each other.  Of very many those that lie close together become one; their
 * number and length stay exact.
 */
#ifndef SPANS_H
#define SPANS_H

#include <stdint.h>

enum { SPANS_MAX = 2048 };

struct span {
	int64_t from, to; /* first and last missing ms */
	int cause;        /* enum gap_cause; -1: nobody said */
};

struct spans {
	struct span *at;
	int n, size;
	int64_t apart;   /* ms: closer ones have been joined; 0: none have */
	int64_t count;   /* of all that were added, apart from each other */
	int64_t missing; /* ms in them */
};

void spans_init(struct spans *s);
void spans_finish(struct spans *s);

/*
 * Adds one, about as late as the last or later; where it meets the last they
 * are one, and the cause that is known stays.  0, or -1: out of memory.
 */
int spans_add(struct spans *s, int64_t from, int64_t to, int cause);

/* How much of the time between two moments lies in them. */
int64_t spans_covered(const struct spans *s, int64_t after, int64_t before);

#endif
