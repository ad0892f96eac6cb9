/* SPDX-License-Identifier: MIT */
/* What the records before the report say, as tables. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"
#include "page/histogram.h"
#include "page/tables.h"

enum { TRADE_ROWS = 500, HOLE_ROWS = 100, SYMBOL_ROWS = 200 };

/* ---- months ---- */

/* A colour for what a month brought: nothing special, much, very much. */
static int
month_tone(double v)
{
	int tone = fabs(v) >= 0.08 ? 3 : fabs(v) >= 0.03 ? 2 : v != 0;

	return v < 0 ? -tone : tone;
}

static void
put_return(struct table *t, double v)
{
	static const struct label label = {"", "", UNIT_RATIO, SIGNED};

	table_labelled(t, &label, v);
	table_tone(t, isfinite(v) ? month_tone(v) : 0);
}

static const char *const month_names[] = {"Jan", "Feb", "Mar", "Apr", "May",
    "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static void
year_name(char buf[SHOW_TEXT], const struct months *m, int i)
{
	snprintf(buf, SHOW_TEXT, "%" PRId64, m->at[i].number / 12);
}

void
tables_months(struct table *t, const struct findings *in)
{
	const struct months *m = &in->months;
	char text[SHOW_TEXT];
	int next;

	table_column(t, "Year", false);
	for (int k = 0; k < 12; k++)
		table_column(t, month_names[k], true);
	table_column(t, "Year's total", true);
	for (int i = 0; i < m->n; i = next) {
		double total = months_year(m, i, in->start, &next);

		year_name(text, m, i);
		table_head(t, text);
		for (int k = 0; k < 12; k++) {
			if (i < next && m->at[i].number % 12 == k)
				put_return(t, months_return(m, i++, in->start));
			else
				table_empty(t);
		}
		put_return(t, total);
	}
}

/* The month k of the year that begins at i and ends before next, or -1. */
static int
month_in(const struct months *m, int i, int next, int k)
{
	for (; i < next; i++)
		if (m->at[i].number % 12 == k)
			return i;
	return -1;
}

void
tables_years(struct table *t, const struct findings *in)
{
	const struct months *m = &in->months;
	int first[TABLE_COLUMNS], years = 0, next;
	double total[TABLE_COLUMNS];
	char text[SHOW_TEXT];

	for (int i = 0; i < m->n && years < TABLE_COLUMNS - 1; i = next) {
		total[years] = months_year(m, i, in->start, &next);
		first[years++] = i;
	}
	table_column(t, "Month", false);
	for (int y = 0; y < years; y++) {
		year_name(text, m, first[y]);
		table_column(t, text, true);
	}
	for (int k = 0; k < 12; k++) {
		table_head(t, month_names[k]);
		for (int y = 0; y < years; y++) {
			int i;

			months_year(m, first[y], in->start, &next);
			i = month_in(m, first[y], next, k);
			put_return(
			    t, i < 0 ? NAN : months_return(m, i, in->start));
		}
	}
	table_head(t, "Total");
	for (int y = 0; y < years; y++)
		put_return(t, total[y]);
}

/* ---- symbols ---- */

static void
put_symbol(struct table *t, const struct findings *in, int symbol)
{
	static const struct label money = {"", "", UNIT_MONEY, SIGNED};
	static const struct label ratio = {"", "", UNIT_RATIO, SIGNED};
	const struct part *part = &in->parts[symbol];
	const struct prices *p = findings_prices(in, symbol);
	char name[FINDINGS_NAME];

	table_head(t, findings_symbol(in, symbol, name));
	table_text(t, !p          ? ""
		      : p->iv < 0 ? "trades"
				  : interval_name((enum interval)p->iv));
	table_number(t, UNIT_COUNT, p ? (double)p->n : NAN);
	table_number(t, UNIT_COUNT, part->deals);
	table_labelled(t, &money, part->deals ? part->pnl : NAN);
	table_labelled(t, &ratio,
	    p && p->curve.n ? p->curve.cells[p->curve.n - 1].last / p->first - 1
			    : NAN);
	table_number(t, UNIT_COUNT, (double)part->holes.count);
}

void
tables_symbols(struct table *t, const struct findings *in)
{
	int list[SYMBOL_ROWS], n = findings_symbols(in, list, SYMBOL_ROWS);

	table_column(t, "Symbol", false);
	table_column(t, "Candles", false);
	table_column(t, "Number", true);
	table_column(t, "Trades", true);
	table_column(t, "Profit", true);
	table_column(t, "Price, first to last", true);
	table_column(t, "Holes", true);
	for (int i = 0; i < n && i < SYMBOL_ROWS; i++)
		put_symbol(t, in, list[i]);
}

/* ---- holes ---- */

/* By enum gap_cause. */
static const char *const causes[] = {"the exchange has none", "not listed yet",
    "delisted", "not fetched", "corrupt", "dropped", "disconnected",
    "out of sequence", "unknown"};

static void
put_hole(struct table *t, const struct findings *in, int symbol,
    const struct span *s)
{
	char text[SHOW_TEXT], name[FINDINGS_NAME];

	table_head(t, findings_symbol(in, symbol, name));
	table_text(t, show_time(text, s->from));
	table_text(t, show_time(text, s->to));
	table_text(t, show_duration(text, s->to - s->from + 1));
	table_text(t, s->cause >= 0 && s->cause <= CAUSE_UNKNOWN
			  ? causes[s->cause]
			  : "not said");
}

void
tables_holes(struct table *t, const struct findings *in, int64_t *all)
{
	int rows = 0;

	table_column(t, "Symbol", false);
	table_column(t, "From", false);
	table_column(t, "To", false);
	table_column(t, "Length", true);
	table_column(t, "Cause", false);
	*all = 0;
	for (int i = 0; i < in->nparts; i++) {
		const struct spans *s = &in->parts[i].holes;

		*all += s->count;
		for (int k = 0; k < s->n && rows < HOLE_ROWS; k++, rows++)
			put_hole(t, in, i, &s->at[k]);
	}
}

/* ---- trades ---- */

static void
put_trade(struct table *t, const struct findings *in, const struct deal *d)
{
	char text[SHOW_TEXT], name[FINDINGS_NAME];
	struct label other;
	double bars = d->bars >= 0 ? (double)d->bars : NAN;

	snprintf(text, sizeof text, "%" PRId64, d->id);
	table_head(t, text);
	table_text(t, findings_symbol(in, d->symbol, name));
	table_text(t, d->is_long ? "long" : "short");
	table_text(t, show_time(text, d->opened));
	table_text(t, show_time(text, d->closed));
	table_number(t, UNIT_PLAIN, d->entry);
	table_number(t, UNIT_PLAIN, d->exit);
	table_labelled(t, label_find("return", &other), d->ret);
	table_labelled(t, label_find("pnl", &other), d->pnl);
	table_number(t, UNIT_RATIO, d->mae);
	table_number(t, UNIT_RATIO, d->mfe);
	table_number(t, UNIT_COUNT, bars);
	table_text(
	    t, d->reason < 0 ? "" : map_key(in->reasons, d->reason, NULL));
}

void
tables_trades(struct table *t, const struct findings *in, int symbol, int *all)
{
	static const char *const names[] = {"No.", "Symbol", "Side", "Opened",
	    "Closed", "Entry", "Exit", "Return", "Profit", "Adverse",
	    "Favourable", "Bars", "Reason"};
	static const char right[] = "0000011111110";
	const struct deals *d = &in->closed;
	int first = d->n, rows = 0;

	for (int i = 0; i < 13; i++)
		table_column(t, names[i], right[i] == '1');
	*all = 0;
	for (int i = d->n - 1; i >= 0; i--)
		if (symbol < 0 || d->at[i].symbol == symbol) {
			(*all)++;
			if (rows++ < TRADE_ROWS)
				first = i;
		}
	for (int i = first; i < d->n; i++)
		if (symbol < 0 || d->at[i].symbol == symbol)
			put_trade(t, in, &d->at[i]);
}

/* ---- excursions ---- */

static void
put_excursion(struct table *t, const struct findings *in, const char *name,
    int which, int sign)
{
	static const double q[] = {0.5, 0.75, 0.9, 1};
	int n;
	double *v = deals_sorted(&in->closed, which, sign, &n);

	if (!v) {
		t->failed = true;
		return;
	}
	if (n > 0) {
		table_head(t, name);
		table_number(t, UNIT_COUNT, n);
		for (int i = 0; i < 4; i++)
			table_number(t, UNIT_RATIO, quantile(v, n, q[i]));
	}
	free(v);
}

void
tables_excursions(struct table *t, const struct findings *in)
{
	table_column(t, "Trades", false);
	table_column(t, "Number", true);
	table_column(t, "Half within", true);
	table_column(t, "75% within", true);
	table_column(t, "90% within", true);
	table_column(t, "All within", true);
	put_excursion(t, in, "Won: against it", 'a', 1);
	put_excursion(t, in, "Lost: against it", 'a', -1);
	put_excursion(t, in, "Won: in its favour", 'f', 1);
	put_excursion(t, in, "Lost: in its favour", 'f', -1);
}

/* ---- curves ---- */

void
tables_curve(struct table *t, const struct thin *curve,
    const struct thin *below, int rows)
{
	int step = (curve->n + rows - 1) / rows;
	char text[SHOW_TEXT];

	table_column(t, "Until", false);
	table_column(t, "Lowest", true);
	table_column(t, "Highest", true);
	table_column(t, "Last", true);
	if (below)
		table_column(t, "Drawdown", true);
	for (int i = 0; i < curve->n; i += step) {
		int last =
		    i + step - 1 < curve->n ? i + step - 1 : curve->n - 1;
		double lo = curve->cells[i].low, hi = curve->cells[i].high;
		double fall = 0;

		for (int k = i; k <= last; k++) {
			lo = fmin(lo, curve->cells[k].low);
			hi = fmax(hi, curve->cells[k].high);
			if (below && k < below->n)
				fall = fmin(fall, below->cells[k].low);
		}
		table_head(t, show_time(text, curve->cells[last].to));
		table_number(t, below ? UNIT_MONEY : UNIT_PLAIN, lo);
		table_number(t, below ? UNIT_MONEY : UNIT_PLAIN, hi);
		table_number(t, below ? UNIT_MONEY : UNIT_PLAIN,
		    curve->cells[last].last);
		if (below)
			table_number(t, UNIT_RATIO, -fall);
	}
}
