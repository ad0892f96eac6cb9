/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "page/html.h"
#include "page/table.h"

enum {
	WIDE = 5,   /* columns that a telephone may not have room for */
	DENSE = 12, /* more than these stand close together */
};

/* The classes of a tone: colour, never alone: the sign says the same. */
static const char *
tone_class(int tone)
{
	static const char *const names[] = {
	    "d3", "d2", "d1", NULL, "u1", "u2", "u3"};

	return tone >= -3 && tone <= 3 ? names[tone + 3] : NULL;
}

/* What the picture must have room for: 0, and the cell or its column. */
static void
range_scale(const struct table *t, int column, const struct cell *c, double *lo,
    double *hi)
{
	int rows = t->column[column].shared ? table_rows(t) : 1;

	*lo = *hi = 0;
	for (int r = 0; r < rows; r++) {
		if (t->column[column].shared)
			c = table_cell(t, r, column);
		if (c->kind != CELL_RANGE)
			continue;
		*lo = fmin(*lo, fmin(c->lo, c->value));
		*hi = fmax(*hi, fmax(c->hi, c->value));
	}
}

static void
put_mark(
    const struct cell *c, double zero, double lo, double at, double hi, FILE *f)
{
	if (isfinite(lo) && isfinite(hi))
		fprintf(f,
		    "<line class=\"span\" x1=\"%.1f%%\" x2=\"%.1f%%\" "
		    "y1=\"9\" y2=\"9\"/>",
		    lo, hi);
	else if (isfinite(at))
		fprintf(f,
		    "<rect class=\"%s\" x=\"%.1f%%\" width=\"%.1f%%\" "
		    "y=\"4\" height=\"10\"/>",
		    c->value < 0 ? "down" : "up", fmin(at, zero),
		    fabs(at - zero));
	if (isfinite(at) && isfinite(lo))
		fprintf(f, "<circle cx=\"%.1f%%\" cy=\"9\" r=\"4.5\"/>", at);
	fprintf(f,
	    "<line class=\"zero\" x1=\"%.1f%%\" x2=\"%.1f%%\" y1=\"1\" "
	    "y2=\"17\"/>",
	    zero, zero);
}

/*
 * An interval as a line with a dot, or a value as a bar, and where 0 is.  It
 * is a picture of the numbers beside it, so hidden from those who hear the
 * page.
 */
static void
put_range(const struct table *t, int column, const struct cell *c, FILE *f)
{
	double lo, hi, zero, per;

	range_scale(t, column, c, &lo, &hi);
	per = hi > lo ? 92 / (hi - lo) : 0;
	zero = 4 - lo * per;
	fputs("<svg class=\"range\" aria-hidden=\"true\">", f);
	put_mark(c, zero, zero + c->lo * per, zero + c->value * per,
	    zero + c->hi * per, f);
	fputs("</svg>", f);
}

static void
put_cell(const struct table *t, int column, const struct cell *c, FILE *f)
{
	const char *tone = tone_class(c->tone);
	const char *text = table_string(t, c->text);
	const char *element = c->kind == CELL_HEAD ? "th" : "td";
	char exact[SHOW_TEXT];

	fprintf(f, "<%s", element);
	if (c->kind == CELL_HEAD)
		fputs(" scope=\"row\"", f);
	if (t->column[column].right || tone || c->marked)
		fprintf(f, " class=\"%s%s%s%s\"",
		    t->column[column].right ? "r" : "", tone ? " " : "",
		    tone ? tone : "", c->marked ? " best" : "");
	fputc('>', f);
	switch (c->kind) {
	case CELL_NUMBER:
		fprintf(f, "<data value=\"%s\">", show_exact(exact, c->value));
		html_figure(f, text);
		fputs("</data>", f);
		break;
	case CELL_RANGE:
		put_range(t, column, c, f);
		break;
	case CELL_EMPTY:
	case CELL_TEXT:
	case CELL_HEAD:
		html_text(f, text);
		break;
	}
	fprintf(f, "</%s>", element);
}

void
table_html(const struct table *t, const char *class, FILE *f)
{
	int rows = table_rows(t);

	if (!class && t->columns > DENSE)
		class = "dense";
	fputs("<div class=\"scroll\"", f);
	if (t->columns > WIDE) { /* to be reached and moved by keys */
		fputs(" role=\"region\" tabindex=\"0\" aria-label=\"", f);
		html_text(f, t->caption);
		fputc('"', f);
	}
	fprintf(f, "><table%s%s%s><caption>", class ? " class=\"" : "",
	    class ? class : "", class ? "\"" : "");
	html_text(f, t->caption);
	fputs("</caption>\n<thead><tr>", f);
	for (int i = 0; i < t->columns; i++) {
		fprintf(f, "<th scope=\"col\"%s>",
		    t->column[i].right ? " class=\"r\"" : "");
		html_text(f, table_string(t, t->column[i].title));
		fputs("</th>", f);
	}
	fputs("</tr></thead>\n<tbody>\n", f);
	for (int r = 0; r < rows; r++) {
		fputs("<tr>", f);
		for (int i = 0; i < t->columns; i++)
			put_cell(t, i, table_cell(t, r, i), f);
		fputs("</tr>\n", f);
	}
	fputs("</tbody></table></div>\n", f);
}
