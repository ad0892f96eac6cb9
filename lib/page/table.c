/* SPDX-License-Identifier: MIT */
#include "page/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void
table_init(struct table *t, const char *caption)
{
	*t = (struct table){.caption = caption};
}

void
table_finish(struct table *t)
{
	free(t->cells);
	free(t->texts);
	table_init(t, NULL);
}

/* Copies the text; where it stands. */
static size_t
keep(struct table *t, const char *text)
{
	size_t len = strlen(text) + 1, at = t->used;

	if (t->room - t->used < len) {
		size_t room = 2 * t->room + len + 256;
		char *texts = realloc(t->texts, room);

		if (!texts) {
			t->failed = true;
			return 0;
		}
		t->texts = texts;
		t->room = room;
	}
	memcpy(t->texts + at, text, len);
	t->used += len;
	return at;
}

void
table_column(struct table *t, const char *title, bool right)
{
	if (t->columns == TABLE_COLUMNS)
		return;
	t->column[t->columns].title = keep(t, title);
	t->column[t->columns++].right = right;
}

static void
add(struct table *t, struct cell c)
{
	if (t->n == t->size) {
		size_t size = t->size ? 2 * t->size : 64;
		struct cell *cells = realloc(t->cells, size * sizeof *cells);

		if (!cells) {
			t->failed = true;
			return;
		}
		t->cells = cells;
		t->size = size;
	}
	t->cells[t->n++] = c;
}

void
table_head(struct table *t, const char *text)
{
	add(t, (struct cell){.kind = CELL_HEAD, .text = keep(t, text)});
}

void
table_text(struct table *t, const char *text)
{
	add(t, (struct cell){.kind = CELL_TEXT, .text = keep(t, text)});
}

void
table_empty(struct table *t)
{
	add(t, (struct cell){.kind = CELL_EMPTY, .text = keep(t, "")});
}

static void
add_number(struct table *t, const char *text, double v, int tone)
{
	struct cell c = {
	    .kind = CELL_NUMBER, .text = keep(t, text), .value = v};

	c.tone = (signed char)tone;
	add(t, c);
}

void
table_number(struct table *t, enum unit unit, double v)
{
	char text[SHOW_TEXT];

	if (isfinite(v))
		add_number(t, show(text, unit, v), v, 0);
	else
		table_empty(t);
}

void
table_labelled(struct table *t, const struct label *label, double v)
{
	char text[SHOW_TEXT];

	if (!isfinite(v) || label->sign == PLAIN)
		table_number(t, label->unit, v);
	else
		add_number(
		    t, show_signed(text, label->unit, v), v, (v > 0) - (v < 0));
}

void
table_range(struct table *t, double lo, double v, double hi)
{
	add(t, (struct cell){.kind = CELL_RANGE,
		   .text = keep(t, ""),
		   .value = v,
		   .lo = lo,
		   .hi = hi});
}

void
table_share(struct table *t)
{
	t->column[t->columns - 1].shared = true;
}

void
table_tone(struct table *t, int tone)
{
	if (t->n)
		t->cells[t->n - 1].tone = (signed char)tone;
}

void
table_mark(struct table *t)
{
	if (t->n)
		t->cells[t->n - 1].marked = true;
}

int
table_rows(const struct table *t)
{
	return t->columns ? (int)(t->n / (size_t)t->columns) : 0;
}

const struct cell *
table_cell(const struct table *t, int row, int column)
{
	return &t->cells[(size_t)row * (size_t)t->columns + (size_t)column];
}

const char *
table_string(const struct table *t, size_t at)
{
	return t->texts ? t->texts + at : "";
}
