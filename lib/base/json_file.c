/* SPDX-License-Identifier: MIT */
#include "base/json_file.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"

void
json_number(FILE *f, double v)
{
	char text[NUM_DOUBLE_MAX], *end = num_put_double(text, v);

	fwrite(text, 1, (size_t)(end - text), f);
}

void
json_calc(FILE *f, double v)
{
	char text[NUM_DOUBLE_MAX], *end = num_put_calc(text, v);

	fwrite(text, 1, (size_t)(end - text), f);
}

void
json_member(FILE *f, const char *name, double v)
{
	fprintf(f, ",\"%s\":", name);
	json_number(f, v);
}

void
json_member_calc(FILE *f, const char *name, double v)
{
	if (!isfinite(v))
		return;
	fprintf(f, ",\"%s\":", name);
	json_calc(f, v);
}

/* Piece by piece, so that no room has to be found. */
void
json_string(FILE *f, const char *s)
{
	enum { PIECE = 128 };
	char text[6 * PIECE + 2], *end;

	fputc('"', f);
	for (size_t len; *s; s += len) {
		len = strnlen(s, PIECE);
		end = json_put_string(text, s, len);
		fwrite(text + 1, 1, (size_t)(end - text) - 2, f);
	}
	fputc('"', f);
}
