/* SPDX-License-Identifier: MIT */
#include "base/digits.h"
#include "base/num.h"
#include "base/schubfach.h"

/* v < 10^8, no leading zeros; writes 8 bytes. */
static inline char *
put_short(char *p, uint32_t v)
{
	uint64_t digits = digits_of(v);
	/* The last digit stays, even if it is 0. */
	int zeros = __builtin_ctzll(digits | 1ull << 56) / 8;

	put_eight(p, (digits | 0x3030303030303030u) >> 8 * zeros);
	return p + 8 - zeros;
}

char *
num_put_uint(char *p, uint64_t v)
{
	if (v < 100000000)
		return put_short(p, (uint32_t)v);
	if (v >= 10000000000000000) {
		p = put_short(p, (uint32_t)(v / 10000000000000000));
		v %= 10000000000000000;
		put_eight(p, digits_of((uint32_t)(v / 100000000)));
		p += 8;
	} else
		p = put_short(p, (uint32_t)(v / 100000000));
	put_eight(p, digits_of((uint32_t)(v % 100000000)));
	return p + 8;
}

char *
num_put_int(char *p, int64_t v)
{
	if (v >= 0)
		return num_put_uint(p, (uint64_t)v);
	*p++ = '-';
	return num_put_uint(p, -(uint64_t)v);
}

static char *
put_exponent(char *p, int e)
{
	*p++ = 'e';
	*p++ = e < 0 ? '-' : '+';
	return put_short(p, (uint32_t)(e < 0 ? -e : e));
}

/* n less the zeros at the end; the first of the n digits is none. */
static int
cut_zeros(const char *digits, int n)
{
	uint64_t x;

	for (; n >= 8; n -= 8) {
		memcpy(&x, digits + n - 8, sizeof x);
		x = le64toh(x) ^ 0x3030303030303030u;
		if (x)
			return n - __builtin_clzll(x) / 8;
	}
	while (digits[n - 1] == '0')
		n--;
	return n;
}

char *
num_put_digits(char *p, const char *digits, int n, int point)
{
	n = cut_zeros(digits, n);
	if (point < -5 || point > 21) {
		*p = *digits;
		if (n == 1)
			return put_exponent(p + 1, point - 1);
		p[1] = '.';
		memcpy(p + 2, digits + 1, NUM_DIGITS_MAX - 1);
		return put_exponent(p + n + 1, point - 1);
	}
	if (point <= 0) {
		memcpy(p, "0.000000", 8);
		p += 2 - point;
		memcpy(p, digits, NUM_DIGITS_MAX);
		return p + n;
	}
	memcpy(p, digits, 24);
	if (n <= point) {
		for (int i = n; i < point; i++)
			p[i] = '0';
		return p + point;
	}
	p[point] = '.';
	memcpy(p + point + 1, digits + point, (size_t)(n - point));
	return p + n + 1;
}

/* m * 10^e, m > 0, zeros at its end or not. */
static char *
put_scaled(char *p, uint64_t m, int e)
{
	char digits[NUM_DIGITS_MAX];
	int n = (int)(num_put_uint(digits, m) - digits);

	return num_put_digits(p, digits, n, n + e);
}

/*
 * If v >= 0 is the double nearest to a decimal r / 10^places of at most 15
 * digits and 8 places: its places, as many as 15 digits leave room for, else
 * -1.  That decimal is the shortest text of v: decimals of up to 15 digits
 * read as different doubles (DBL_DIG), so no other of them reads as v, and
 * r < 10^15 without the zeros at its end is the one text of 15 digits or less.
 * It is always found: v and the product are each off by 2^-53 of it at most,
 * less than 0.25 together.  The division is exact operands, one rounding: what
 * num_scale() reads.
 */
static inline int
few_places(double v, int64_t *r)
{
	int places = 8;
	double s = v * 1e8;

	if (v >= 1e15)
		return -1;
	while (s >= 1e15)
		s = v * num_pow10[--places];
	*r = (int64_t)(s + 0.5);
	return (double)*r / num_pow10[places] == v ? places : -1;
}

/* r / 10^places as few_places() gives it, 1e-6 or more. */
static char *
put_places(char *p, double v, int64_t r, int places)
{
	/* v is too near to r / 10^places for another integer part. */
	uint64_t whole = (uint64_t)(int64_t)v;
	uint64_t rest = (uint64_t)r - whole * num_pow10u[places];
	uint64_t digits;

	p = num_put_uint(p, whole);
	if (rest == 0)
		return p;
	digits = digits_of((uint32_t)(rest * num_pow10u[8 - places]));
	*p++ = '.';
	put_eight(p, digits);
	return p + 8 - __builtin_clzll(digits) / 8;
}

char *
num_put_double(char *p, double v)
{
	uint64_t m;
	int64_t r;
	int e;

	if (v == 0) {
		*p = '0';
		return p + 1;
	}
	if (v < 0) {
		*p++ = '-';
		v = -v;
	}
	e = few_places(v, &r);
	if (e >= 0 && v >= 1e-6)
		return put_places(p, v, r, e);
	schubfach(v, &m, &e);
	return put_scaled(p, m, e);
}

void
num_shortest(double v, uint64_t *m, int *e)
{
	int64_t r;
	int places;

	if (v < 0)
		v = -v;
	places = few_places(v, &r);
	if (places < 0) {
		schubfach(v, m, e);
		return;
	}
	*m = (uint64_t)r;
	*e = -places;
}
