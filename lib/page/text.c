/* SPDX-License-Identifier: MIT */
/* The findings for a terminal. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "page/notice.h"
#include "page/page.h"
#include "page/plain.h"
#include "page/plot.h"
#include "page/tables.h"

enum { INDENT = 13, LABEL_MAX = 28, VALUE_WIDTH = 13, GAP = 4 };

struct text {
	FILE *f;
	const struct findings *in;
	const struct text_opts *o;
	bool failed;
};

/* Words, broken at spaces to the terminal's width; the first line begins
 * with mark, the others are put below what is behind it. */
static void
put_words(struct text *x, const char *mark, const char *words)
{
	int indent = (int)strlen(mark), at = indent;

	fputs(mark, x->f);
	while (*words) {
		size_t len = strcspn(words, " ");
		char word[TABLES_TEXT];
		int w;

		snprintf(word, sizeof word, "%.*s", (int)len, words);
		w = plain_width(word);
		if (at > indent && at + 1 + w > x->o->width) {
			fprintf(x->f, "\n%*s", indent, "");
			at = indent;
		}
		if (at > indent)
			fputc(' ', x->f);
		plain_text(x->f, word, w, x->o->unicode);
		at += w + (at > indent);
		words += len;
		words += strspn(words, " ");
	}
	fputc('\n', x->f);
}

static void
put_heading(struct text *x, const char *words)
{
	fputc('\n', x->f);
	plain_text(x->f, words, x->o->width, x->o->unicode);
	fputc('\n', x->f);
}

/* The table below its caption, if it has rows; frees it. */
static void
put_table(struct text *x, struct table *t)
{
	if (t->failed) {
		x->failed = true;
	} else if (table_rows(t) > 0) {
		put_heading(x, t->caption);
		table_plain(t, x->o->width, x->o->unicode, x->f);
	}
	table_finish(t);
}

/* ---- head ---- */

static void
put_title(struct text *x)
{
	const struct findings *in = x->in;
	char name[FINDINGS_NAME], a[SHOW_TEXT], b[SHOW_TEXT], title[400];
	int list[2], n = findings_symbols(in, list, 2);

	if (x->o->title)
		put_words(x, "", x->o->title);
	else if (n) {
		snprintf(title, sizeof title, "Backtest of %s",
		    findings_symbol(in, list[0], name));
		if (n == 2)
			snprintf(title + strlen(title),
			    sizeof title - strlen(title), " and %s",
			    findings_symbol(in, list[1], name));
		if (n > 2)
			snprintf(title + strlen(title),
			    sizeof title - strlen(title), " and %d more",
			    n - 1);
		put_words(x, "", title);
	} else {
		put_words(x, "", "Backtest");
	}
	if (in->first >= 0)
		fprintf(x->f, "%s to %s UTC\n", show_time(a, in->first),
		    show_time(b, in->last));
}

static void
put_notices(struct text *x)
{
	struct notices n;

	notices_make(&n, x->in);
	for (int i = 0; i < n.n; i++)
		put_words(x, n.grave[i] ? "! " : "- ", n.text[i]);
}

/* ---- figures ---- */

/* A figure of a row: its label on the left, its value on the right. */
static bool
put_figure(struct text *x, const char *name, int label)
{
	double v = found_number(x->in, FOUND_STATS, name);
	char text[SHOW_TEXT];
	struct label other;
	const struct label *l = label_find(name, &other);

	if (!isfinite(v))
		return false;
	if (l->sign == PLAIN)
		show(text, l->unit, v);
	else
		show_signed(text, l->unit, v);
	plain_text(x->f, l->text, label, x->o->unicode);
	fprintf(x->f, "%*s%*s", label - plain_width(l->text), "", VALUE_WIDTH,
	    text);
	return true;
}

static void
put_figures(struct text *x)
{
	static const char *const names[] = {"return", "trades",
	    "buy_hold_return", "win_rate", "cagr", "profit_factor",
	    "max_drawdown", "expectancy", "sharpe", "best_trade", "sortino",
	    "worst_trade", "calmar", "exposure_time", "equity_final", "fees"};
	const char *verdict = node_text(found(x->in, FOUND_LUCK), "verdict");
	int columns = x->o->width >= 76 ? 2 : 1, at = 0;
	int label = columns == 2 ? 23 : LABEL_MAX - 2;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		double v = found_number(x->in, FOUND_STATS, names[i]);

		if (!isfinite(v))
			continue;
		if (at == 0)
			fputs(i > 0 ? "" : "\n", x->f);
		else
			fprintf(x->f, "%*s", GAP, "");
		put_figure(x, names[i], label);
		at = (at + 1) % columns;
		if (at == 0)
			fputc('\n', x->f);
	}
	if (at)
		fputc('\n', x->f);
	if (verdict) {
		fputc('\n', x->f);
		put_words(x, "", verdict);
	}
}

/* ---- curves ---- */

static void
put_curves(struct text *x)
{
	const struct findings *in = x->in;
	int width = x->o->width - INDENT;
	double fall = 0, top = 0;
	struct plot p = {
	    .width = width < PLOT_WIDTH ? width : PLOT_WIDTH,
	    .height = 12,
	    .unicode = x->o->unicode,
	};

	if (in->equity.n == 0)
		return;
	put_heading(x, "Equity");
	plot_put(x->f, &p, &in->equity, in->first, in->last);
	plot_times(x->f, &p, in->first, in->last);
	thin_range(&in->drawdown, &fall, &top);
	if (fall == 0)
		return;
	put_heading(x, "Drawdown");
	p.height = 4;
	p.hangs = p.ratio = true;
	plot_put(x->f, &p, &in->drawdown, in->first, in->last);
}

/* ---- tables ---- */

static void
put_groups(struct text *x)
{
	const char *by;

	for (int i = 0; (by = tables_group_by(x->in, i)); i++) {
		char caption[TABLES_TEXT];
		struct table t;

		snprintf(caption, sizeof caption, "By %.200s", by);
		table_init(&t, caption);
		tables_groups(&t, x->in, by);
		put_table(x, &t);
	}
}

static void
put_search(struct text *x)
{
	struct table t;
	int all;

	table_init(&t, "By combination (* is the best)");
	tables_heat(&t, x->in);
	put_table(x, &t);
	table_init(&t, "The best combinations");
	tables_search(&t, x->in, &all);
	put_table(x, &t);
	table_init(&t, "Walk-forward");
	tables_folds(&t, x->in);
	put_table(x, &t);
}

static void
put_tables(struct text *x)
{
	static const char *const skip[] = {"model", "type", "time", NULL};
	struct table t;
	int list[1];

	if (x->in->months.n && x->in->start > 0) {
		table_init(&t, "Return by month");
		tables_years(&t, x->in);
		put_table(x, &t);
	}
	table_init(&t, "Windows");
	tables_windows(&t, x->in);
	put_table(x, &t);
	if (findings_symbols(x->in, list, 1) > 1) {
		table_init(&t, "Symbols");
		tables_symbols(&t, x->in);
		put_table(x, &t);
	}
	put_groups(x);
	table_init(&t, "Luck");
	tables_intervals(&t, x->in);
	put_table(x, &t);
	table_init(&t, "Odds");
	tables_odds(&t, x->in);
	put_table(x, &t);
	put_search(x);
	table_init(&t, "How it was traded");
	tables_object(&t, found(x->in, FOUND_PARAMS), skip, "Option");
	put_table(x, &t);
	table_init(&t, "Proof");
	tables_object(&t, found(x->in, FOUND_PROOF), skip, "Proof");
	put_table(x, &t);
}

int
page_text(FILE *f, const struct findings *in, const struct text_opts *o)
{
	const char *model = node_text(found(in, FOUND_PARAMS), "model");
	struct text x = {.f = f, .in = in, .o = o};

	put_title(&x);
	put_notices(&x);
	put_figures(&x);
	put_curves(&x);
	put_tables(&x);
	if (model) {
		fputc('\n', f);
		put_words(&x, "", model);
	}
	return x.failed ? -1 : 0;
}
