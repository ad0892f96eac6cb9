/* SPDX-License-Identifier: MIT */
/* json_scan - the scanner's inner loops, for json.c and the record reader. */
#ifndef JSON_SCAN_H
#define JSON_SCAN_H

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/*
 * The first byte at or after p that a string may not hold as it is: a quote,
 * a backslash, a control character, or the start of a longer UTF-8 sequence.
 * The '\n' behind the text stops it at the latest.
 */
static inline const char *
scan_plain(const char *p)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i slash = _mm_set1_epi8('\\');
	const __m128i space = _mm_set1_epi8(' ');

	for (;; p += 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* Signed: bytes from 0x80 on count as below the space. */
		__m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, space),
		    _mm_or_si128(
			_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, slash)));
		int mask = _mm_movemask_epi8(odd);

		if (mask)
			return p + __builtin_ctz((unsigned)mask);
	}
#else
	while ((signed char)*p >= ' ' && *p != '"' && *p != '\\')
		p++;
	return p;
#endif
}

/* Whether the len (<= 32) bytes at a and b are equal; 32 are readable. */
static inline int
scan_equal(const char *a, const char *b, unsigned len)
{
#ifdef __SSE2__
	__m128i x = _mm_loadu_si128((const __m128i *)(const void *)a);
	__m128i y = _mm_loadu_si128((const __m128i *)(const void *)b);
	unsigned m = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y));

	if (len > 16) {
		x = _mm_loadu_si128((const __m128i *)(const void *)(a + 16));
		y = _mm_loadu_si128((const __m128i *)(const void *)(b + 16));
		m |= (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) << 16;
	}
	return (~m & (unsigned)((1ull << len) - 1)) == 0;
#else
	return memcmp(a, b, len) == 0;
#endif
}

static inline const char *
scan_space(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

#endif
