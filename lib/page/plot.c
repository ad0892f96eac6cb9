/* SPDX-License-Identifier: MIT */
#include "page/plot.h"

#include <math.h>
#include <string.h>

#include "page/show.h"

enum { SCALE = 12 }; /* characters left of the curve */

struct column {
	double lo, hi; /* NaN: nothing there */
};

static int
column_of(const struct plot *p, int64_t time, int64_t from, int64_t to)
{
	double x = to > from ? (double)(time - from) / (double)(to - from) : 0;
	int i = (int)(x * p->width);

	return i < 0 ? 0 : i >= p->width ? p->width - 1 : i;
}

static void
widen(struct column *c, double lo, double hi)
{
	c->lo = c->lo < lo ? c->lo : lo;
	c->hi = c->hi > hi ? c->hi : hi;
}

/* From the end of the cell before to this one's beginning, in a straight
 * line. */
static void
bridge(const struct plot *p, struct column *columns, const struct thin_cell *a,
    const struct thin_cell *b, int64_t from, int64_t to)
{
	int i = column_of(p, a->to, from, to);
	int k = column_of(p, b->from, from, to);

	for (int c = i + 1; c < k; c++) {
		double v =
		    a->last + (b->first - a->last) * (c - i) / (double)(k - i);

		widen(&columns[c], v, v);
	}
	if (k > i) /* no step without its riser */
		widen(&columns[k], fmin(b->first, b->low), b->high);
}

static void
fill_columns(const struct plot *p, struct column *columns, const struct thin *t,
    int64_t from, int64_t to)
{
	for (int i = 0; i < p->width; i++)
		columns[i] = (struct column){NAN, NAN};
	for (int i = 0; i < t->n; i++) {
		const struct thin_cell *e = &t->cells[i];
		int a = column_of(p, e->from, from, to);
		int b = column_of(p, e->to, from, to);

		for (int c = a; c <= b; c++)
			widen(&columns[c], e->low, e->high);
		if (i > 0)
			bridge(p, columns, &t->cells[i - 1], e, from, to);
	}
	/* Neighbours meet. */
	for (int i = 1; i < p->width; i++) {
		if (columns[i].lo > columns[i - 1].hi)
			columns[i].lo = columns[i - 1].hi;
		else if (columns[i].hi < columns[i - 1].lo)
			columns[i].hi = columns[i - 1].lo;
	}
}

/* The half row of a value, 0 at the top; NaN of nothing: -1. */
static int
half_of(const struct plot *p, double v, double lo, double hi)
{
	int halves = 2 * p->height;
	int i;

	if (isnan(v))
		return -1;
	i = hi > lo ? (int)((hi - v) / (hi - lo) * halves) : p->height;
	return i < 0 ? 0 : i >= halves ? halves - 1 : i;
}

static void
put_cell(FILE *f, const struct plot *p, bool upper, bool lower)
{
	if (!upper && !lower)
		fputc(' ', f);
	else if (!p->unicode)
		fputc('#', f);
	else if (upper && lower)
		fputs("\xe2\x96\x88", f); /* full block */
	else
		fputs(upper ? "\xe2\x96\x80" : "\xe2\x96\x84", f);
}

enum { LABEL = SCALE - 2 };

/* A value beside the curve, as short as the largest must be: with decimals,
 * without them, or with an exponent. */
static void
put_label(
    char buf[SHOW_TEXT], const struct plot *p, double v, double lo, double hi)
{
	enum unit unit = p->ratio ? UNIT_RATIO : UNIT_MONEY;
	double largest = lo < 0 && -lo > hi ? lo : hi;

	if (strlen(show(buf, unit, largest)) <= LABEL)
		show(buf, unit, v);
	else if (strlen(show_fixed(buf, largest, 0)) <= LABEL && !p->ratio)
		show_fixed(buf, v, 0);
	else
		snprintf(buf, SHOW_TEXT, "%.3e", v);
	if (strlen(buf) > LABEL)
		snprintf(buf, SHOW_TEXT, "%.3e", v);
}

static void
put_scale(FILE *f, const struct plot *p, int row, double lo, double hi)
{
	double v = hi - (hi - lo) * (row + 0.5) / p->height;
	int every = p->height > 6 ? 3 : 1;
	char text[SHOW_TEXT];

	if (row == 0)
		v = hi;
	if (row == p->height - 1)
		v = lo;
	if (row % every != 0 && row != p->height - 1)
		strcpy(text, "");
	else if (row == p->height - 2 && every > 1)
		strcpy(text, "");
	else
		put_label(text, p, v, lo, hi);
	fprintf(f, "%*s %s", LABEL, text, p->unicode ? "\xe2\x94\x82" : "|");
}

static bool
is_set(const struct plot *p, const struct column *c, int half, double lo,
    double hi)
{
	int top = half_of(p, c->hi, lo, hi), bottom = half_of(p, c->lo, lo, hi);

	if (top < 0)
		return false;
	if (p->hangs)
		return c->lo < 0 && half <= bottom;
	return half >= top && half <= bottom;
}

void
plot_put(FILE *f, const struct plot *p, const struct thin *t, int64_t from,
    int64_t to)
{
	struct column columns[PLOT_WIDTH];
	double lo = p->hangs ? 0 : INFINITY, hi = p->hangs ? 0 : -INFINITY;

	fill_columns(p, columns, t, from, to);
	thin_range(t, &lo, &hi);
	if (!(lo < hi)) { /* always the same: in the middle */
		lo -= fabs(lo) / 100 + 1;
		hi += fabs(hi) / 100 + 1;
	}
	for (int row = 0; row < p->height; row++) {
		int last = p->width - 1;

		put_scale(f, p, row, lo, hi);
		while (last >= 0 &&
		       !is_set(p, &columns[last], 2 * row, lo, hi) &&
		       !is_set(p, &columns[last], 2 * row + 1, lo, hi))
			last--;
		for (int i = 0; i <= last; i++)
			put_cell(f, p, is_set(p, &columns[i], 2 * row, lo, hi),
			    is_set(p, &columns[i], 2 * row + 1, lo, hi));
		fputc('\n', f);
	}
}

void
plot_times(FILE *f, const struct plot *p, int64_t from, int64_t to)
{
	char a[SHOW_TEXT], b[SHOW_TEXT], m[SHOW_TEXT];
	int gap = p->width - 30;

	fprintf(f, "%*s", SCALE, "");
	show_day(a, from);
	show_day(b, to);
	show_day(m, from + (to - from) / 2);
	if (gap < 4 || strcmp(a, m) == 0)
		fprintf(f, "%s%*s%s\n", a,
		    p->width - 20 > 1 ? p->width - 20 : 1, "", b);
	else
		fprintf(f, "%s%*s%s%*s%s\n", a, gap / 2, "", m, gap - gap / 2,
		    "", b);
}
