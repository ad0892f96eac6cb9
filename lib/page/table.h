/* SPDX-License-Identifier: MIT */
/*
 * table - rows of texts and numbers, made once and written as HTML or for a
 * terminal.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "page/label.h"
#include "page/show.h"

enum { TABLE_COLUMNS = 24 };

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_HEAD, CELL_NUMBER, CELL_RANGE };

struct cell {
	enum cell_kind kind;
	size_t text;   /* offset in table.texts */
	double value;  /* of CELL_NUMBER */
	double lo, hi; /* of CELL_RANGE: an interval around value; NaN: none */
	signed char tone; /* -3 .. 3: bad to good; 0: neither */
	bool marked;      /* stands out */
};

struct table {
	const char *caption; /* *borrowed* */
	int columns;
	struct {
		size_t title; /* offset in texts */
		bool right;
		bool shared; /* CELL_RANGE: all on one scale */
	} column[TABLE_COLUMNS];
	struct cell *cells;
	size_t n, size; /* rows * columns */
	char *texts;
	size_t used, room;
	bool failed; /* out of memory: it holds less than it should */
};

void table_init(struct table *t, const char *caption);
void table_finish(struct table *t);

/* Columns first; more than TABLE_COLUMNS are left out.  right: numbers. */
void table_column(struct table *t, const char *title, bool right);

/* Cells row by row, from left to right; texts are copied. */
void table_head(struct table *t, const char *text); /* names its row */
void table_text(struct table *t, const char *text);
void table_empty(struct table *t);
/* Not finite: an empty one. */
void table_number(struct table *t, enum unit unit, double v);
/* As the label says: with a sign and a tone where that means something. */
void table_labelled(struct table *t, const struct label *label, double v);
/* A picture of a value and its interval; without one, of a bar. */
void table_range(struct table *t, double lo, double v, double hi);
/* The pictures of the column that was added last are to be compared. */
void table_share(struct table *t);
/* Of the last cell. */
void table_tone(struct table *t, int tone);
void table_mark(struct table *t);

int table_rows(const struct table *t);
const struct cell *table_cell(const struct table *t, int row, int column);
const char *table_string(const struct table *t, size_t at);

/* Errors show in ferror(f).  class: of the HTML element; NULL. */
void table_html(const struct table *t, const char *class, FILE *f);

/* As wide as it needs; columns that do not fit into width are left out and
 * counted, but the last one is made narrower if that helps.  unicode: bytes
 * beyond ASCII may be written. */
void table_plain(const struct table *t, int width, bool unicode, FILE *f);

#endif
