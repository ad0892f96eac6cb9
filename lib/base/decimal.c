/* SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/num.h"

typedef unsigned __int128 u128;

static const uint64_t ten18 = 1000000000000000000;
static const u128 limit = (u128)10000000000000000000u * 10000000000000000000u;

static u128
magnitude(struct decimal d)
{
	return d.m < 0 ? -(u128)d.m : (u128)d.m;
}

/* Any m that is a number of 38 digits with zeros at its end will do. */
static int
set(struct decimal *d, u128 m, bool neg, int exp)
{
	while (m >= limit) {
		if (m % 10 != 0)
			return -1;
		m /= 10;
		exp++;
	}
	if (m == 0)
		exp = 0;
	if (exp < -DECIMAL_EXP_MAX || exp > DECIMAL_EXP_MAX)
		return -1;
	d->m = neg ? -(__int128)m : (__int128)m;
	d->exp = exp;
	return 0;
}

/* *m *= 10^n, which must stay below 2 * 10^38; n >= 0, *m > 0. */
static bool
scale(u128 *m, int n)
{
	while (n > 0) {
		int step = n < 19 ? n : 19;

		if (*m >= 2 * limit / num_pow10u[step])
			return false;
		*m *= num_pow10u[step];
		n -= step;
	}
	return true;
}

static void
trim(struct decimal *d)
{
	while (d->m != 0 && d->m % 10 == 0 && d->exp < DECIMAL_EXP_MAX) {
		d->m /= 10;
		d->exp++;
	}
}

/* The digits of text that num_scan_slow() took more than 19 from, first of
 * which counts 10^(e + 18). */
static int
parse_long(struct decimal *d, const char *text, size_t len, bool neg, int e)
{
	u128 m = 0;
	int digits = 0, zeros = 0;

	for (size_t i = 0; i < len && (text[i] | 0x20) != 'e'; i++) {
		unsigned digit = (unsigned)(text[i] - '0');

		if (digit > 9)
			continue;
		if (digit == 0) {
			zeros += m != 0;
			continue;
		}
		digits += zeros + 1;
		if (digits > 38)
			return -1;
		for (; zeros > 0; zeros--)
			m *= 10;
		m = m * 10 + digit;
	}
	return set(d, m, neg, e - (digits - 19));
}

int
decimal_parse(struct decimal *d, const char *text, size_t len)
{
	const char *end = text + len;
	struct num_scan n;

	if (num_scan_slow(text, end, &n) != end)
		return -1;
	if (n.e < -DECIMAL_EXP_MAX || n.e > DECIMAL_EXP_MAX)
		return -1;
	if (n.exact)
		return set(d, n.m, n.neg, n.e);
	return parse_long(d, text, len, n.neg, n.e);
}

static int
add(struct decimal *sum, struct decimal a, struct decimal b)
{
	u128 am = magnitude(a), bm = magnitude(b);

	if (a.exp < b.exp)
		return add(sum, b, a);
	if (!scale(&am, a.exp - b.exp))
		return -1;
	if ((a.m < 0) == (b.m < 0))
		return set(sum, am + bm, a.m < 0, b.exp);
	if (am >= bm)
		return set(sum, am - bm, a.m < 0, b.exp);
	return set(sum, bm - am, b.m < 0, b.exp);
}

int
decimal_add(struct decimal *sum, struct decimal d)
{
	struct decimal a = *sum;
	__int128 m;

	if (a.exp == d.exp && !__builtin_add_overflow(a.m, d.m, &m) &&
	    m < (__int128)limit && m > -(__int128)limit) {
		sum->m = m;
		return 0;
	}
	if (d.m == 0)
		return 0;
	if (a.m == 0) {
		*sum = d;
		return 0;
	}
	if (add(sum, a, d) == 0)
		return 0;
	/*
	 * Without zeros at their ends the sum of two unlike exponents ends in
	 * none either: it has 38 digits as it stands or has too many.
	 */
	trim(&a);
	trim(&d);
	return add(sum, a, d);
}

int
decimal_mul(struct decimal *out, struct decimal a, struct decimal b)
{
	bool neg = (a.m < 0) != (b.m < 0);
	u128 am = magnitude(a), bm = magnitude(b), m;

	if (!__builtin_mul_overflow(am, bm, &m) &&
	    set(out, m, neg, a.exp + b.exp) == 0)
		return 0;
	/* Take out every ten, also those of a two and a five. */
	trim(&a);
	trim(&b);
	am = magnitude(a);
	bm = magnitude(b);
	for (; am % 2 == 0 && bm % 5 == 0; a.exp++) {
		am /= 2;
		bm /= 5;
	}
	for (; am % 5 == 0 && bm % 2 == 0; a.exp++) {
		am /= 5;
		bm /= 2;
	}
	if (__builtin_mul_overflow(am, bm, &m))
		return -1;
	return set(out, m, neg, a.exp + b.exp);
}

/* How many digits m has, none for 0. */
static int
count_digits(u128 m)
{
	int n = 0;

	if (m >= num_pow10u[19]) {
		m /= num_pow10u[19];
		n = 19;
	}
	for (int i = 0; i < 20 && m >= num_pow10u[i]; i++)
		n++;
	return n;
}

static int
cmp_magnitude(struct decimal a, struct decimal b)
{
	u128 am = magnitude(a), bm = magnitude(b);
	int a_point = count_digits(am) + a.exp;
	int b_point = count_digits(bm) + b.exp;

	if (a_point != b_point)
		return a_point < b_point ? -1 : 1;
	/* Their first digits stand in the same place: no more than 38. */
	if (a.exp > b.exp)
		scale(&am, a.exp - b.exp);
	else
		scale(&bm, b.exp - a.exp);
	return am < bm ? -1 : am > bm;
}

int
decimal_cmp(struct decimal a, struct decimal b)
{
	int a_sign = a.m < 0 ? -1 : a.m > 0;
	int b_sign = b.m < 0 ? -1 : b.m > 0;

	if (a_sign != b_sign)
		return a_sign < b_sign ? -1 : 1;
	return a_sign == 0 ? 0 : a_sign * cmp_magnitude(a, b);
}

struct decimal
decimal_of(double v)
{
	uint64_t m;
	int e;

	num_shortest(v, &m, &e);
	return (struct decimal){v < 0 ? -(__int128)m : (__int128)m, e};
}

double
decimal_double(struct decimal d)
{
	char text[NUM_DECIMAL_MAX];
	struct num_scan n;
	u128 m = magnitude(d);
	size_t len;

	if (m <= UINT64_MAX)
		return num_scale((uint64_t)m, d.exp, d.m < 0, true, NULL, 0);
	len = (size_t)(decimal_put(text, d) - text);
	num_scan_slow(text, text + len, &n);
	return num_scale(n.m, n.e, n.neg, n.exact, text, len);
}

static char *
put_digits(char *p, u128 m)
{
	char low[NUM_INT_MAX];

	if (m < ten18)
		return num_put_uint(p, (uint64_t)m);
	p = put_digits(p, m / ten18);
	num_put_uint(low, (uint64_t)(m % ten18) + ten18);
	memcpy(p, low + 1, 18);
	return p + 18;
}

char *
decimal_put(char *p, struct decimal d)
{
	char digits[NUM_DIGITS_MAX];
	int n;

	if (d.m == 0) {
		*p = '0';
		return p + 1;
	}
	if (d.m < 0)
		*p++ = '-';
	n = (int)(put_digits(digits, magnitude(d)) - digits);
	return num_put_digits(p, digits, n, n + d.exp);
}
