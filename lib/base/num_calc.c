/* SPDX-License-Identifier: MIT */
/* Writing a computed value: 12 significant digits. */
#include "base/big.h"
#include "base/digits.h"
#include "base/num.h"
#include "base/pow10.h"

/*
 * Whether c * 2^q * 10^k, of which n is the integer part, reaches the middle
 * between n and n + 1.
 */
static bool
reaches_half(uint64_t c, int q, int k, uint64_t n)
{
	struct big a, b;

	big_set(&a, c);
	big_set(&b, 2 * n + 1);
	if (k >= 0)
		big_mul_pow5(&a, k);
	else
		big_mul_pow5(&b, -k);
	if (q + k + 1 >= 0)
		big_shift(&a, q + k + 1);
	else
		big_shift(&b, -(q + k + 1));
	return big_cmp(&a, &b) >= 0;
}

/* The n with v = c * 2^q nearest to n / 10^k, the greater of two; c has its
 * highest bit set and n has 12 digits (or is 10^12). */
static uint64_t
round_scaled(uint64_t c, int q, int k)
{
	/* v * 10^k = (h + d) / 2^drop, 0 <= d < 2, 84 < drop < 92 */
	unsigned __int128 h = pow10_mul(pow10_get(k), c), rest, half;
	int drop = -(q + pow10_shift(k) + 64);
	uint64_t n = (uint64_t)(h >> drop);

	half = (unsigned __int128)1 << (drop - 1);
	rest = h & (2 * half - 1);
	if (rest + 1 == half && !pow10_is_exact(k))
		return n + reaches_half(c, q, k, n);
	return n + (rest >= half);
}

/* floor(log10(c * 2^q)), c with its highest bit set; or one less for a power
 * of ten, which is 10^12 as a number of 12 digits then. */
static int
decimal_exponent(uint64_t c, int q)
{
	/* log10(2) * 2^22; exact for the power of two below. */
	int e = (q + 63) * 1262611 >> 22;

	/* The next power of ten may lie between that and this. */
	if (pow10_shift(e + 1) + 64 != q)
		return e;
	return e + (c > pow10_get(e + 1).hi);
}

char *
num_put_calc(char *p, double v)
{
	char digits[NUM_DIGITS_MAX];
	uint64_t bits, c;
	int q, k, lz, n;

	memcpy(&bits, &v, sizeof bits);
	c = bits & ((1ull << 52) - 1);
	q = (int)(bits >> 52 & 0x7ff);
	if (q == 0) {
		if (c == 0) {
			*p = '0';
			return p + 1;
		}
		q = 1;
	} else
		c |= 1ull << 52;
	if (bits >> 63)
		*p++ = '-';
	lz = __builtin_clzll(c);
	c <<= lz;
	q -= 1075 + lz;
	k = 11 - decimal_exponent(c, q);
	n = (int)(num_put_uint(digits, round_scaled(c, q, k)) - digits);
	return num_put_digits(p, digits, n, n - k);
}
