/* SPDX-License-Identifier: MIT */
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const double num_pow10[23] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9,
    1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21,
    1e22};

const uint64_t num_pow10u[20] = {1, 10, 100, 1000, 10000, 100000, 1000000,
    10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
    10000000000000, 100000000000000, 1000000000000000, 10000000000000000,
    100000000000000000, 1000000000000000000, 10000000000000000000u};

double
num_scale_slow(
    uint64_t m, int e, bool neg, bool exact, const char *text, size_t len)
{
	char buf[40];
	char *copy;
	double v;

	if (exact) {
		snprintf(buf, sizeof buf, "%s%llue%d", neg ? "-" : "",
		    (unsigned long long)m, e);
		return strtod(buf, NULL);
	}
	copy = strndup(text, len);
	v = strtod(copy, NULL);
	free(copy);
	return v;
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

int
num_parse_int(const char *text, size_t len, int64_t *out)
{
	const char *p = text, *end = text + len;
	int64_t v = 0;
	bool neg = p != end && *p == '-';

	p += neg;
	if (p == end)
		return -1;
	for (; p != end; p++) {
		if ((unsigned)(*p - '0') > 9 ||
		    __builtin_mul_overflow(v, 10, &v) ||
		    (neg ? __builtin_sub_overflow(v, *p - '0', &v)
			 : __builtin_add_overflow(v, *p - '0', &v)))
			return -1;
	}
	*out = v;
	return 0;
}

char *
num_put_uint(char *p, uint64_t v)
{
	return p + sprintf(p, "%llu", (unsigned long long)v);
}

char *
num_put_int(char *p, int64_t v)
{
	return p + sprintf(p, "%lld", (long long)v);
}

/* Digits of text d.ddde+xx laid out. */
static char *
lay_out(char *p, const char *text)
{
	char digits[24];
	int n = 0, point;
	const char *s;

	if (*text == '-') {
		*p++ = '-';
		text++;
	}
	for (s = text; *s != 'e'; s++)
		if (*s != '.')
			digits[n++] = *s;
	point = atoi(s + 1) + 1;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	if (n <= point && point <= 21)
		return p + sprintf(p, "%.*s%.*s", n, digits, point - n,
			       "0000000000000000000000");
	if (0 < point && point <= 21)
		return p + sprintf(p, "%.*s.%.*s", point, digits, n - point,
			       digits + point);
	if (-6 < point && point <= 0)
		return p +
		       sprintf(p, "0.%.*s%.*s", -point, "000000", n, digits);
	p += sprintf(
	    p, "%c%s%.*s", digits[0], n > 1 ? "." : "", n - 1, digits + 1);
	return p + sprintf(p, "e%+d", point - 1);
}

char *
num_put_double(char *p, double v)
{
	char text[40];

	if (v == 0) {
		*p++ = '0';
		return p;
	}
	for (int n = 0; n < 17; n++) {
		snprintf(text, sizeof text, "%.*e", n, v);
		if (strtod(text, NULL) == v)
			break;
	}
	return lay_out(p, text);
}

char *
num_put_calc(char *p, double v)
{
	char text[40];

	if (v == 0) {
		*p++ = '0';
		return p;
	}
	snprintf(text, sizeof text, "%.11e", v);
	return lay_out(p, text);
}
