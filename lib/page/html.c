/* SPDX-License-Identifier: MIT */
#include "page/html.h"

#include <stdbool.h>
#include <string.h>

/* U+202A-202E, U+2066-2069: E2 80 AA-AE, E2 81 A6-A9. */
static bool
turns_text(const unsigned char *s)
{
	if (s[0] != 0xe2)
		return false;
	return (s[1] == 0x80 && s[2] >= 0xaa && s[2] <= 0xae) ||
	       (s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9);
}

static const char *
entity(unsigned char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return (c < ' ' && c != '\n' && c != '\t') || c == 0x7f
			   ? "\xef\xbf\xbd"
			   : NULL;
	}
}

void
html_text(FILE *f, const char *text)
{
	const unsigned char *s = (const unsigned char *)text;

	for (; *s; s++) {
		const char *e = entity(*s);

		if (turns_text(s)) {
			e = "\xef\xbf\xbd";
			s += 2;
		} else if (s[0] == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0) {
			e = "\xef\xbf\xbd"; /* C1 controls */
			s++;
		}
		if (e)
			fputs(e, f);
		else
			fputc(*s, f);
	}
}

void
html_figure(FILE *f, const char *text)
{
	if (*text == '-' && text[1]) {
		fputs("\xe2\x88\x92", f);
		text++;
	}
	html_text(f, text);
}

void
html_id(FILE *f, const char *text)
{
	static const char plain[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";

	for (; *text; text++)
		if (strchr(plain, *text))
			fputc(*text, f);
		else
			fprintf(f, "_%02x", (unsigned char)*text);
}
