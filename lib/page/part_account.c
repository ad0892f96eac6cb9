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

/* "95 %: -0.20 to 1.31", where luck has an interval. */
static void
put_interval(struct writer *w, const struct label *l)
{
	const struct json_node *luck = found(w->in, FOUND_LUCK), *n;
	const struct json_node *lo, *hi;
	double level = node_number(luck, "level");
	char text[SHOW_TEXT];

	n = luck ? json_node_member(luck, "intervals") : NULL;
	n = n ? json_node_member(n, l->name) : NULL;
	lo = n ? json_node_child(n, 0) : NULL;
	hi = n ? json_node_child(n, 1) : NULL;
	if (!lo || !hi || lo->kind != NODE_NUMBER || hi->kind != NODE_NUMBER)
		return;
	fputs("<dd class=\"ci\">", w->f);
	if (isfinite(level))
		fprintf(w->f, "%g%%: ", 100 * level);
	html_figure(w->f, show(text, l->unit, lo->number));
	fputs(" to ", w->f);
	html_figure(w->f, show(text, l->unit, hi->number));
	fputs("</dd>", w->f);
}

static void
put_tile(struct writer *w, const char *name)
{
	double v = found_number(w->in, FOUND_STATS, name);
	char text[SHOW_TEXT], exact[SHOW_TEXT];
	struct label other;
	const struct label *l = label_find(name, &other);

	if (!isfinite(v))
		return;
	fputs("<div class=\"tile\"><dt>", w->f);
	html_text(w->f, l->text);
	fprintf(w->f, "</dt><dd class=\"v%s\"><data value=\"%s\">",
	    l->sign == PLAIN || v == 0 ? ""
	    : v > 0                    ? " up"
				       : " down",
	    show_exact(exact, v));
	html_figure(w->f, l->sign == PLAIN ? show(text, l->unit, v)
					   : show_signed(text, l->unit, v));
	fputs("</data></dd>", w->f);
	put_interval(w, l);
	fputs("</div>\n", w->f);
}

void
put_figures(struct writer *w)
{
	static const char *const names[] = {"return", "buy_hold_return",
	    "max_drawdown", "sharpe", "trades", "win_rate", "profit_factor",
	    "expectancy", "cagr", "sortino", "calmar", "exposure_time",
	    "equity_final", "fees"};
	const char *verdict = node_text(found(w->in, FOUND_LUCK), "verdict");
	struct table t;

	fputs("<dl class=\"tiles\">\n", w->f);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		put_tile(w, names[i]);
	fputs("</dl>\n", w->f);
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

/* The account above, what it has lost from its peak below. */
static void
draw_equity(struct writer *w, const struct prices *p, double factor)
{
	const struct findings *in = w->in;
	const struct spans *holes = p ? &in->parts[p->symbol].holes : NULL;
	struct panel above = {in->start, in->start, 0, 240, false};
	struct panel below = {0, 0, 256, 96, true};
	struct chart c = writer_chart(w, 352);
	char from[SHOW_TEXT], to[SHOW_TEXT], a[SHOW_TEXT], b[SHOW_TEXT];
	char desc[4 * SHOW_TEXT + 80];
	struct ticks t;

	snprintf(desc, sizeof desc,
	    "From %s to %s the equity went from %s to %s; below it, what it "
	    "had lost from its peak.",
	    show_day(from, in->first), show_day(to, in->last),
	    show(a, UNIT_MONEY, in->start), show(b, UNIT_MONEY, in->final));
	chart_begin(&c, "Equity and drawdown", desc);
	thin_range(&in->equity, &above.lo, &above.hi);
	if (p) {
		double lo = p->first, hi = p->first;

		thin_range(&p->curve, &lo, &hi);
		above.lo = fmin(above.lo, lo * factor);
		above.hi = fmax(above.hi, hi * factor);
	}
	chart_times(&c);
	panel_round(&above, &t, 5);
	chart_rows(&c, &above, &t);
	if (holes)
		chart_holes(&c, &above, holes);
	if (p)
		chart_closes(&c, &above, "hold", &p->curve, factor, holes);
	chart_line(&c, &above, "line", &in->equity, 1, holes);
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
	double factor = p ? w->in->start / p->first : 1;
	struct table t;

	put_legend(w, p != NULL, p && w->in->parts[p->symbol].holes.n);
	draw_equity(w, p, factor);
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
