/* SPDX-License-Identifier: MIT */
#include "base/big.h"
#include "base/num.h"
#include "base/pow10.h"

static const uint64_t infinity = 0x7ffull << 52;

static double
double_of_bits(uint64_t bits)
{
	double v;

	memcpy(&v, &bits, sizeof v);
	return v;
}

/*
 * The nearest doubles (their bits) to m * 10^e, m > 0, as far as 128 bits
 * tell: the lowest and the highest that it can be, next to each other where
 * they differ.
 */
static void
bracket(uint64_t m, int e, uint64_t *low, uint64_t *high)
{
	int lz = __builtin_clzll(m), unit, drop;
	unsigned __int128 h, rest, half;
	uint64_t bits;

	*low = *high = e < 0 ? 0 : infinity;
	if (e < POW10_MIN || e > 308)
		return;
	/* m * 10^e = (h + d) * 2^unit, 2^124 <= h < 2^126, 0 <= d < 2 */
	h = pow10_mul(pow10_get(e), m << lz) >> 2;
	unit = pow10_shift(e) + 66 - lz;

	drop = (h >> 125 ? 126 : 125) - 53;
	if (unit + drop < -1074)
		drop = -1074 - unit;
	if (drop > 127)
		return;
	if (unit + drop > 971) {
		*low = *high = infinity;
		return;
	}
	half = (unsigned __int128)1 << (drop - 1);
	rest = h & (2 * half - 1);
	/* The leading bit of a normal mantissa adds 1 to the exponent. */
	bits = ((uint64_t)(unit + drop + 1074) << 52) + (uint64_t)(h >> drop);
	*low = bits + (rest > half);
	*high = bits + (rest + 2 > half);
}

/*
 * Significant digits of text as a whole number; returns how many.  Those
 * beyond the 800th only say that the number is greater than its first 800
 * (the middle between two doubles has less than 770).
 */
static int
read_digits(struct big *b, const char *text, size_t len)
{
	int n = 0;
	bool more = false;

	big_set(b, 0);
	for (size_t i = 0; i < len && (text[i] | 0x20) != 'e'; i++) {
		unsigned digit = (unsigned)(text[i] - '0');

		if (digit > 9 || (digit == 0 && n == 0))
			continue;
		if (n == 800) {
			more |= digit != 0;
			continue;
		}
		big_mul_add(b, 10, digit);
		n++;
	}
	if (more) {
		big_mul_add(b, 10, 1);
		n++;
	}
	return n;
}

/* a * 10^e compared with the middle between the double of these bits and the
 * next. */
static int
cmp_middle(struct big *a, int e, uint64_t bits)
{
	int exponent = (int)(bits >> 52);
	uint64_t m = bits & ((1ull << 52) - 1);
	struct big b;
	int twos;

	if (exponent > 0)
		m |= 1ull << 52;
	else
		exponent = 1;
	big_set(&b, 2 * m + 1);
	if (e >= 0)
		big_mul_pow5(a, e);
	else
		big_mul_pow5(&b, -e);
	twos = e - (exponent - 1076);
	if (twos >= 0)
		big_shift(a, twos);
	else
		big_shift(&b, -twos);
	return big_cmp(a, &b);
}

double
num_scale_slow(
    uint64_t m, int e, bool neg, bool exact, const char *text, size_t len)
{
	uint64_t low, high, unused;
	struct big a;
	int order;

	if (m == 0 || (exact && e == 0))
		return neg ? -(double)m : (double)m;
	bracket(m, e, &low, &high);
	if (!exact)
		bracket(m + 1, e, &unused, &high);
	if (low != high) {
		if (exact)
			big_set(&a, m);
		else
			e -= read_digits(&a, text, len) - 19;
		order = cmp_middle(&a, e, low);
		low += order > 0 || (order == 0 && low % 2 == 1);
	}
	return double_of_bits(neg ? low | 1ull << 63 : low);
}
