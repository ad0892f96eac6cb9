/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <limits.h>

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
