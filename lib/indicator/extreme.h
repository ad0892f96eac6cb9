/* SPDX-License-Identifier: MIT */
/* extreme - the greatest or the least of the last n values, and its age. */
#ifndef EXTREME_H
#define EXTREME_H

#include <stdbool.h>
#include <stdint.h>

enum extreme_kind { EXTREME_MAX, EXTREME_MIN };

/*
 * A queue of the values that may yet be the extreme, oldest first, each
 * better than all behind it: a value is put in once and taken out once, so
 * that a push costs the same for any n, on average.  The result is one of the
 * values as it came; nothing is computed that could drift.
 */
struct extreme {
	struct extreme_at {
		double x; /* with its sign turned for EXTREME_MIN */
		int64_t number;
	} * at; /* n places, a ring of used values from at[first] */
	int n, first, used;
	int64_t seen;
	double sign;
};

/* n >= 1.  0, or -1: no memory. */
int extreme_init(struct extreme *e, enum extreme_kind kind, int n);
void extreme_finish(struct extreme *e);
void extreme_reset(struct extreme *e); /* starts again */

/* Inputs up to and including the first that gives a value: n. */
int extreme_warmup(int n);

/* True, and the extreme in *value, once extreme_warmup() inputs were seen. */
bool extreme_push(struct extreme *e, double x, double *value);

/*
 * How many inputs ago the extreme came, 0 to n - 1: of equal ones the oldest.
 * After the first push only.
 */
int extreme_age(const struct extreme *e);

#endif
