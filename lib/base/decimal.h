/* SPDX-License-Identifier: MIT */
/* decimal - exact sums and products of decimals of up to 38 digits. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stddef.h>

enum {
	/* Room decimal_put() needs; it may scribble over all of it. */
	NUM_DECIMAL_MAX = 64,
	/* |exp| stays within this. */
	DECIMAL_EXP_MAX = 1000000,
};

/*
 * m * 10^exp, |m| < 10^38.  m may end in zeros, so equal decimals can differ
 * in their members: compare with decimal_cmp().
 */
struct decimal {
	__int128 m;
	int exp;
};

/* From JSON number text, all of it.  -1 if it is none, needs more than 38
 * digits or its exponent is beyond DECIMAL_EXP_MAX; *d is untouched then. */
int decimal_parse(struct decimal *d, const char *text, size_t len);

/* *sum += d, exactly.  -1 (sum unchanged) if the result needs more than 38
 * digits. */
int decimal_add(struct decimal *sum, struct decimal d);

/* *out = a * b, exactly.  -1 (*out unchanged) if the product needs more than
 * 38 digits or its exponent comes out beyond DECIMAL_EXP_MAX. */
int decimal_mul(struct decimal *out, struct decimal a, struct decimal b);

/* Less than, equal to or greater than 0 as a is to b. */
int decimal_cmp(struct decimal a, struct decimal b);

/* The shortest decimal of a finite double (num_put_double) as a decimal. */
struct decimal decimal_of(double v);

/* The nearest double, ties to even; an infinity where it is beyond them. */
double decimal_double(struct decimal d);

/*
 * All its digits, zeros at the end of the fraction cut, laid out as by
 * num_put_double(), so that one number has one text: an exponent below 1e-6
 * (1.5e-7) and from 1e21 (1.2345678901234567890123e+22), none between.
 * Room: NUM_DECIMAL_MAX bytes; no terminating NUL.
 */
char *decimal_put(char *p, struct decimal d);

#endif
