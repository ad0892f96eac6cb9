/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "page/plain.h"
#include "page/table.h"

enum { CELL_WIDTH = 64, GAP = 2 };

static int
text_width(const char *text)
{
	int n = plain_width(text);

	return n < CELL_WIDTH ? n : CELL_WIDTH;
}

static bool
is_picture(const struct table *t, int column)
{
	return table_rows(t) > 0 &&
	       table_cell(t, 0, column)->kind == CELL_RANGE;
}

static int
column_width(const struct table *t, int column)
{
	int width = text_width(table_string(t, t->column[column].title));

	for (int r = 0; r < table_rows(t); r++) {
		const struct cell *c = table_cell(t, r, column);
		int w = text_width(table_string(t, c->text)) + c->marked;

		if (w > width)
			width = w;
	}
	return width;
}

/* A text in its column; the last one is not filled up. */
static void
put(const char *text, bool marked, int width, bool right, bool last,
    bool unicode, FILE *f)
{
	int fill = width - text_width(text) - marked;

	if (right)
		fprintf(f, "%*s", fill, "");
	plain_text(f, text, width - marked, unicode);
	if (marked)
		fputc('*', f);
	if (!right && !last)
		fprintf(f, "%*s", fill, "");
}

void
table_plain(const struct table *t, int width, bool unicode, FILE *f)
{
	int widths[TABLE_COLUMNS], shown[TABLE_COLUMNS];
	int n = 0, used = 0, hidden = 0;

	for (int i = 0; i < t->columns; i++) {
		int w = column_width(t, i);

		if (is_picture(t, i))
			continue;
		if (n && (hidden || used + GAP + w > width)) {
			hidden++;
			continue;
		}
		used += (n ? GAP : 0) + w;
		widths[n] = w;
		shown[n++] = i;
	}
	for (int r = -1; r < table_rows(t); r++) {
		for (int k = 0; k < n; k++) {
			int i = shown[k];
			const struct cell *c =
			    r < 0 ? NULL : table_cell(t, r, i);

			if (k)
				fprintf(f, "%*s", GAP, "");
			put(table_string(t, c ? c->text : t->column[i].title),
			    c && c->marked, widths[k], t->column[i].right,
			    k == n - 1, unicode, f);
		}
		fputc('\n', f);
	}
	if (hidden)
		fprintf(f, "(%d more %s: the terminal is too narrow)\n", hidden,
		    hidden == 1 ? "column" : "columns");
}
