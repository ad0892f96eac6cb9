/* SPDX-License-Identifier: MIT */
/* Curves of a chart: in a part that is stretched to the chart's width. */
#include <math.h>

#include "page/chart.h"

enum { ACROSS = 1000 }; /* units of the stretched part */

/* At most one digit behind the point, none of them for nothing. */
static void
put_number(FILE *f, double v)
{
	long tenths = (long)floor(v * 10 + 0.5);

	if (tenths < 0) {
		fputc('-', f);
		tenths = -tenths;
	}
	fprintf(f, "%ld", tenths / 10);
	if (tenths % 10)
		fprintf(f, ".%ld", tenths % 10);
}

static void
put_point(struct chart *c, const struct panel *p, double time, double v)
{
	put_number(c->f, chart_x(c, time) * ACROSS / 100);
	fputc(' ', c->f);
	put_number(c->f, panel_y(p, v) - p->top);
	fputc(' ', c->f);
}

static void
begin(struct chart *c, const struct panel *p, const char *class)
{
	fprintf(c->f,
	    "<svg y=\"%d\" width=\"100%%\" height=\"%d\" viewBox=\"0 0 %d "
	    "%d\" preserveAspectRatio=\"none\"><path class=\"%s\" d=\"",
	    p->top, p->height, ACROSS, p->height, class);
}

static void
end(struct chart *c)
{
	fputs("\"/></svg>\n", c->f);
}

/* Whether a piece begins with this cell. */
static bool
is_break(const struct thin *t, int i, const struct spans *holes)
{
	int64_t from, to;

	if (i == 0)
		return true;
	if (!holes || holes->n == 0)
		return false;
	from = t->cells[i - 1].to;
	to = t->cells[i].from;
	return 2 * spans_covered(holes, from, to) >= to - from && to > from;
}

void
chart_line(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double factor, const struct spans *holes)
{
	begin(c, p, class);
	for (int i = 0; i < t->n; i++) {
		const struct thin_cell *e = &t->cells[i];
		double mid = (double)e->from + (double)(e->to - e->from) / 2;

		if (is_break(t, i, holes))
			fputc('M', c->f);
		put_point(c, p, (double)e->from, e->first * factor);
		if (e->low < fmin(e->first, e->last) && e->low_first)
			put_point(c, p, mid, e->low * factor);
		if (e->high > fmax(e->first, e->last))
			put_point(c, p, mid, e->high * factor);
		if (e->low < fmin(e->first, e->last) && !e->low_first)
			put_point(c, p, mid, e->low * factor);
		if (e->to > e->from)
			put_point(c, p, (double)e->to, e->last * factor);
		else if (i + 1 == t->n || is_break(t, i + 1, holes))
			/* A point of its own: a round end makes it seen. */
			put_point(c, p, (double)e->to, e->last * factor);
	}
	end(c);
}

void
chart_closes(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double factor, const struct spans *holes)
{
	begin(c, p, class);
	for (int i = 0; i < t->n; i++) {
		const struct thin_cell *e = &t->cells[i];

		if (is_break(t, i, holes))
			fputc('M', c->f);
		put_point(c, p, (double)e->to, e->last * factor);
		if (i + 1 == t->n || is_break(t, i + 1, holes))
			put_point(c, p, (double)e->to, e->last * factor);
	}
	end(c);
}

/* The piece of cells from..to, there at the top and back at the bottom. */
static void
put_piece(struct chart *c, const struct panel *p, const struct thin *t,
    int from, int to, double base)
{
	fputc('M', c->f);
	for (int i = from; i <= to; i++) {
		const struct thin_cell *e = &t->cells[i];
		double top = isnan(base) ? e->high : base;

		if (isnan(base) || i == from || i == to)
			put_point(c, p, (double)e->to, top);
	}
	for (int i = to; i >= from; i--)
		put_point(c, p, (double)t->cells[i].to, t->cells[i].low);
	fputc('Z', c->f);
}

static void
put_pieces(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double base, const struct spans *holes)
{
	int from = 0;

	begin(c, p, class);
	for (int i = 1; i <= t->n; i++) {
		if (i < t->n && !is_break(t, i, holes))
			continue;
		put_piece(c, p, t, from, i - 1, base);
		from = i;
	}
	end(c);
}

void
chart_band(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, const struct spans *holes)
{
	put_pieces(c, p, class, t, NAN, holes);
}

void
chart_hang(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double base, const struct spans *holes)
{
	put_pieces(c, p, class, t, base, holes);
}
