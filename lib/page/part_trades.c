/* SPDX-License-Identifier: MIT */
/* The trades: distribution of returns, excursions, the list. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "page/histogram.h"
#include "page/html.h"
#include "page/part.h"
#include "page/tables.h"

/* ---- distribution ---- */

bool
has_returns(const struct findings *in)
{
	for (int i = 0; i < in->closed.n; i++)
		if (isfinite(in->closed.at[i].ret))
			return true;
	return false;
}

enum { EDGE_TEXT = SHOW_TEXT + 8 };

static void
edge_text(char buf[EDGE_TEXT], const struct histogram *h, double v)
{
	char text[SHOW_TEXT];

	v = fabs(v) < h->width / 2 ? 0 : v;
	/* 12 digits: 3 * 0.1 is 0.3 again. */
	show_exact(text, 100 * v);
	snprintf(buf, EDGE_TEXT, "%s%s%%", v < 0 ? "\xe2\x88\x92" : "",
	    text + (v < 0));
}

/* "-1% to -0.5%", with the sign for minus of the page; "below", "or more"
 * where the bin is open. */
static void
bin_name(const struct histogram *h, int i, char *buf, size_t size)
{
	double lo = h->from + i * h->width, hi = lo + h->width;
	char a[EDGE_TEXT], b[EDGE_TEXT];

	edge_text(a, h, lo);
	edge_text(b, h, hi);
	if (i == 0 && h->open_low)
		snprintf(buf, size, "below %s", b);
	else if (i == h->n - 1 && h->open_high)
		snprintf(buf, size, "%s or more", a);
	else
		snprintf(buf, size, "%s to %s", a, b);
}

static void
put_bar(struct writer *w, struct chart *c, const struct panel *p,
    const struct histogram *h, int i)
{
	double lo = h->from + i * h->width;
	double x = chart_x(c, lo), x2 = chart_x(c, lo + h->width);
	double y = panel_y(p, (double)h->count[i]);
	char name[3 * SHOW_TEXT];

	if (h->count[i] == 0)
		return;
	bin_name(h, i, name, sizeof name);
	fprintf(w->f,
	    "<rect class=\"bar %s\" x=\"%.2f%%\" width=\"%.2f%%\" y=\"%.1f\" "
	    "height=\"%.1f\"><title>",
	    lo + h->width / 2 < 0 ? "down" : "up", x + 0.08, x2 - x - 0.16, y,
	    p->top + p->height - y);
	html_text(w->f, name);
	fprintf(w->f, ": %" PRId64 "</title></rect>\n", h->count[i]);
}

static void
put_level(struct writer *w, struct chart *c, double v, const char *name, int y)
{
	char text[SHOW_TEXT];
	double x = chart_x(c, v);

	fprintf(w->f,
	    "<line class=\"level\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" "
	    "y2=\"%d\"/><text class=\"at%s\" x=\"%.2f%%\" dx=\"%d\" "
	    "y=\"%d\">%s ",
	    x, x, y - 10, c->height, x > 70 ? " end" : "", x, x > 70 ? -5 : 5,
	    y, name);
	html_figure(w->f, show_signed(text, UNIT_RATIO, v));
	fputs("</text>\n", w->f);
}

static void
draw_returns(struct writer *w, const struct histogram *h)
{
	struct chart c = writer_chart(w, 240);
	struct panel p = {0, (double)h->most * 1.15, 0, 240, false};
	struct ticks t;
	char desc[160];

	c.lo = h->from;
	c.hi = h->from + h->n * h->width;
	snprintf(desc, sizeof desc,
	    "A histogram of the returns of %" PRId64 " trades.", h->all);
	chart_begin(&c, "Distribution of the trades' returns", desc);
	ticks_make(&t, c.lo, c.hi, 8);
	chart_columns(&c, &t, true);
	ticks_make(&t, 0, p.hi, 4);
	if (t.step < 1)
		ticks_make(&t, 0, p.hi, 1);
	chart_rows(&c, &p, &t);
	for (int i = 0; i < h->n; i++)
		put_bar(w, &c, &p, h, i);
	put_level(w, &c, h->median, "median", 12);
	put_level(w, &c, h->mean, "mean", 28);
	chart_end(&c);
}

void
put_returns(struct writer *w)
{
	struct histogram h;
	struct table t;

	if (histogram_make(&h, &w->in->closed) != 0) {
		w->failed = true;
		return;
	}
	fputs("<p class=\"legend\"><span class=\"k won\">won</span>"
	      "<span class=\"k lost\">lost</span></p>\n",
	    w->f);
	draw_returns(w, &h);
	if (h.open_low || h.open_high)
		writer_note(w, "note",
		    "The outermost bars hold all that lies beyond them, too.");
	table_init(&t, "Trades by their return");
	table_column(&t, "Return", false);
	table_column(&t, "Trades", true);
	table_column(&t, "Share", true);
	for (int i = 0; i < h.n; i++) {
		char name[3 * SHOW_TEXT];

		bin_name(&h, i, name, sizeof name);
		table_head(&t, name);
		table_number(&t, UNIT_COUNT, (double)h.count[i]);
		table_number(
		    &t, UNIT_RATIO, (double)h.count[i] / (double)h.all);
	}
	writer_details(w, &t, "Distribution as a table");
}

/* ---- excursions ---- */

static bool
has_excursion(const struct deal *d)
{
	return isfinite(d->ret) && isfinite(d->mae) && isfinite(d->mfe);
}

bool
has_excursions(const struct findings *in)
{
	for (int i = 0; i < in->closed.n; i++)
		if (has_excursion(&in->closed.at[i]))
			return true;
	return false;
}

enum { GRID_X = 120, GRID_Y = 80 }; /* a point for each cell is enough */

/* Whether the point's cell is free; it is taken then. */
static bool
take_cell(unsigned char *grid, double x, double y)
{
	int i = (int)(x * (GRID_X - 1)), k = (int)(y * (GRID_Y - 1));
	unsigned char *cell = &grid[k * GRID_X + i];
	bool is_free = !*cell;

	*cell = 1;
	return is_free;
}

static void
put_points(struct writer *w, struct chart *c, const struct panel *p, bool mae)
{
	unsigned char grid[2][GRID_X * GRID_Y] = {{0}};

	for (int i = 0; i < w->in->closed.n; i++) {
		const struct deal *d = &w->in->closed.at[i];
		double x, y;

		if (!has_excursion(d))
			continue;
		x = chart_x(c, mae ? d->mae : d->mfe);
		y = panel_y(p, d->ret);
		if (take_cell(
			grid[d->ret > 0], x / 100, (y - p->top) / p->height))
			fprintf(w->f,
			    "<circle class=\"%s\" cx=\"%.2f%%\" cy=\"%.1f\" "
			    "r=\"3.5\"/>\n",
			    d->ret > 0 ? "won" : "lost", x, y);
	}
}

static void
draw_excursions(struct writer *w, bool mae)
{
	struct chart c = writer_chart(w, 260);
	struct panel p = {0, 0, 0, 260, true};
	struct ticks t;

	c.lo = 0;
	c.hi = 0;
	for (int i = 0; i < w->in->closed.n; i++) {
		const struct deal *d = &w->in->closed.at[i];

		if (!has_excursion(d))
			continue;
		c.hi = fmax(c.hi, mae ? d->mae : d->mfe);
		p.lo = fmin(p.lo, d->ret);
		p.hi = fmax(p.hi, d->ret);
	}
	c.hi = c.hi > 0 ? c.hi * 1.03 : 0.01;
	fputs("<figure>", w->f);
	chart_begin(&c,
	    mae ? "Adverse excursion and return"
		: "Favourable excursion and return",
	    mae ? "Each trade by how far the price went against it, to the "
		  "right, and its return, upwards."
		: "Each trade by how far the price went in its favour, to the "
		  "right, and its return, upwards.");
	ticks_make(&t, 0, c.hi, 6);
	chart_columns(&c, &t, true);
	panel_round(&p, &t, 6);
	chart_rows(&c, &p, &t);
	fprintf(w->f,
	    "<line class=\"axis\" x2=\"100%%\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
	    panel_y(&p, 0), panel_y(&p, 0));
	put_points(w, &c, &p, mae);
	chart_end(&c);
	fprintf(w->f,
	    "<figcaption>Right: how far it went %s.  Up: what the trade "
	    "returned.</figcaption></figure>\n",
	    mae ? "against the position (MAE)" : "in its favour (MFE)");
}

void
put_excursions(struct writer *w)
{
	struct table t;

	fputs("<p class=\"legend\"><span class=\"k dot\">won</span>"
	      "<span class=\"k ring\">lost</span></p>\n<div class=\"pair\">",
	    w->f);
	draw_excursions(w, true);
	draw_excursions(w, false);
	fputs("</div>\n", w->f);
	table_init(&t, "How far the price went before the exit");
	tables_excursions(&t, w->in);
	writer_details(w, &t, "Excursions as a table");
}

/* ---- the list ---- */

bool
has_trades(const struct findings *in)
{
	return in->closed.n > 0;
}

void
put_trades(struct writer *w)
{
	struct table t;
	int all;

	table_init(&t, "Closed positions");
	tables_trades(&t, w->in, -1, &all);
	if (table_rows(&t) < all)
		writer_note(
		    w, "note", "The last %d of %d.", table_rows(&t), all);
	writer_details(w, &t, "Trades one by one");
}
