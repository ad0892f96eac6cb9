/* SPDX-License-Identifier: MIT */
/* Writing a computed value: 12 significant digits. */
#include <math.h>

#include "base/big.h"
#include "base/digits.h"
#include "base/num_short.h"
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

/* v > 0 by integer arithmetic: any double. */
static __attribute__((noinline)) char *
put_exact(char *p, double v)
{
	char digits[NUM_DIGITS_MAX];
	uint64_t bits, c;
	int q, k, lz, n;

	memcpy(&bits, &v, sizeof bits);
	c = bits & ((1ull << 52) - 1);
	q = (int)(bits >> 52);
	if (q == 0)
		q = 1;
	else
		c |= 1ull << 52;
	lz = __builtin_clzll(c);
	c <<= lz;
	q -= 1075 + lz;
	k = 11 - decimal_exponent(c, q);
	n = (int)(num_put_uint(digits, round_scaled(c, q, k)) - digits);
	return num_put_digits(p, digits, n, n - k);
}

/* Powers of two between which doubles are tried; within 1e-5 and 1e12. */
enum { QUICK_MIN = -16, QUICK_MAX = 39, TENS_MIN = -5 };

static const double tens[] = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2, 1e3,
    1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

/*
 * The 12 digits of v, 2^QUICK_MIN <= v < 2^QUICK_MAX, as a number, v being
 * about 0.ddd * 10^*point; or 0, if doubles cannot tell.  10^k is exact, k <=
 * 16, so that the product is off by half a unit in its last place, 2^2, as it
 * is below 2^56; and by less than 1 when it is cut.  Further than that from the
 * middle between two numbers it is on the right side.  (Just below 10^-n, which
 * is no double, *point may be one too high; the digits round up to 10^11 then.)
 */
static inline uint64_t
quick_digits(double v, int *point)
{
	uint64_t bits, n;
	double scaled;
	int e;

	memcpy(&bits, &v, sizeof bits);
	e = ((int)(bits >> 52) - 1023) * 1262611 >> 22; /* log10(2) * 2^22 */
	/* A branch, mostly foreseen: the product need not wait for it. */
	scaled = v * 0x1p16 * num_pow10[11 - e];
	if (v >= tens[e + 1 - TENS_MIN]) {
		e++;
		scaled = v * 0x1p16 * num_pow10[11 - e];
	}
	*point = e + 1;
	n = (uint64_t)(int64_t)scaled + (1 << 15);
	if (__builtin_expect(((n + 8) & 0xffff) <= 16, 0))
		return 0;
	n >>= 16;
	return n < 1000000000000 ? n : 0;
}

/* Sixteen bytes of text: text_of(), put_text() and put_pointed() are all that
 * is to be known of it. */
#ifdef __SSE2__
struct text {
	__m128i bytes;
};

/* n < 10^12 as text, four '0' behind its 12 digits; *some has a bit set for
 * each that is not '0', the first the lowest. */
static inline struct text
text_of(uint64_t n, unsigned *some)
{
	uint32_t upper = (uint32_t)(n / 10000), lower = (uint32_t)(n % 10000);
	__m128i x = _mm_cvtsi32_si128((int)upper), q;

	/* Parted by 10^4, by 100, by 10: the quotient, then the rest. */
	q = _mm_srli_epi64(_mm_mul_epu32(x, _mm_set1_epi64x(0xd1b71759)), 45);
	x = _mm_sub_epi32(x, _mm_mul_epu32(q, _mm_set1_epi32(10000)));
	x = _mm_unpacklo_epi32(q, x);
	x = _mm_unpacklo_epi64(x, _mm_cvtsi32_si128((int)lower));
	q = _mm_mulhi_epu16(x, _mm_set1_epi16(5243));
	q = _mm_srli_epi16(q, 3);
	x = _mm_sub_epi16(x, _mm_madd_epi16(q, _mm_set1_epi32(100)));
	x = _mm_or_si128(q, _mm_slli_epi32(x, 16));
	q = _mm_mulhi_epu16(x, _mm_set1_epi16(6554));
	q = _mm_mullo_epi16(q, _mm_set1_epi16(1 - 10 * 256));
	x = _mm_add_epi16(q, _mm_slli_epi16(x, 8));

	q = _mm_cmpgt_epi8(x, _mm_setzero_si128());
	*some = (unsigned)_mm_movemask_epi8(q);
	return (struct text){_mm_or_si128(x, _mm_set1_epi8('0'))};
}

static inline void
put_text(char *p, struct text t)
{
	_mm_storeu_si128((void *)p, t.bytes);
}

/* The same with a point behind the first 1 to 12 bytes. */
static inline void
put_pointed(char *p, struct text t, int point)
{
	/* 255 but for the '.', which is the nth from 16 - n on. */
	static const unsigned char at[32] = {255, 255, 255, 255, 255, 255, 255,
	    255, 255, 255, 255, 255, 255, 255, 255, 255, '.', 255, 255, 255,
	    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
	__m128i x = t.bytes, moved = _mm_slli_si128(x, 1);
	__m128i rest = num_load(num_last + 16 - point);

	x = _mm_andnot_si128(rest, _mm_xor_si128(x, moved));
	x = _mm_xor_si128(x, moved);
	put_text(p, (struct text){_mm_min_epu8(x, num_load(at + 16 - point))});
}
#else
struct text {
	uint64_t high, low;
};

static inline struct text
text_of(uint64_t n, unsigned *some)
{
	uint64_t high = digits_of((uint32_t)(n / 10000));
	uint64_t low = digits_of((uint32_t)(n % 10000) * 10000);
	unsigned last = low ? 15 - (unsigned)__builtin_clzll(low) / 8
			    : 7 - (unsigned)__builtin_clzll(high) / 8;

	*some = 1u << last; /* the last of them will do */
	return (struct text){
	    high | 0x3030303030303030u, low | 0x3030303030303030u};
}

static inline void
put_text(char *p, struct text t)
{
	put_word(p, t.high);
	put_word(p + 8, t.low);
}

static inline void
put_pointed(char *p, struct text t, int point)
{
	char bytes[32] = "";

	put_text(bytes, t);
	put_text(p, t);
	memcpy(p + point + 1, bytes + point, 12);
	p[point] = '.';
}
#endif

/* 0.ddd * 10^point of 12 digits, -5 < point <= 12. */
static inline char *
put_quick(char *p, uint64_t digits, int point)
{
	unsigned some;
	struct text t = text_of(digits, &some);
	int n = 32 - __builtin_clz(some); /* without the zeros at the end */

	if (point <= 0) {
		memcpy(p, "0.000000", 8);
		p += 2 - point;
		put_text(p, t);
		return p + n;
	}
	put_pointed(p, t, point);
	return p + (n > point ? n + 1 : point);
}

char *
num_put_calc(char *p, double v)
{
	uint64_t bits, digits;
	unsigned exponent;
	int point;

	*p = '-';
	memcpy(&bits, &v, sizeof bits);
	exponent = bits >> 52 & 0x7ff;
	if (exponent >= 1023 + QUICK_MIN && exponent < 1023 + QUICK_MAX) {
		digits = quick_digits(fabs(v), &point);
		if (__builtin_expect(digits != 0, 1))
			return put_quick(p + (bits >> 63), digits, point);
	}
	if (v == 0) {
		*p = '0';
		return p + 1;
	}
	return put_exact(p + (v < 0), fabs(v));
}

double
num_calc(double v)
{
	char text[NUM_DOUBLE_MAX];

	if (isfinite(v))
		num_parse_double(
		    text, (size_t)(num_put_calc(text, v) - text), &v);
	return v;
}
