/* SPDX-License-Identifier: MIT */
#include "page/plain.h"

#include <string.h>

static bool
goes_on(char c)
{
	return (c & 0xc0) == 0x80;
}

int
plain_width(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += !goes_on(*text);
	return n;
}

/* Nothing that a terminal would obey, or that turns text around. */
static bool
is_control(const char *s)
{
	const unsigned char *c = (const unsigned char *)s;

	return c[0] < ' ' || c[0] == 0x7f || (c[0] == 0xc2 && c[1] < 0xa0) ||
	       (c[0] == 0xe2 &&
		   ((c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) ||
		       (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9)));
}

void
plain_text(FILE *f, const char *text, int width, bool unicode)
{
	while (*text && width-- > 0) {
		bool odd = is_control(text) || (!unicode && (*text & 0x80));

		if (odd)
			fputc('?', f);
		do {
			if (!odd)
				fputc(*text, f);
			text++;
		} while (goes_on(*text));
	}
}
