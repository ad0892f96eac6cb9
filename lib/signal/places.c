/* SPDX-License-Identifier: MIT */
#include "signal/places.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const double ten_to[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
    1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

double
places(double v, int n)
{
	unsigned __int128 scaled, whole, rest, half;
	double scale = ten_to[n], r;
	uint64_t bits;
	int shift;

	/* From 2^53 units on the decimals lie closer than the doubles. */
	if (!(fabs(v) < 0x1p53 / scale))
		return v;
	/* |v| is m * 2^-shift, so |v| * 10^n is m * 10^n (< 2^103) shifted;
	 * what is subnormal is far below a half of 10^-n. */
	memcpy(&bits, &v, sizeof bits);
	shift = 1075 - (int)(bits >> 52 & 0x7ff);
	bits = (bits & 0xfffffffffffff) | UINT64_C(1) << 52;
	if (shift <= 0 || shift > 104)
		return shift <= 0 ? v : 0;
	scaled = (unsigned __int128)bits * (uint64_t)scale;
	whole = scaled >> shift;
	rest = scaled - (whole << shift);
	half = (unsigned __int128)1 << (shift - 1);
	if (rest > half || (rest == half && (whole & 1)))
		whole++;
	/* Both are exact doubles, so the quotient is the nearest one. */
	r = (double)(uint64_t)whole / scale;
	return v < 0 && r > 0 ? -r : r;
}
