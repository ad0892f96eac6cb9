/* SPDX-License-Identifier: MIT */
/* The account: figures, equity with its drawdown, months. */
#include <math.h>
#include <string.h>

#include "page/html.h"
#include "page/part.h"
#include "page/tables.h"

/* ---- figures ---- */

bool
has_figures(const struct findings *in)
{
	const struct json_node *n = found(in, FOUND_STATS);

	return n && n->kind == NODE_OBJECT && n->first;
}

/* "-0.20 to 1.31", where luck has an interval; whether it has. */
static bool
put_interval(struct writer *w, const struct label *l)
{
	const struct json_node *luck = found(w->in, FOUND_LUCK), *n;
	const struct json_node *lo, *hi;
	char text[SHOW_TEXT];

	n = luck ? json_node_member(luck, "intervals") : NULL;
	n = n ? json_node_member(n, l->name) : NULL;
	lo = n ? json_node_child(n, 0) : NULL;
	hi = n ? json_node_child(n, 1) : NULL;
	if (!lo || !hi || lo->kind != NODE_NUMBER || hi->kind != NODE_NUMBER)
		return false;
	fputs("<dd class=\"ci\">", w->f);
	html_figure(w->f, show(text, l->unit, lo->number));
	fputs(" to ", w->f);
	html_figure(w->f, show(text, l->unit, hi->number));
	fputs("</dd>", w->f);
	return true;
}

enum {
	TILE_ROOM = 7,  /* characters that any tile has room for */
	TILE_WIDE = 13, /* from so many on a tile is as wide as two */
};

/* As text; how long it is. */
static int
tile_text(char buf[SHOW_TEXT], const struct label *l, double v)
{
	if (l->sign == PLAIN)
		show(buf, l->unit, v);
	else
		show_signed(buf, l->unit, v);
	return (int)strlen(buf);
}

/* A figure is never broken in two: a long one is written smaller. */
static void
put_tile_figure(
    struct writer *w, const struct label *l, double v, const char *text, int n)
{
	char exact[SHOW_TEXT];

	fprintf(w->f, "<dd class=\"v%s\"",
	    l->sign == PLAIN || v == 0 ? ""
	    : v > 0                    ? " up"
				       : " down");
	if (n > TILE_ROOM)
		fprintf(w->f, " style=\"--n:%d\"", n);
	fprintf(w->f, "><data value=\"%s\">", show_exact(exact, v));
	html_figure(w->f, text);
	fputs("</data></dd>", w->f);
}

/* Whether it has an interval. */
static bool
put_tile(struct writer *w, const char *name)
{
	double v = found_number(w->in, FOUND_STATS, name);
	char text[SHOW_TEXT];
	struct label other;
	const struct label *l = label_find(name, &other);
	bool has_interval;
	int n;

	if (!isfinite(v))
		return false;
	n = tile_text(text, l, v);
	fprintf(
	    w->f, "<div class=\"tile%s\"><dt>", n >= TILE_WIDE ? " wide" : "");
	html_text(w->f, l->text);
	fputs("</dt>", w->f);
	put_tile_figure(w, l, v, text, n);
	has_interval = put_interval(w, l);
	fputs("</div>\n", w->f);
	return has_interval;
}

void
put_figures(struct writer *w)
{
	static const char *const names[] = {"return", "buy_hold_return",
	    "max_drawdown", "sharpe", "trades", "win_rate", "profit_factor",
	    "expectancy", "cagr", "sortino", "calmar", "exposure_time",
	    "equity_final", "fees"};
	const char *verdict = node_text(found(w->in, FOUND_LUCK), "verdict");
	double level = found_number(w->in, FOUND_LUCK, "level");
	int intervals = 0;
	struct table t;

	fputs("<dl class=\"tiles\">\n", w->f);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		intervals += put_tile(w, names[i]);
	fputs("</dl>\n", w->f);
	if (intervals && isfinite(level))
		writer_note(w, "note",
		    "Below a figure: where it lies in %g%% of resampled runs.",
		    100 * level);
	if (verdict)
		writer_note(w, "verdict", "%s", verdict);
	table_init(&t, "All figures of the run");
	tables_stats(&t, w->in);
	writer_details(w, &t, "All figures");
}

/* ---- equity ---- */

bool
has_equity(const struct findings *in)
{
	return in->equity.n > 0;
}

/* The one symbol with prices, or NULL. */
static const struct prices *
only_prices(const struct findings *in)
{
	int list[2];

	if (findings_symbols(in, list, 2) != 1)
		return NULL;
	return findings_prices(in, list[0]);
}

static void
put_legend(struct writer *w, bool held, bool holes)
{
	fputs("<p class=\"legend\"><span class=\"k line\">equity</span>", w->f);
	if (held)
		fputs("<span class=\"k hold\">the price, from the same "
		      "start</span>",
		    w->f);
	fputs("<span class=\"k fall\">drawdown</span>", w->f);
	if (holes)
		fputs("<span class=\"k gap\">no data</span>", w->f);
	fputs("</p>\n", w->f);
}

/* The least part of the height that the account's own curve must have. */
#define OWN_SHARE 0.25

/* The range of the account; with the price, if it leaves room enough. */
static bool
equity_range(const struct findings *in, const struct prices *p, double factor,
    struct panel *panel)
{
	double lo = INFINITY, hi = -INFINITY, own;

	panel->lo = panel->hi = in->start;
	thin_range(&in->equity, &panel->lo, &panel->hi);
	own = panel->hi - panel->lo;
	if (!p)
		return false;
	thin_range(&p->curve, &lo, &hi);
	lo = fmin(panel->lo, lo * factor);
	hi = fmax(panel->hi, hi * factor);
	if (!(own >= OWN_SHARE * (hi - lo)))
		return false;
	panel->lo = lo;
	panel->hi = hi;
	return true;
}

static void
equity_begin(struct writer *w, struct chart *c)
{
	const struct findings *in = w->in;
	char from[SHOW_TEXT], to[SHOW_TEXT], a[SHOW_TEXT], b[SHOW_TEXT];
	char desc[4 * SHOW_TEXT + 80];

	snprintf(desc, sizeof desc,
	    "From %s to %s the equity went from %s to %s; below it, what it "
	    "had lost from its peak.",
	    show_day(from, in->first), show_day(to, in->last),
	    show(a, UNIT_MONEY, in->start), show(b, UNIT_MONEY, in->final));
	chart_begin(c, "Equity and drawdown", desc);
	chart_times(c);
}

/* The account above, what it has lost from its peak below. */
static void
draw_equity(struct writer *w, const struct panel *above,
    const struct prices *held, double factor, const struct spans *holes)
{
	const struct findings *in = w->in;
	struct panel own = *above, below = {0, 0, 256, 96, true};
	struct chart c = writer_chart(w, 352);
	struct ticks t;

	panel_round(&own, &t, 5);
	chart_room(&c, &own, &t);
	equity_begin(w, &c);
	chart_rows(&c, &own, &t);
	if (holes)
		chart_holes(&c, &own, holes);
	if (held)
		chart_closes(&c, &own, "hold", &held->curve, factor, holes);
	chart_line(&c, &own, "line", &in->equity, 1, holes);
	thin_range(&in->drawdown, &below.lo, &below.hi);
	if (below.lo == 0)
		below.lo = -0.01;
	ticks_make(&t, below.lo, below.hi, 3);
	chart_rows(&c, &below, &t);
	chart_hang(&c, &below, "fall", &in->drawdown, 0, holes);
	chart_end(&c);
}

void
put_equity(struct writer *w)
{
	const struct prices *p = only_prices(w->in);
	const struct spans *holes = p ? &w->in->parts[p->symbol].holes : NULL;
	double factor = p ? w->in->start / p->first : 1;
	struct panel panel = {0, 0, 0, 240, false};
	bool held = equity_range(w->in, p, factor, &panel);
	struct table t;

	put_legend(w, held, holes && holes->n);
	draw_equity(w, &panel, held ? p : NULL, factor, holes);
	writer_note(w, "note",
	    "Drawn from %lld equity records.  The largest drawdown among the "
	    "figures counts every bar.",
	    (long long)w->in->equities);
	table_init(&t, "Equity and drawdown, as drawn");
	tables_curve(&t, &w->in->equity, &w->in->drawdown, 60);
	writer_details(w, &t, "Equity as a table");
}

/* ---- months ---- */

bool
has_months(const struct findings *in)
{
	return in->months.n > 0 && in->start > 0;
}

void
put_months(struct writer *w)
{
	struct table t;

	table_init(&t, "Return of the equity, by UTC month");
	tables_months(&t, w->in);
	writer_table(w, &t, "months");
}
