/* SPDX-License-Identifier: MIT */
/*
 * num_short - the numbers that are nearly all of them: at most 15 bytes, no
 * sign, no exponent.  No branch hangs on their length, and the text behind one
 * can be read on before its digits are a number.
 */
#ifndef NUM_SHORT_H
#define NUM_SHORT_H

#include "base/num.h"

/* Bytes in front of a number that num_short() and num_short_whole() may read;
 * behind it all may read 32. */
enum { NUM_BEFORE = 16, NUM_SHORT_MAX = 15 };

/*
 * The number at p is m / 10^places; zero has no places.  Returns the byte after
 * it, or NULL, *m and *places holding anything: then num_scan() is to look at
 * it.
 */
static inline const char *num_short(const char *p, uint64_t *m, int *places);

/* The same for a number without a point. */
static inline const char *num_short_whole(const char *p, uint64_t *m);

/* What they return, for who wants to know no more. */
static inline const char *num_short_end(const char *p);
static inline const char *num_short_whole_end(const char *p);

#ifdef __SSE2__
/* Sixteen bytes from the nth on: the last n are 255. */
extern const unsigned char num_last[NUM_SHORT_MAX + 1 + 16];

static inline __m128i
num_load(const void *p)
{
	return _mm_loadu_si128(p);
}

/* Which of 16 bytes, from the lowest bit on, are digits. */
static inline unsigned
num_digits(__m128i bytes)
{
	__m128i x = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));

	x = _mm_cmpeq_epi8(_mm_min_epu8(x, _mm_set1_epi8(9)), x);
	return (unsigned)_mm_movemask_epi8(x);
}

/* The last n of 16 digits as a number. */
static inline uint64_t
num_sixteen(__m128i digits, unsigned n)
{
	__m128i x = _mm_sub_epi8(digits, _mm_set1_epi8('0'));
	uint64_t halves;

	x = _mm_and_si128(x, num_load(num_last + n));
	/* Two digits of a lane as 10 a + b, then four, then eight. */
	x = _mm_srli_epi16(_mm_mullo_epi16(x, _mm_set1_epi16(2561)), 8);
	x = _mm_madd_epi16(x, _mm_set1_epi32(1 << 16 | 100));
	x = _mm_packs_epi32(x, x);
	x = _mm_madd_epi16(x, _mm_set1_epi32(1 << 16 | 10000));
	halves = (uint64_t)_mm_cvtsi128_si64(x);
	return (halves & 0xffffffff) * 100000000 + (halves >> 32);
}

/* Where a number's parts are. */
struct num_parts {
	unsigned len;
	unsigned dotted; /* 1: there is a point */
	unsigned after;  /* digits behind it */
};

/* False: num_scan() is to look at it. */
static inline __attribute__((always_inline)) bool
num_part(const char *p, struct num_parts *n)
{
	__m128i bytes = num_load(p);
	unsigned digits = num_digits(bytes), points;

	points = (unsigned)_mm_movemask_epi8(
	    _mm_cmpeq_epi8(bytes, _mm_set1_epi8('.')));
	n->len = (unsigned)__builtin_ctz(~(digits | points));
	points &= (1u << n->len) - 1;
	n->dotted = points != 0;
	/* What is left behind the point; without one, behind the end. */
	n->after = n->len - (unsigned)__builtin_ctz(points << 1 | 1u << n->len);
	return __builtin_expect(
	    n->len <= NUM_SHORT_MAX && (p[n->len] | 0x20) != 'e' &&
		!(points & (points - 1)) && digits & 1 &&
		n->dotted <= n->after &&
		(*p != '0' || n->len - n->dotted - n->after == 1),
	    1);
}

static inline __attribute__((always_inline)) const char *
num_short(const char *p, uint64_t *m, int *places)
{
	__m128i whole, rest, last;
	struct num_parts n;
	const char *end;

	if (!num_part(p, &n))
		return NULL;
	end = p + n.len;
	/* What stands before the point moves over it. */
	rest = num_load(end - 16);
	whole = num_load(end - 16 - n.dotted);
	last = num_load(num_last + n.after);
	rest = _mm_and_si128(_mm_xor_si128(rest, whole), last);
	*m = num_sixteen(_mm_xor_si128(rest, whole), n.len - n.dotted);
	*places = *m ? (int)n.after : 0;
	return end;
}

static inline __attribute__((always_inline)) const char *
num_short_whole_end(const char *p)
{
	unsigned len = (unsigned)__builtin_ctz(~num_digits(num_load(p)));
	const char *end = p + len;

	return __builtin_expect(len <= NUM_SHORT_MAX && len && *end != '.' &&
				    (*end | 0x20) != 'e' &&
				    (*p != '0' || len == 1),
		   1)
		   ? end
		   : NULL;
}

static inline __attribute__((always_inline)) const char *
num_short_whole(const char *p, uint64_t *m)
{
	const char *end = num_short_whole_end(p);

	if (end)
		*m = num_sixteen(num_load(end - 16), (unsigned)(end - p));
	return end;
}

static inline __attribute__((always_inline)) const char *
num_short_end(const char *p)
{
	struct num_parts n;

	return num_part(p, &n) ? p + n.len : NULL;
}
#else
/* As above, by the long way. */
static inline const char *
num_short(const char *p, uint64_t *m, int *places)
{
	struct num_scan n;
	const char *end = num_scan(p, &n);

	if (!end || end - p > NUM_SHORT_MAX || n.neg || n.e > 0 || n.e < -15)
		return NULL;
	*m = n.m;
	*places = -n.e;
	return end;
}

static inline const char *
num_short_whole(const char *p, uint64_t *m)
{
	int places;
	const char *end = num_short(p, m, &places);

	while (end && p < end)
		if ((unsigned char)(*p++ - '0') > 9)
			return NULL;
	return end;
}

static inline const char *
num_short_end(const char *p)
{
	uint64_t m;
	int places;

	return num_short(p, &m, &places);
}

static inline const char *
num_short_whole_end(const char *p)
{
	uint64_t m;

	return num_short_whole(p, &m);
}
#endif

#endif
