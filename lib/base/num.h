/* SPDX-License-Identifier: MIT */
/*
 * num - decimal text to numbers and back: exact, locale-free, no allocation,
 * neither strtod(3) nor printf(3).
 */
#ifndef NUM_H
#define NUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest text of each writer below. */
enum {
	NUM_INT_MAX = 20,     /* -9223372036854775808 */
	NUM_DOUBLE_MAX = 25,  /* -2.2250738585072014e-308 */
	NUM_DECIMAL_MAX = 80, /* 39 digits and a run of zeros on either side */
};

/*
 * The double nearest to m * 10^e (ties to even), negated if neg.  exact says
 * that m holds all digits; if not, the true value lies between m and m + 1 and
 * text (len bytes of a JSON number) is read again where that matters.
 * Overflow gives an infinity.
 * Source: Clinger 1990 (fast path); Lemire, "Number parsing at a gigabyte per
 * second", 2021 (128-bit products); exact integer arithmetic for the rest.
 */
double num_scale(uint64_t m, int e, bool neg, bool exact, const char *text,
    size_t len);

/*
 * Any decimal text of JSON's grammar (no leading '+', no hex, no inf), all of
 * it.  0, or -1 if it is not such a number or overflows; *out is untouched
 * then.
 */
int num_parse_double(const char *text, size_t len, double *out);

/* A whole decimal integer, optional '-'.  0, or -1 leaving *out alone. */
int num_parse_int(const char *text, size_t len, int64_t *out);

/* Writes v; returns the end.  No terminating NUL, here and below. */
char *num_put_int(char *p, int64_t v);
char *num_put_uint(char *p, uint64_t v);

/*
 * The shortest decimal that reads back as v, the closest to v where several
 * are; laid out as ECMAScript's Number::toString (5, 0.001, 1e-7, 1e+21).
 * v is finite; -0 is written as 0.  At most NUM_DOUBLE_MAX bytes.
 * Source: Giulietti, "The Schubfach way to render doubles", 2020; a decimal
 * of at most 8 places is found without it.
 */
char *num_put_double(char *p, double v);

/*
 * v rounded to 12 significant digits (half away from zero, on the exact
 * binary value), laid out as above.
 */
char *num_put_calc(char *p, double v);

/* A decimal: m * 10^exp. */
struct decimal {
	__int128 m;
	int exp;
};

/* From JSON number text.  -1 if it needs more than 38 digits. */
int decimal_parse(struct decimal *d, const char *text, size_t len);

/* *sum += d, exactly.  -1 (sum unchanged) if the result needs more than 38
 * digits. */
int decimal_add(struct decimal *sum, struct decimal d);

/* -1 if the product needs more than 38 digits. */
int decimal_mul(struct decimal *out, struct decimal a, struct decimal b);

int decimal_cmp(struct decimal a, struct decimal b);

/* The shortest decimal of a double (num_put_double) as a decimal. */
struct decimal decimal_of(double v);

/* The nearest double. */
double decimal_double(struct decimal d);

/*
 * Written in full, zeros at the end of the fraction cut, no exponent; laid
 * out as num_put_double() wherever both could write the value.
 * At most NUM_DECIMAL_MAX bytes for |exp| <= 38.
 */
char *decimal_put(char *p, struct decimal d);

#endif
