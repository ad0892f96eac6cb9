/* SPDX-License-Identifier: MIT */
#include "page/chart.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "page/html.h"

enum { TIMES = 16, ROOMY = 10, LABEL_ROOM = 16, HOLE_COLUMNS = 1000 };

enum {
	USUAL = 8,     /* characters for which there is room */
	CHARACTER = 8, /* pixels */
	AROUND = 10,
};

void
chart_room(struct chart *c, const struct panel *p, const struct ticks *t)
{
	char text[SHOW_TEXT];

	for (int i = 0; i < t->n; i++) {
		int n = (int)strlen(ticks_text(text, t, i, p->ratio));

		if (n > USUAL && AROUND + n * CHARACTER > c->room)
			c->room = AROUND + n * CHARACTER;
	}
}

void
chart_begin(struct chart *c, const char *title, const char *desc)
{
	FILE *f = c->f;

	fprintf(
	    f, "<svg class=\"chart\" role=\"img\" height=\"%d\" ", c->height);
	if (c->room)
		fprintf(f, "style=\"--room:%dpx\" ", c->room);
	fprintf(f, "aria-labelledby=\"ct%d cd%d\"><title id=\"ct%d\">",
	    c->number, c->number, c->number);
	html_text(f, title);
	fprintf(f, "</title><desc id=\"cd%d\">", c->number);
	html_text(f, desc);
	fputs("</desc>\n", f);
}

void
chart_end(struct chart *c)
{
	fputs("</svg>\n", c->f);
}

double
chart_x(const struct chart *c, double v)
{
	double x = c->hi > c->lo ? 100 * (v - c->lo) / (c->hi - c->lo) : 50;

	return x < 0 ? 0 : x > 100 ? 100 : x;
}

double
panel_y(const struct panel *p, double v)
{
	double span = p->hi > p->lo ? p->hi - p->lo : 1;

	return p->top + p->height * (p->hi - v) / span;
}

void
panel_round(struct panel *p, struct ticks *t, int wanted)
{
	double room = (p->hi - p->lo) / 20;

	if (!(p->hi > p->lo)) /* all the same: some room around it */
		room = p->hi != 0 ? fabs(p->hi) / 50 : 1;
	p->hi += room;
	p->lo -= room;
	ticks_make(t, p->lo, p->hi, wanted);
}

void
chart_rows(struct chart *c, const struct panel *p, const struct ticks *t)
{
	char text[SHOW_TEXT];

	for (int i = 0; i < t->n; i++) {
		double y = panel_y(p, t->at[i]);

		fprintf(c->f,
		    "<line class=\"grid\" x2=\"100%%\" y1=\"%.1f\" "
		    "y2=\"%.1f\"/><text class=\"y\" x=\"-8\" y=\"%.1f\">",
		    y, y, y + 4);
		html_figure(c->f, ticks_text(text, t, i, p->ratio));
		fputs("</text>\n", c->f);
	}
}

/*
 * Of many only every second has a text where the page is narrow, and of those
 * every second where it is very narrow.
 */
static const char *
column_class(int i, int n)
{
	if (i % 2)
		return n > ROOMY ? " class=\"m2\"" : " class=\"m4\"";
	return i % 4 && n > ROOMY ? " class=\"m4\"" : "";
}

static void
column(struct chart *c, double x, int i, int n, const char *text)
{
	fprintf(c->f,
	    "<g%s><line class=\"grid\" x1=\"%.2f%%\" x2=\"%.2f%%\" "
	    "y2=\"%d\"/><text class=\"%s\" x=\"%.2f%%\" y=\"%d\">",
	    column_class(i, n), x, x, c->height, x > 96 ? "x end" : "x", x,
	    c->height + LABEL_ROOM);
	html_figure(c->f, text);
	fputs("</text></g>\n", c->f);
}

void
chart_times(struct chart *c)
{
	char text[SHOW_TEXT];
	struct times t;

	times_make(&t, (int64_t)c->lo, (int64_t)c->hi, TIMES);
	for (int i = 0; i < t.n; i++)
		column(c, chart_x(c, (double)t.at[i]), i, t.n,
		    times_text(text, &t, i));
}

void
chart_columns(struct chart *c, const struct ticks *t, bool ratio)
{
	char text[SHOW_TEXT];

	for (int i = 0; i < t->n; i++)
		column(c, chart_x(c, t->at[i]), i, t->n,
		    ticks_text(text, t, i, ratio));
}

static void
put_hole(struct chart *c, const struct panel *p, int from, int to)
{
	fprintf(c->f,
	    "<rect class=\"hole\" x=\"%.1f%%\" width=\"%.1f%%\" y=\"%d\" "
	    "height=\"%d\"/>\n",
	    from * 100.0 / HOLE_COLUMNS, (to - from + 1) * 100.0 / HOLE_COLUMNS,
	    p->top, p->height);
}

void
chart_holes(struct chart *c, const struct panel *p, const struct spans *holes)
{
	int from = -1, to = -1;

	for (int i = 0; i < holes->n; i++) {
		const struct span *s = &holes->at[i];
		int a, b;

		if ((double)s->to < c->lo || (double)s->from > c->hi)
			continue;
		a = (int)(chart_x(c, (double)s->from) * HOLE_COLUMNS / 100);
		b = (int)(chart_x(c, (double)s->to) * HOLE_COLUMNS / 100);
		if (from >= 0 && a <= to + 1) {
			to = b > to ? b : to;
			continue;
		}
		if (from >= 0)
			put_hole(c, p, from, to);
		from = a;
		to = b;
	}
	if (from >= 0)
		put_hole(c, p, from, to);
}
