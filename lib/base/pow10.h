/* SPDX-License-Identifier: MIT */
/* pow10 - powers of ten to 128 bits, for reading and writing doubles. */
#ifndef POW10_H
#define POW10_H

#include <stdbool.h>
#include <stdint.h>

/*
 * 10^e = (T + f) * 2^pow10_shift(e), with 2^127 <= T < 2^128 the entry for e
 * and 0 <= f < 1; f is 0 exactly where 0 <= e <= POW10_EXACT (5^55 < 2^128).
 * Below 10^-342 no 64-bit number makes a double; 10^335 turns the smallest
 * double into 12 digits.
 */
enum {
	POW10_MIN = -342,
	POW10_MAX = 335,
	POW10_EXACT = 55,
};

struct pow10 {
	uint64_t hi, lo;
};

extern const struct pow10 pow10_table[POW10_MAX - POW10_MIN + 1];

static inline struct pow10
pow10_get(int e)
{
	return pow10_table[e - POW10_MIN];
}

static inline bool
pow10_is_exact(int e)
{
	return e >= 0 && e <= POW10_EXACT;
}

/* log2(10) = 3.32192809488736 = 1741647 / 2^19 - 1.1e-7 */
static inline int
pow10_shift(int e)
{
	return (e * 1741647 >> 19) - 127;
}

/* The upper 128 of the 192 bits of w * T, cut. */
static inline unsigned __int128
pow10_mul(struct pow10 t, uint64_t w)
{
	unsigned __int128 low = (unsigned __int128)w * t.lo;

	return (unsigned __int128)w * t.hi + (low >> 64);
}

#endif
