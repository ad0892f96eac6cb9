/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "page/plain.h"
#include "page/table.h"

enum { GAP = 2, WRAP_MIN = 24 };

static bool
is_picture(const struct table *t, int column)
{
	return table_rows(t) > 0 &&
	       table_cell(t, 0, column)->kind == CELL_RANGE;
}

static int
column_width(const struct table *t, int column)
{
	int width = plain_width(table_string(t, t->column[column].title));

	for (int r = 0; r < table_rows(t); r++) {
		const struct cell *c = table_cell(t, r, column);
		int w = plain_width(table_string(t, c->text)) + c->marked;

		if (w > width)
			width = w;
	}
	return width;
}

/* The columns that are shown, from the left. */
struct layout {
	int column[TABLE_COLUMNS], width[TABLE_COLUMNS];
	int at[TABLE_COLUMNS]; /* where it begins */
	int n, hidden;
};

/* The last one may be made narrower, and its texts broken. */
static void
lay_out(struct layout *l, const struct table *t, int width)
{
	int used = 0;

	l->n = l->hidden = 0;
	for (int i = 0; i < t->columns; i++) {
		int w = column_width(t, i), at = used + (l->n ? GAP : 0);

		if (is_picture(t, i))
			continue;
		if (i < t->columns - 1)
			w = w < width / 2 ? w : width / 2; /* cut */
		else if (w > width - at && width - at >= WRAP_MIN && !l->hidden)
			w = width - at;
		if (l->n && (l->hidden || at + w > width)) {
			l->hidden++;
			continue;
		}
		l->at[l->n] = at;
		l->column[l->n] = i;
		l->width[l->n++] = w;
		used = at + w;
	}
}

/* The text from the column'th character on. */
static const char *
skip(const char *text, int columns)
{
	while (*text && columns-- > 0) {
		do
			text++;
		while ((*text & 0xc0) == 0x80);
	}
	return text;
}

/* A text in its column; the last one is not filled up, but may be broken. */
static void
put(const struct layout *l, int k, const char *text, bool marked, bool right,
    bool unicode, FILE *f)
{
	int width = l->width[k], fill = width - plain_width(text) - marked;

	if (right && fill > 0 && (*text || k < l->n - 1))
		fprintf(f, "%*s", fill, "");
	plain_text(f, text, width, unicode);
	while (fill < 0 && k == l->n - 1) {
		text = skip(text, width);
		fill += width;
		fprintf(f, "\n%*s", l->at[k], "");
		plain_text(f, text, width, unicode);
	}
	if (marked)
		fputc('*', f);
	if (!right && k < l->n - 1 && fill > 0)
		fprintf(f, "%*s", fill, "");
}

void
table_plain(const struct table *t, int width, bool unicode, FILE *f)
{
	struct layout l;

	lay_out(&l, t, width);
	for (int r = -1; r < table_rows(t); r++) {
		for (int k = 0; k < l.n; k++) {
			int i = l.column[k];
			const struct cell *c =
			    r < 0 ? NULL : table_cell(t, r, i);

			if (k)
				fprintf(f, "%*s", GAP, "");
			put(&l, k,
			    table_string(t, c ? c->text : t->column[i].title),
			    c && c->marked, t->column[i].right, unicode, f);
		}
		fputc('\n', f);
	}
	if (l.hidden)
		fprintf(f, "(%d more %s: the terminal is too narrow)\n",
		    l.hidden, l.hidden == 1 ? "column" : "columns");
}
