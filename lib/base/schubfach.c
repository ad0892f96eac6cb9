/* SPDX-License-Identifier: MIT */
#include "base/schubfach.h"

#include <stdbool.h>
#include <string.h>

#include "base/pow10.h"

/*
 * The integer part of cp * 10^-k * 2^n, its lowest bit set where there is a
 * fraction too.  g is 10^-k cut and, if that is not exact, raised by 1, so the
 * fraction comes out less than cp / 2^128 < 2^-68 too great.  It is not nearer
 * than 2^-65.5 to 0 or 1 unless it is 0 (by the continued fractions of all
 * 2^q * 10^-k used here, cp < 2^60).
 */
static uint64_t
round_to_odd(unsigned __int128 g, uint64_t cp)
{
	unsigned __int128 low = (unsigned __int128)cp * (uint64_t)g;
	unsigned __int128 high =
	    (unsigned __int128)cp * (uint64_t)(g >> 64) + (low >> 64);

	return (uint64_t)(high >> 64) |
	       ((uint64_t)high != 0 || (uint64_t)low >= cp);
}

/* The candidate within [left, right] (in quarters) that is closest to v, which
 * lies between s and s + 1. */
static uint64_t
closest(uint64_t s, uint64_t left, uint64_t v, uint64_t right)
{
	bool s_in = left <= 4 * s, t_in = 4 * s + 4 <= right;

	if (s_in != t_in)
		return s + t_in;
	return s + (v > 4 * s + 2 || (v == 4 * s + 2 && s % 2 == 1));
}

/*
 * Schubfach: 10^k is the greatest power of ten not above the width of the
 * interval that reads back as v = c * 2^q, so that one of the multiples of
 * 10^k on either side of v lies in it and at most one multiple of 10^(k+1).
 */
static void
shortest(uint64_t c, int q, bool narrow, uint64_t *m, int *e)
{
	/* log10(2) and log10(3/4) times 2^22 */
	int k = (q * 1262611 - (narrow ? 524031 : 0)) >> 22;
	int h = q + pow10_shift(-k) + 128; /* 1 to 4 */
	struct pow10 t = pow10_get(-k);
	unsigned __int128 g = (unsigned __int128)t.hi << 64 | t.lo;
	uint64_t odd = c & 1, left, v, right, s, tens;

	g += !pow10_is_exact(-k);
	/* In quarters of 10^k.  The ends belong to the interval if c is even,
	 * else moving them inwards by 1 leaves them out. */
	left = round_to_odd(g, (4 * c - (narrow ? 1 : 2)) << h) + odd;
	v = round_to_odd(g, 4 * c << h);
	right = round_to_odd(g, (4 * c + 2) << h) - odd;

	s = v / 4;
	tens = s / 10 * 10;
	*e = k;
	if (tens) {
		bool low_in = left <= 4 * tens;
		bool high_in = 4 * tens + 40 <= right;

		if (low_in != high_in) {
			*m = tens + (high_in ? 10 : 0);
			return;
		}
	}
	*m = closest(s, left, v, right);
}

void
schubfach(double v, uint64_t *m, int *e)
{
	uint64_t bits, c;
	int q;

	memcpy(&bits, &v, sizeof bits);
	c = bits & ((1ull << 52) - 1);
	q = (int)(bits >> 52 & 0x7ff);
	if (q == 0)
		shortest(c, -1074, false, m, e);
	else
		shortest(c | 1ull << 52, q - 1075, c == 0 && q > 1, m, e);
}
