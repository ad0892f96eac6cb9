/* SPDX-License-Identifier: MIT */
/* rank - where a magnitude stands among the last n of its kind. */
#ifndef RANK_H
#define RANK_H

#include <stdint.h>

/*
 * Values (>= 0, finite) are kept to a sixteenth of an octave.  The bin of x
 * is "nothing" if x < 2^-24 (zero too).  Else it is [lo, hi) with
 *
 *	lo = 2^e * (1 + k / 16), hi = 2^e * (1 + (k + 1) / 16)
 *
 * where e = -24 .. 23, k = 0 .. 15 and lo <= x < hi; from 2^24 on x is taken
 * as the largest double below 2^24.  The rank of x among the values pushed is
 *
 *	(L + f * H) / N
 *
 * with L the number of values in lower bins ("nothing" is the lowest), H the
 * number in x's own bin, N that of all; f = (x - lo) / (hi - lo), and 1 / 2
 * in "nothing".  L and N are whole numbers, so the result depends on the last
 * n values alone, not on where the run began.
 */
enum {
	RANK_OCTAVES = 48,
	RANK_BINS = 1 + 16 * RANK_OCTAVES, /* bin 0 is "nothing" */
	RANK_MAX = 65535,
};

struct rank {
	uint16_t *ring; /* the bins of the last n values */
	int n, pos, seen;
	uint16_t bins[RANK_BINS];       /* values in each */
	uint16_t octaves[RANK_OCTAVES]; /* values in bins 1 .. 16, 17 .. */
};

int rank_init(struct rank *r, int n); /* 1 <= n <= RANK_MAX; -1: no memory */
void rank_finish(struct rank *r);
void rank_reset(struct rank *r); /* forgets all values */

/* Adds a value, forgets the one n before it. */
void rank_push(struct rank *r, double x);

/* How many values it stands on: at most n. */
int rank_count(const struct rank *r);

/* 0 to 1; NaN if there are no values. */
double rank_of(const struct rank *r, double x);

#endif
