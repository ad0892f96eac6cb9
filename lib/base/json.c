/* SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/json_scan.h"
#include "base/num.h"

static const char *
fail(const char **why, const char *reason)
{
	*why = reason;
	return NULL;
}

static int
hex4(const char *p)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		int c = p[i];

		if (c >= '0' && c <= '9')
			c -= '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			c = (c | 32) - 'a' + 10;
		else
			return -1;
		v = v * 16 + c;
	}
	return v;
}

/* p behind a backslash; behind the escape, or NULL. */
static const char *
escape(const char *p)
{
	int u;

	if (*p != 'u')
		return *p && strchr("\"\\/bfnrt", *p) ? p + 1 : NULL;
	u = hex4(p + 1);
	if (u < 0 || (u >= 0xdc00 && u <= 0xdfff))
		return NULL;
	p += 5;
	if (u < 0xd800 || u > 0xdfff)
		return p;
	if (p[0] != '\\' || p[1] != 'u')
		return NULL;
	u = hex4(p + 2);
	return u >= 0xdc00 && u <= 0xdfff ? p + 6 : NULL;
}

/*
 * Length of the UTF-8 sequence at p, 0 if it is none: no overlong forms, no
 * surrogates, nothing above U+10FFFF (RFC 3629, section 4).
 */
static int
utf8(const unsigned char *p)
{
	unsigned c = p[0], lo = 0x80, hi = 0xbf;
	int n;

	if (c >= 0xc2 && c <= 0xdf)
		n = 2;
	else if (c >= 0xe0 && c <= 0xef)
		n = 3;
	else if (c >= 0xf0 && c <= 0xf4)
		n = 4;
	else
		return 0;
	if (c == 0xe0)
		lo = 0xa0;
	else if (c == 0xed)
		hi = 0x9f;
	else if (c == 0xf0)
		lo = 0x90;
	else if (c == 0xf4)
		hi = 0x8f;
	if (p[1] < lo || p[1] > hi)
		return 0;
	for (int i = 2; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return n;
}

const char *
json_skip_string(
    const char *p, const char *end, bool *escaped, const char **why)
{
	*escaped = false;
	for (;;) {
		p = scan_plain(p);
		if (*p == '"')
			return p + 1;
		if (*p == '\\') {
			*escaped = true;
			p = escape(p + 1);
			if (!p)
				return fail(why, "bad escape in a string");
		} else if ((unsigned char)*p < ' ') {
			return fail(why, p < end
					     ? "control character in a string"
					     : "a string is not closed");
		} else {
			int n = utf8((const unsigned char *)p);

			if (!n)
				return fail(why, "invalid UTF-8");
			p += n;
		}
	}
}

static const char *
scalar(const char *p, const char *end, const char **why)
{
	struct num_scan n;
	bool escaped;

	switch (*p) {
	case '"':
		return json_skip_string(p + 1, end, &escaped, why);
	case 't':
		if (memcmp(p, "true", 4) == 0)
			return p + 4;
		break;
	case 'f':
		if (memcmp(p, "false", 5) == 0)
			return p + 5;
		break;
	case 'n':
		if (memcmp(p, "null", 4) == 0)
			return p + 4;
		break;
	case '-':
	case '0' ... '9':
		p = num_scan(p, &n);
		return p ? p : fail(why, "bad number");
	}
	return fail(why, p < end ? "a value is expected" : "text ends early");
}

/* p before a member's name; behind its colon and white space, or NULL. */
static const char *
name(const char *p, const char *end, const char **why)
{
	bool escaped;

	p = scan_space(p, end);
	if (*p != '"')
		return fail(why, "a member name is expected");
	p = json_skip_string(p + 1, end, &escaped, why);
	if (!p)
		return NULL;
	p = scan_space(p, end);
	if (*p != ':')
		return fail(why, "a colon is expected");
	return scan_space(p + 1, end);
}

const char *
json_skip(const char *p, const char *end, int within, const char **why)
{
	unsigned char object[JSON_DEPTH + 1]; /* which of the open ones are */
	int depth = 0;

	object[0] = false; /* none is */
	p = scan_space(p, end);
	for (;;) {
		if (within + depth == JSON_DEPTH)
			return fail(why, "nested too deep");
		if (*p == '{' || *p == '[') {
			bool is_object = *p == '{';

			object[++depth] = is_object;
			p = scan_space(p + 1, end);
			if (*p != (is_object ? '}' : ']')) {
				if (is_object && !(p = name(p, end, why)))
					return NULL;
				continue;
			}
		} else {
			p = scalar(p, end, why);
			if (!p)
				return NULL;
			if (!depth)
				return p;
			p = scan_space(p, end);
		}
		/* Behind a value: close what ends here, or go to the next. */
		while (*p == (object[depth] ? '}' : ']')) {
			p++;
			if (--depth == 0)
				return p;
			p = scan_space(p, end);
		}
		if (*p != ',')
			return fail(
			    why, p < end ? "a comma or a bracket is expected"
					 : "text ends early");
		p = scan_space(p + 1, end);
		if (object[depth] && !(p = name(p, end, why)))
			return NULL;
	}
}

const char *
json_check(const char *p, const char *end)
{
	const char *why = NULL;

	p = json_skip(p, end, 0, &why);
	if (!p)
		return why;
	return scan_space(p, end) == end ? NULL : "text after the value";
}

static char *
put_utf8(char *o, unsigned u)
{
	if (u < 0x80) {
		*o++ = (char)u;
	} else if (u < 0x800) {
		*o++ = (char)(0xc0 | u >> 6);
		*o++ = (char)(0x80 | (u & 63));
	} else if (u < 0x10000) {
		*o++ = (char)(0xe0 | u >> 12);
		*o++ = (char)(0x80 | (u >> 6 & 63));
		*o++ = (char)(0x80 | (u & 63));
	} else {
		*o++ = (char)(0xf0 | u >> 18);
		*o++ = (char)(0x80 | (u >> 12 & 63));
		*o++ = (char)(0x80 | (u >> 6 & 63));
		*o++ = (char)(0x80 | (u & 63));
	}
	return o;
}

size_t
json_unescape(char *out, const char *s, size_t len)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	const char *end = s + len;
	char *o = out;

	while (s < end) {
		const char *at;
		unsigned u;

		if (*s != '\\') {
			*o++ = *s++;
			continue;
		}
		if (s[1] != 'u') {
			at = strchr(from, s[1]);
			*o++ = at ? to[at - from] : s[1];
			s += 2;
			continue;
		}
		u = (unsigned)hex4(s + 2);
		s += 6;
		if (u >= 0xd800 && u <= 0xdbff) {
			u = 0x10000 + ((u - 0xd800) << 10) +
			    ((unsigned)hex4(s + 2) - 0xdc00);
			s += 6;
		}
		o = put_utf8(o, u);
	}
	return (size_t)(o - out);
}

char *
json_put_string(char *p, const char *s, size_t len)
{
	static const char hex[] = "0123456789abcdef";
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";

	*p++ = '"';
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		const char *at;

		if (c >= ' ' && c != '"' && c != '\\') {
			*p++ = (char)c;
			continue;
		}
		*p++ = '\\';
		at = c ? strchr(from, c) : NULL;
		if (at) {
			*p++ = to[at - from];
		} else {
			memcpy(p, "u00", 3);
			p[3] = hex[c >> 4];
			p[4] = hex[c & 15];
			p += 5;
		}
	}
	*p++ = '"';
	return p;
}

size_t
json_compact(char *out, const char *s, size_t len)
{
	const char *end = s + len;
	bool in_string = false;
	char *o = out;

	for (; s < end; s++) {
		if (in_string && *s == '\\') {
			*o++ = *s++;
		} else if (*s == '"') {
			in_string = !in_string;
		} else if (!in_string && (*s == ' ' || *s == '\t' ||
					     *s == '\n' || *s == '\r')) {
			continue;
		}
		*o++ = *s;
	}
	return (size_t)(o - out);
}

int
json_numbers(const char *s, size_t len, double *out, int max)
{
	const char *end = s + len, *p = scan_space(s + 1, end), *q;
	struct num_scan n;
	int count = 0;
	double v;

	if (*s != '[')
		return -1;
	if (*p == ']')
		return 0;
	for (;; p = scan_space(p + 1, end)) {
		q = *p == '-' || (*p >= '0' && *p <= '9') ? num_scan(p, &n)
							  : NULL;
		if (!q)
			return -1;
		v = num_scale(n.m, n.e, n.neg, n.exact, p, (size_t)(q - p));
		if (!isfinite(v))
			return -1;
		if (count < max)
			out[count] = v;
		count++;
		p = scan_space(q, end);
		if (*p == ']')
			return count;
		if (*p != ',')
			return -1;
	}
}
