/* SPDX-License-Identifier: MIT */
/*
 * window - 64 bytes of text with numbers in it.  Numbers are short, so that is
 * several of them: what is no digit is looked for once for all, not for each
 * (a third less time).
 */
#ifndef WINDOW_H
#define WINDOW_H

#include "exchange/cell.h"

struct window {
	/* Bit i is of byte i from where it stands now: a point; no digit and
	 * no point.  What lies behind the 64 bytes is 0. */
	uint64_t points, stops;
};

/* It stands n (< 64) bytes further now. */
static inline void
window_move(struct window *w, unsigned n)
{
	w->points >>= n;
	w->stops >>= n;
}

/* It stands nowhere. */
static inline void
window_lose(struct window *w)
{
	w->stops = 0;
}

#ifdef __SSE2__
/* Of 16 bytes: the points; the digits. */
static inline uint64_t
window_points(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);

	v = _mm_cmpeq_epi8(v, _mm_set1_epi8('.'));
	return (uint32_t)_mm_movemask_epi8(v);
}

static inline uint64_t
window_digits(const char *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
	__m128i d = _mm_sub_epi8(v, _mm_set1_epi8('0'));

	d = _mm_cmpeq_epi8(_mm_min_epu8(d, _mm_set1_epi8(9)), d);
	return (uint32_t)_mm_movemask_epi8(d);
}

static inline struct window
window_at(const char *p)
{
	uint64_t points = window_points(p) | window_points(p + 16) << 16 |
			  window_points(p + 32) << 32 |
			  window_points(p + 48) << 48;
	uint64_t digits = window_digits(p) | window_digits(p + 16) << 16 |
			  window_digits(p + 32) << 32 |
			  window_digits(p + 48) << 48;

	return (struct window){points, ~(digits | points)};
}

/* The cell at p, len bytes long, as num_scan() would take it; false: it is
 * longer than usual, or has a sign or an exponent, or is no number. */
static inline bool
window_cell(const char *p, unsigned len, uint64_t points, struct cell *c)
{
	unsigned whole = len, places = 0;

	points &= (UINT64_C(1) << len) - 1;
	if (points) {
		whole = (unsigned)__builtin_ctzll(points);
		places = len - whole - 1;
	}
	if (__builtin_expect(
		len > 17 || whole > 16 || !whole || (points && !places) ||
		    (points & (points - 1)) || (*p == '0' && whole > 1),
		0))
		return false;
	if (whole + places <= 8) {
		c->n.m = num_decimal8(p, whole, whole + places);
	} else {
		c->n.m = num_many(0, p, whole);
		if (places)
			c->n.m = num_many(c->n.m, p + whole + 1, places);
	}
	c->text = p;
	c->end = p + len;
	c->n.e = c->n.m ? -(int)places : 0;
	c->n.neg = false;
	c->n.exact = true;
	c->n.integer = !points;
	return true;
}
#endif

/*
 * As cell_scan(), and w, which stands at p or nowhere, goes along.  64 bytes
 * from p on are readable.
 */
static inline const char *
window_scan(struct window *w, const char *p, struct cell *c)
{
#ifdef __SSE2__
	if (!w->stops)
		*w = window_at(p);
	if (__builtin_expect(w->stops != 0, 1)) {
		unsigned len = (unsigned)__builtin_ctzll(w->stops);

		if (__builtin_expect((p[len] | 0x20) != 'e', 1) &&
		    window_cell(p, len, w->points, c)) {
			window_move(w, len);
			return p + len;
		}
	}
#endif
	window_lose(w);
	return cell_scan(p, c);
}

#endif
