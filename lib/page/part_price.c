/* SPDX-License-Identifier: MIT */
/* Prices, with where positions were opened and closed. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"
#include "page/html.h"
#include "page/part.h"
#include "page/tables.h"

enum {
	MARKS = 80,        /* trades that one chart can show */
	NARROW_MARKS = 30, /* and a narrow one */
};

bool
has_prices(const struct findings *in)
{
	int list[1];

	return findings_symbols(in, list, 1) > 0;
}

/* ---- which trades are marked ---- */

/* The largest last: it is drawn over the others. */
static int
by_weight(const void *a, const void *b)
{
	const struct deal *x = *(const struct deal *const *)a;
	const struct deal *y = *(const struct deal *const *)b;
	double p = isfinite(x->ret) ? fabs(x->ret) : 0;
	double q = isfinite(y->ret) ? fabs(y->ret) : 0;

	if (p != q)
		return p < q ? -1 : 1;
	return (x > y) - (x < y);
}

static bool
can_be_drawn(const struct deal *d, int symbol)
{
	return d->symbol == symbol && d->opened >= 0 && isfinite(d->entry);
}

/* *new*: the symbol's trades by the size of their gains and losses, the
 * smallest first; *n is how many. */
static const struct deal **
sort_deals(const struct findings *in, int symbol, int *n)
{
	const struct deals *all = &in->closed;
	const struct deal **list = malloc(((size_t)all->n + 1) * sizeof *list);

	*n = 0;
	if (!list)
		return NULL;
	for (int i = 0; i < all->n; i++)
		if (can_be_drawn(&all->at[i], symbol))
			list[(*n)++] = &all->at[i];
	qsort(list, (size_t)*n, sizeof *list, by_weight);
	return list;
}

/* ---- drawing ---- */

static const char *
result_class(const struct deal *d)
{
	return d->closed < 0 ? "held"
	       : d->ret > 0  ? "up"
	       : d->ret < 0  ? "down"
			     : "flat";
}

/* What a mark says when it is pointed at. */
static void
put_mark_title(struct writer *w, const struct deal *d)
{
	char a[SHOW_TEXT], b[SHOW_TEXT], x[SHOW_TEXT], y[SHOW_TEXT];
	char r[SHOW_TEXT];

	fprintf(w->f, "<title>%s, %s at %s", d->is_long ? "long" : "short",
	    show_time(a, d->opened), show(x, UNIT_PLAIN, d->entry));
	if (d->closed >= 0 && isfinite(d->exit))
		fprintf(w->f, " to %s at %s", show_time(b, d->closed),
		    show(y, UNIT_PLAIN, d->exit));
	if (d->closed >= 0 && isfinite(d->ret)) {
		fputs(", ", w->f);
		html_figure(w->f, show_signed(r, UNIT_RATIO, d->ret));
	}
	if (d->reason >= 0) {
		fputs(", ", w->f);
		html_text(w->f, map_key(w->in->reasons, d->reason, NULL));
	}
	fputs("</title>", w->f);
}

/* A triangle in the position's direction at the entry, a line to the exit and
 * a cross there. */
static void
put_deal(struct writer *w, struct chart *c, const struct panel *p,
    const struct deal *d, bool minor)
{
	double x = chart_x(c, (double)d->opened), y = panel_y(p, d->entry);

	fprintf(w->f, "<g class=\"deal %s%s\">", result_class(d),
	    minor ? " minor" : "");
	put_mark_title(w, d);
	if (d->closed >= 0 && isfinite(d->exit)) {
		double x2 = chart_x(c, (double)d->closed);
		double y2 = panel_y(p, d->exit);

		fprintf(w->f,
		    "<line x1=\"%.2f%%\" y1=\"%.1f\" x2=\"%.2f%%\" "
		    "y2=\"%.1f\"/>",
		    x, y, x2, y2);
		fprintf(w->f,
		    "<svg x=\"%.2f%%\" y=\"%.1f\"><path class=\"out\" "
		    "d=\"M-3-3 3 3M-3 3 3-3\"/></svg>",
		    x2, y2);
	}
	fprintf(w->f,
	    "<svg x=\"%.2f%%\" y=\"%.1f\"><path d=\"%s\"/></svg></g>\n", x, y,
	    d->is_long ? "M0-5 4.5 3H-4.5Z" : "M0 5 4.5-3H-4.5Z");
}

static void
put_deals(struct writer *w, struct chart *c, const struct panel *p,
    const struct deal *const *list, int n, int symbol)
{
	for (int i = 0; i < n; i++)
		put_deal(w, c, p, list[i], i < n - NARROW_MARKS);
	for (int i = 0; i < w->in->open.n; i++)
		if (can_be_drawn(&w->in->open.at[i], symbol))
			put_deal(w, c, p, &w->in->open.at[i], false);
}

static void
draw_prices(struct writer *w, const struct prices *p, const char *name,
    const struct deal *const *list, int n)
{
	const struct spans *holes = &w->in->parts[p->symbol].holes;
	struct panel panel = {INFINITY, -INFINITY, 0, 300, false};
	struct chart c = writer_chart(w, 300);
	char title[FINDINGS_NAME + 32], desc[2 * SHOW_TEXT + 160];
	char a[SHOW_TEXT], b[SHOW_TEXT];
	struct ticks t;

	thin_range(&p->curve, &panel.lo, &panel.hi);
	for (int i = 0; i < n; i++) {
		panel.lo = fmin(panel.lo, list[i]->entry);
		panel.hi = fmax(panel.hi, list[i]->entry);
	}
	snprintf(title, sizeof title, "Price of %s with its trades", name);
	snprintf(desc, sizeof desc,
	    "The price lay between %s and %s.  %d trades are marked: a "
	    "triangle where one was opened, a cross where it was closed.",
	    show(a, UNIT_PLAIN, panel.lo), show(b, UNIT_PLAIN, panel.hi), n);
	panel_round(&panel, &t, 6);
	chart_room(&c, &panel, &t);
	chart_begin(&c, title, desc);
	chart_times(&c);
	chart_rows(&c, &panel, &t);
	chart_holes(&c, &panel, holes);
	chart_band(&c, &panel, "band", &p->curve, holes);
	chart_closes(&c, &panel, "price", &p->curve, 1, holes);
	put_deals(w, &c, &panel, list, n, p->symbol);
	chart_end(&c);
}

/* ---- the part ---- */

static void
put_legend(struct writer *w, bool holes)
{
	fputs("<p class=\"legend\"><span class=\"k price\">price</span>"
	      "<span class=\"k tri up\">opened long</span>"
	      "<span class=\"k tri dn\">opened short</span>"
	      "<span class=\"k x\">closed</span>"
	      "<span class=\"k won\">won</span>"
	      "<span class=\"k lost\">lost</span>",
	    w->f);
	if (holes)
		fputs("<span class=\"k gap\">no data</span>", w->f);
	fputs("</p>\n", w->f);
}

static void
put_prices_table(struct writer *w, const struct prices *p)
{
	struct table t;

	table_init(&t, "Prices, as drawn");
	tables_curve(&t, &p->curve, NULL, 60);
	writer_details(w, &t, "Prices as a table");
}

/* Of n trades those with the largest gains and losses. */
static void
put_chart(struct writer *w, const struct prices *p, const char *name,
    const struct deal *const *list, int n)
{
	int marks = n < MARKS ? n : MARKS;

	put_legend(w, w->in->parts[p->symbol].holes.n > 0);
	draw_prices(w, p, name, list + n - marks, marks);
	if (n > NARROW_MARKS)
		writer_note(w, "note",
		    "Marked are the trades with the largest gains and losses: "
		    "%d of %d, and %d where the page is narrow.",
		    marks, n, NARROW_MARKS);
	put_prices_table(w, p);
}

static void
put_symbol(struct writer *w, int symbol, bool heading)
{
	const struct prices *p = findings_prices(w->in, symbol);
	char name[FINDINGS_NAME];
	const char *text = findings_symbol(w->in, symbol, name);
	const struct deal **list;
	int n;

	if (heading) {
		fprintf(w->f, "<h3 id=\"price-%d\">", symbol);
		html_text(w->f, text);
		fputs("</h3>\n", w->f);
	}
	list = sort_deals(w->in, symbol, &n);
	if (!list) {
		w->failed = true;
		return;
	}
	if (!p)
		writer_note(w, "note", "The input has no prices of it.");
	else
		put_chart(w, p, text, list, n);
	free(list);
}

static void
put_links(struct writer *w, const int *list, int n)
{
	char name[FINDINGS_NAME];

	fputs("<p class=\"links\">", w->f);
	for (int i = 0; i < n; i++) {
		fprintf(w->f, "<a href=\"#price-%d\">", list[i]);
		html_text(w->f, findings_symbol(w->in, list[i], name));
		fputs("</a> ", w->f);
	}
	fputs("</p>\n", w->f);
}

void
put_prices(struct writer *w)
{
	int list[PAGE_SYMBOLS * 8], first[1];
	int n = writer_symbols(w, list);
	int all = findings_symbols(w->in, first, 1);
	struct table t;

	if (n > 1)
		put_links(w, list, n);
	if (n < all)
		writer_note(w, "note",
		    "Drawn are %d symbols of %d; --symbol names others.", n,
		    all);
	for (int i = 0; i < n; i++)
		put_symbol(w, list[i], n > 1 || all > 1);
	if (all < 2)
		return;
	table_init(&t, "Symbols");
	tables_symbols(&t, w->in);
	writer_table(w, &t, NULL);
}
