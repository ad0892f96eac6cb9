/* SPDX-License-Identifier: MIT */
#include "base/schubfach.h"

#include <stdbool.h>
#include <string.h>

#include "base/pow10.h"

/*
 * The integer part of x = c * 2^q * 10^-k, its lowest bit set where there is a
 * fraction too; cp = c << h.  t is 10^-k cut and, if that is not exact, raised
 * by 1: what is computed is less than cp / 2^128 < 2^-68 above x.  That is
 * right for comparing x with even integers, since x is none or at least 2^-63
 * away (by the continued fractions of all 2^q * 10^-k in use; even c < 2^56).
 */
static uint64_t
round_to_odd(struct pow10 t, uint64_t cp)
{
	unsigned __int128 y = pow10_mul(t, cp);

	return (uint64_t)(y >> 64) | ((uint64_t)y != 0);
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
	uint64_t odd = c & 1, left, v, right, s, tens;

	if (!pow10_is_exact(-k))
		t.hi += ++t.lo == 0;
	/* In quarters of 10^k.  The ends belong to the interval if c is even,
	 * else moving them inwards by 1 leaves them out. */
	left = round_to_odd(t, (4 * c - (narrow ? 1 : 2)) << h) + odd;
	v = round_to_odd(t, 4 * c << h);
	right = round_to_odd(t, (4 * c + 2) << h) - odd;

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
