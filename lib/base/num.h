/* SPDX-License-Identifier: MIT */
/*
 * num - decimal text to numbers and back: exact, locale-free, no allocation,
 * neither strtod(3) nor printf(3).
 */
#ifndef NUM_H
#define NUM_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/decimal.h"

/*
 * Room each writer below needs at p.  The texts are shorter (the longest
 * double is -2.2250738585072014e-308), but a writer may scribble over all of
 * its room.
 */
enum {
	NUM_INT_MAX = 20,
	NUM_DOUBLE_MAX = 64,
	NUM_DIGITS_MAX = 40,
};

/* A number's text taken apart; its value is num_scale(m, e, neg, exact, ...).
 */
struct num_scan {
	uint64_t m;   /* the first 19 significant digits */
	int e;        /* the power of ten m counts in; 0 for zero */
	bool neg;     /* begins with '-' (-0 too) */
	bool exact;   /* all digits beyond those in m are zeros */
	bool integer; /* neither '.' nor exponent in the text */
};

/*
 * Reads a number of JSON's grammar at p.  Returns the byte after it, or NULL
 * if there is none (01, 1., .5, +1, 1e and the like).  There are no bound
 * checks: the number is followed by a byte that cannot be part of one, and 32
 * bytes after it are readable.
 */
static inline const char *num_scan(const char *p, struct num_scan *n);

/* The same within [p, end), in any memory and at any length; slower.  With
 * end NULL a byte that cannot be part of a number is the only bound. */
const char *num_scan_slow(const char *p, const char *end, struct num_scan *n);

/*
 * The double nearest to m * 10^e (ties to even), negated if neg.  exact says
 * that m holds all digits; if not, the true value lies between m and m + 1 and
 * text (len bytes, which num_scan() accepts) is read again where that matters;
 * it may be NULL otherwise.  Overflow gives an infinity.
 * Source: Clinger 1990 (fast path); Lemire, "Number parsing at a gigabyte per
 * second", 2021 (128-bit products); exact integer arithmetic for the rest.
 */
static inline double num_scale(
    uint64_t m, int e, bool neg, bool exact, const char *text, size_t len);

/* Any m, e; what num_scale() falls back to. */
double num_scale_slow(
    uint64_t m, int e, bool neg, bool exact, const char *text, size_t len);

/*
 * Any decimal text of JSON's grammar (no leading '+', no hex, no inf), all of
 * it.  0, or -1 if it is not such a number or overflows; *out is untouched
 * then.
 */
int num_parse_double(const char *text, size_t len, double *out);

/* What people type: the same, with ".5" and "-.5" besides.  num_typed() is
 * that as JSON has it, "0.5", in buf; its length, or 0: there is no room. */
enum { NUM_TYPED = 64 };
int num_parse_typed(const char *text, size_t len, double *out);
size_t num_typed(char buf[NUM_TYPED], const char *text, size_t len);

/* A whole decimal integer, optional '-', leading zeros allowed.  0, or -1
 * leaving *out alone. */
int num_parse_int(const char *text, size_t len, int64_t *out);

/* Writes v; returns the end.  No terminating NUL, here and below. */
char *num_put_int(char *p, int64_t v);
char *num_put_uint(char *p, uint64_t v);

/*
 * The shortest decimal that reads back as v, the closest to v where several
 * are; laid out as ECMAScript's Number::toString (5, 0.001, 1e-7, 1e+21).
 * v is finite; -0 is written as 0.  Room: NUM_DOUBLE_MAX bytes.
 * Source: Giulietti, "The Schubfach way to render doubles", 2020; a decimal
 * of at most 8 places is found without it.
 */
char *num_put_double(char *p, double v);

/*
 * v rounded to 12 significant digits (half away from zero, on the exact
 * binary value), laid out as above.  v is finite.  Room: NUM_DOUBLE_MAX bytes.
 */
char *num_put_calc(char *p, double v);
double num_calc(double v); /* that as a number; v may be NaN or infinite */

/* |v| in its shortest form, as m * 10^e; m may end in zeros.  v is finite. */
void num_shortest(double v, uint64_t *m, int *e);

/*
 * The number 0.d1d2d3... * 10^point as ECMAScript lays it out; n digits,
 * the first not '0', zeros at the end cut.  Reads NUM_DIGITS_MAX bytes from
 * digits on.  Room: NUM_DOUBLE_MAX bytes less the sign.
 */
char *num_put_digits(char *p, const char *digits, int n, int point);

/* The rest is the inline part of the above. */

extern const double num_pow10[23];    /* all that are exact */
extern const uint64_t num_pow10u[20]; /* all that fit */

/* Eight digits, one a byte, the first the lowest, as a number. */
static inline uint64_t
num_eight(uint64_t x)
{
	x = (x * 10 + (x >> 8)) & 0x00ff00ff00ff00ffu;
	return ((x & 0x000000ff000000ffu) * (100 + (1000000ull << 32)) +
		   (x >> 16 & 0x000000ff000000ffu) * (1 + (10000ull << 32))) >>
	       32;
}

/* Appends the run of digits at p to *m (modulo 2^64); returns its end. */
static inline const char *
num_run(const char *p, uint64_t *m)
{
	for (;;) {
		uint64_t x, stop;

		memcpy(&x, p, sizeof x);
		x = le64toh(x) ^ 0x3030303030303030u;
		/* The lowest bit set marks the first byte above 9; carries
		 * only spoil the bytes after it. */
		stop = ((x + 0x7676767676767676u) | x) & 0x8080808080808080u;
		if (stop) {
			int bit = __builtin_ctzll(stop); /* 8n + 7 */

			x = x << 1 << (70 - bit);
			*m = *m * num_pow10u[bit >> 3] + num_eight(x);
			return p + (bit >> 3);
		}
		*m = *m * 100000000 + num_eight(x);
		p += 8;
	}
}

/* The n (1 to 8) digits at p as a number; 8 bytes are readable. */
static inline uint64_t
num_few(const char *p, unsigned n)
{
	uint64_t x;

	memcpy(&x, p, sizeof x);
	return num_eight((le64toh(x) ^ 0x3030303030303030u) << (64 - 8 * n));
}

/* m * 10^n + the n (1 to 16) digits at p. */
static inline uint64_t
num_many(uint64_t m, const char *p, unsigned n)
{
	if (n > 8) {
		m = m * 100000000 + num_few(p, 8);
		p += 8;
		n -= 8;
	}
	return m * num_pow10u[n] + num_few(p, n);
}

/*
 * The n (1 to 8) digits at p with a point behind the first whole (>= 1) of
 * them, or behind all, as a number without the point; 9 bytes are readable.
 */
static inline uint64_t
num_decimal8(const char *p, unsigned whole, unsigned n)
{
	uint64_t x, y, left = ~0ull >> (64 - 8 * whole);

	memcpy(&x, p, sizeof x);
	memcpy(&y, p + 1, sizeof y); /* the digits moved over the point */
	x = (le64toh(x) & left) | (le64toh(y) & ~left);
	return num_eight((x ^ 0x3030303030303030u) << (64 - 8 * n));
}

#ifdef __SSE2__
/*
 * The end of the number comes from one look at 32 bytes, not from a walk over
 * its digits: the text behind it can be read on at once.
 */
static inline uint32_t
num_mask(const char *p, uint32_t *points)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
	const __m128i point = _mm_set1_epi8('.');
	__m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i b = _mm_loadu_si128((const __m128i *)(const void *)(p + 16));
	__m128i x = _mm_sub_epi8(a, zero), y = _mm_sub_epi8(b, zero);
	__m128i xd = _mm_cmpeq_epi8(_mm_min_epu8(x, nine), x);
	__m128i yd = _mm_cmpeq_epi8(_mm_min_epu8(y, nine), y);

	*points = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, point)) |
		  (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, point)) << 16;
	return (uint32_t)_mm_movemask_epi8(xd) | (uint32_t)_mm_movemask_epi8(yd)
						     << 16;
}

static inline __attribute__((always_inline)) const char *
num_scan(const char *p, struct num_scan *n)
{
	bool neg = *p == '-';
	const char *first = p + neg, *end;
	uint32_t points, rest = ~num_mask(first, &points);
	unsigned len, whole, places = 0;

	rest &= ~points;
	/* The 33rd byte is beyond the mask: its place stands for it. */
	len = whole = rest ? (unsigned)__builtin_ctz(rest) : 32;
	end = first + len;
	points &= (unsigned)((1ull << len) - 1);
	if (points) {
		whole = (unsigned)__builtin_ctz(points);
		places = len - whole - 1;
	}
	if (__builtin_expect(len > 17 || whole > 16 || points & (points - 1) ||
				 (*end | 0x20) == 'e',
		0)) {
		struct num_scan slow; /* so that n can live in registers */

		end = num_scan_slow(p, NULL, &slow);
		*n = slow;
		return end;
	}
	if (__builtin_expect(!whole || (points && !places) ||
				 (points & (points - 1)) ||
				 (*first == '0' && whole > 1),
		0))
		return NULL;
	if (whole + places <= 8) {
		n->m = num_decimal8(first, whole, whole + places);
	} else {
		n->m = num_many(0, first, whole);
		if (places)
			n->m = num_many(n->m, first + whole + 1, places);
	}
	n->e = n->m ? -(int)places : 0;
	n->neg = neg;
	n->exact = true;
	n->integer = !points;
	return end;
}
#else
static inline const char *
num_scan(const char *p, struct num_scan *n)
{
	bool neg = *p == '-';
	const char *first = p + neg, *point = NULL;
	ptrdiff_t digits, places = 0;
	uint64_t m = 0;

	p = num_run(first, &m);
	digits = p - first;
	if (digits == 0 || (*first == '0' && digits > 1))
		return NULL;
	if (*p == '.') {
		point = ++p;
		p = num_run(p, &m);
		places = p - point;
		if (places == 0)
			return NULL;
		digits += places;
	}
	if (__builtin_expect(digits > 19 || (*p | 0x20) == 'e', 0))
		return num_scan_slow(first - neg, NULL, n);
	n->m = m;
	n->e = m ? -(int)places : 0;
	n->neg = neg;
	n->exact = true;
	n->integer = !point;
	return p;
}
#endif

/* Whether m * 10^e takes one operation on exact operands. */
static inline bool
num_quick(uint64_t m, int e, bool exact)
{
	return exact && m <= 1ull << 53 && e >= -22 && e <= 22;
}

static inline double
num_scale(uint64_t m, int e, bool neg, bool exact, const char *text, size_t len)
{
	/* Both operands are exact, so the one rounding is the right one. */
	if (__builtin_expect(num_quick(m, e, exact), 1)) {
		double v = (double)(int64_t)m;

		if (e < 0)
			v /= num_pow10[-e];
		else
			v *= num_pow10[e];
		return neg ? -v : v;
	}
	return num_scale_slow(m, e, neg, exact, text, len);
}

#endif
