/* SPDX-License-Identifier: MIT */
#include "base/num_short.h"

#include <limits.h>
#include <math.h>

const double num_pow10[23] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22};

const uint64_t num_pow10u[20] = {1, 10, 100, 1000, 10000, 100000, 1000000,
    10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
    10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
    100000000000000000, 1000000000000000000, 10000000000000000000u};

#ifdef __SSE2__
const unsigned char num_last[] = {[16] = 255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255,
    255};
#endif

/* digit is '0' to '9'; appends it to the number so far. */
static void
add_digit(struct num_scan *n, int *kept, int64_t *e, unsigned digit)
{
	if (*kept < 19) {
		n->m = n->m * 10 + digit;
		*kept += n->m != 0;
	} else {
		n->exact &= digit == 0;
		++*e;
	}
}

static bool
is_digit(const char *p, const char *end)
{
	return p != end && (unsigned)(*p - '0') < 10;
}

/* The exponent at p, after 'e'; NULL if there is none.  Beyond 10^17 it
 * stays there: no text is long enough to bring it back. */
static const char *
scan_exponent(const char *p, const char *end, int64_t *e)
{
	int64_t x = 0;
	bool neg = false;

	if (p != end && (*p == '-' || *p == '+'))
		neg = *p++ == '-';
	if (!is_digit(p, end))
		return NULL;
	for (; is_digit(p, end); p++)
		if (x < 100000000000000000)
			x = x * 10 + (*p - '0');
	*e += neg ? -x : x;
	return p;
}

const char *
num_scan_slow(const char *p, const char *end, struct num_scan *n)
{
	int64_t e = 0;
	int kept = 0;

	*n = (struct num_scan){.exact = true, .integer = true};
	if (p != end && *p == '-') {
		n->neg = true;
		p++;
	}
	if (!is_digit(p, end))
		return NULL;
	if (*p == '0' && is_digit(p + 1, end))
		return NULL;
	for (; is_digit(p, end); p++)
		add_digit(n, &kept, &e, (unsigned)(*p - '0'));
	if (p != end && *p == '.') {
		n->integer = false;
		if (!is_digit(++p, end))
			return NULL;
		for (; is_digit(p, end); p++) {
			e--;
			add_digit(n, &kept, &e, (unsigned)(*p - '0'));
		}
	}
	if (p != end && (*p | 0x20) == 'e') {
		n->integer = false;
		p = scan_exponent(p + 1, end, &e);
		if (!p)
			return NULL;
	}
	if (n->m == 0)
		e = 0;
	n->e = e > INT_MAX ? INT_MAX : e < INT_MIN ? INT_MIN : (int)e;
	return p;
}

int
num_parse_double(const char *text, size_t len, double *out)
{
	struct num_scan n;
	const char *end = text + len;
	double v;

	if (num_scan_slow(text, end, &n) != end)
		return -1;
	v = num_scale(n.m, n.e, n.neg, n.exact, text, len);
	if (isinf(v))
		return -1;
	*out = v;
	return 0;
}

size_t
num_typed(char buf[NUM_TYPED], const char *text, size_t len)
{
	size_t sign = len > 0 && *text == '-';
	bool bare = len > sign && text[sign] == '.';

	if (len + bare > NUM_TYPED)
		return 0;
	memcpy(buf, text, sign);
	if (bare)
		buf[sign] = '0';
	memcpy(buf + sign + bare, text + sign, len - sign);
	return len + bare;
}

int
num_parse_typed(const char *text, size_t len, double *out)
{
	char buf[NUM_TYPED];
	size_t n = num_typed(buf, text, len);

	return n ? num_parse_double(buf, n, out)
		 : num_parse_double(text, len, out);
}

int
num_parse_int(const char *text, size_t len, int64_t *out)
{
	const char *p = text, *end = text + len;
	int64_t v = 0;
	bool neg = len > 0 && *p == '-';

	p += neg;
	if (p == end)
		return -1;
	for (; p != end; p++) {
		int digit = *p - '0';

		if (!is_digit(p, end) || __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, neg ? -digit : digit, &v))
			return -1;
	}
	*out = v;
	return 0;
}
