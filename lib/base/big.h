/* SPDX-License-Identifier: MIT */
/* big - unsigned integers of up to 4096 bits, for the rare number whose
 * rounding 128 bits cannot decide. */
#ifndef BIG_H
#define BIG_H

#include <stdint.h>

enum { BIG_LIMBS = 64 };

/* Limbs in use, the least significant first; the last is not 0. */
struct big {
	int n;
	uint64_t limb[BIG_LIMBS];
};

/* All abort(3) where a result does not fit: callers know their bounds. */
void big_set(struct big *b, uint64_t v);
void big_mul_add(struct big *b, uint64_t mul, uint64_t add);
void big_mul_pow5(struct big *b, int n);
void big_shift(struct big *b, int bits); /* left */

/* Less than, equal to or greater than 0 as a is to b. */
int big_cmp(const struct big *a, const struct big *b);

#endif
