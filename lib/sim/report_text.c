/* SPDX-License-Identifier: MIT */
/* The report as a table for people, 80 columns wide, without colour. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "market/interval.h"
#include "sim/report.h"
#include "sim/report_notes.h"

enum {
	LABEL = 19,       /* width of the first column */
	COLUMN = 12,      /* and of the others: 19 + 5 * 12 = 79 */
	COLUMNS = 5,      /* of these, in one block */
	SYMBOL = 16,      /* two names of groups, which share */
	SYMBOL_WIDE = 24, /* with venues in the first */
	NAMES = 40,
};

/* A name from the data: cut to its column, nothing for a terminal to obey. */
static void
put_name(FILE *f, const char *name, int width)
{
	int column = 0;

	for (; *name && column < width; name++) {
		unsigned char c = (unsigned char)*name;

		fputc(c < ' ' || c == 0x7f ? '?' : c, f);
		/* The bytes behind the first of a character take no room. */
		if ((name[1] & 0xc0) != 0x80)
			column++;
	}
	fprintf(f, "%*s", width - column, "");
}

static void
put_head(const struct report *rep, FILE *f)
{
	const struct intake_counts *in = &rep->input;
	const struct run *run = &rep->run;
	char first[CLOCK_TEXT], last[CLOCK_TEXT];

	fprintf(f, "Backtest of %" PRId64 " %s, %" PRId64 " %s\n", in->symbols,
	    in->symbols == 1 ? "symbol" : "symbols", in->bars,
	    in->bars == 1 ? "bar" : "bars");
	if (in->first >= 0)
		fprintf(f, "%s to %s\n", clock_format(in->first, first),
		    clock_format(in->last, last));
	fprintf(f,
	    "\nSignals  %" PRId64 " read: %" PRId64 " filled, %" PRId64
	    " ignored, %" PRId64 " rejected,\n         %" PRId64
	    " replaced, %" PRId64 " lapsed at a hole, %" PRId64
	    " missed,\n         %" PRId64 " below the score, %" PRId64
	    " without a bar to fill them\n",
	    run->signals, run->filled, run->ignored, run->rejected,
	    run->replaced, run->lapsed, run->missed, run->filtered,
	    run->unfilled);
	if (in->skipped)
		fprintf(f,
		    "Input    %" PRId64 " of %" PRId64 " lines were left out\n",
		    in->skipped, in->records + in->skipped);
}

/* "name  text", where the figure is known. */
static void
put_pair(FILE *f, const char *name, const struct run *run, const char *figure)
{
	const struct figure *fig = figure_find(run_figures, figure);
	const void *v = figure_value(fig, run);
	char text[FIGURE_TEXT] = "-";

	if (fig->kind->known(v))
		fig->kind->text(text, v);
	fprintf(f, "%-*s%*s", LABEL - 2, name, 16, text);
}

/* Two columns of figures; a row: name, figure, name, figure. */
static void
put_pairs(
    const struct report *rep, const char *const pairs[][4], size_t n, FILE *f)
{
	for (size_t i = 0; i < n; i++) {
		put_pair(f, pairs[i][0], &rep->run, pairs[i][1]);
		fputs("      ", f);
		put_pair(f, pairs[i][2], &rep->run, pairs[i][3]);
		fputc('\n', f);
	}
}

/* The account on the left, the trades on the right. */
static void
put_run(const struct report *rep, FILE *f)
{
	static const char *const pairs[][4] = {
	    {"Final equity", "equity_final", "Trades", "trades"},
	    {"Return", "return", "Still open", "open_trades"},
	    {"Buy and hold", "buy_hold_return", "Best trade", "best_trade"},
	    {"Peak equity", "equity_peak", "Worst trade", "worst_trade"},
	    {"Max. drawdown", "max_drawdown", "Average (geom.)", "avg_trade"},
	    {"Underwater", "underwater_time", "Median trade", "median_trade"},
	    {"CAGR", "cagr", "Hit rate", "win_rate"},
	    {"Volatility", "volatility_annual", "Payoff", "payoff"},
	    {"Sharpe ratio", "sharpe", "Profit factor", "profit_factor"},
	    {"Sortino ratio", "sortino", "Expectancy", "expectancy"},
	    {"Calmar ratio", "calmar", "Expectancy (R)", "expectancy_r"},
	    {"CVaR (5%)", "cvar", "SQN", "sqn"},
	    {"Ulcer index", "ulcer", "Kelly", "kelly"},
	    {"Alpha", "alpha", "Longest gain", "win_streak"},
	    {"Beta", "beta", "Longest loss", "loss_streak"},
	    {"Turnover", "turnover", "Against (MAE)", "mae"},
	    {"Fees paid", "fees", "In favour (MFE)", "mfe"},
	    {"Funding paid", "funding", "Time exposed", "exposure_time"},
	};

	fputc('\n', f);
	put_pairs(rep, pairs, sizeof pairs / sizeof pairs[0], f);
}

/* Without any record windows have no place in time: they end at 0. */
static bool
is_told(const struct figure *fig, const struct window *w)
{
	const void *v = figure_value(fig, w);

	if (w->end == 0 && (v == &w->start || v == &w->end))
		return false;
	return fig->kind->known(v);
}

/* One block of the table: at most COLUMNS windows side by side. */
static void
put_block(const struct window *const w[], int n, FILE *f)
{
	char text[FIGURE_TEXT];

	fprintf(f, "\n%-*s", LABEL, "");
	for (int i = 0; i < n; i++) {
		snprintf(text, sizeof text, "%d days", (int)w[i]->days);
		fprintf(f, "%*s", COLUMN, w[i]->days ? text : "whole run");
	}
	fputc('\n', f);
	for (const struct figure *fig = window_figures; fig->name; fig++) {
		if (!fig->label)
			continue;
		fprintf(f, "%-*s", LABEL, fig->label);
		for (int i = 0; i < n; i++) {
			strcpy(text, "-");
			if (is_told(fig, w[i]))
				fig->kind->text(text, figure_value(fig, w[i]));
			fprintf(f, "%*s", COLUMN, text);
		}
		fputc('\n', f);
	}
}

/* What is enough, and what is won and lost where it is not the sign. */
static void
put_limits(const struct judge *v, FILE *f)
{
	fprintf(f, "enough: %.10g%% won, %" PRId64 " trades",
	    100 * v->min_win_rate, v->min_trades);
	if (!isnan(v->win))
		fprintf(f, "; won: from %.10g%% on", 100 * v->win);
	if (!isnan(v->loss))
		fprintf(f, "; lost: from %.10g%% down", 100 * v->loss);
	fputc('\n', f);
}

static void
put_windows(const struct report *rep, FILE *f)
{
	const struct window *w[WINDOWS_MAX + 1];
	int n = rep->params.windows.n + 1;

	w[0] = &rep->whole;
	for (int i = 1; i < n; i++)
		w[i] = &rep->windows[i - 1];
	for (int i = 0; i < n; i += COLUMNS)
		put_block(w + i, n - i < COLUMNS ? n - i : COLUMNS, f);
	put_limits(&rep->params.judge, f);
}

static int
by_group(const void *a, const void *b)
{
	const struct trade *x = a, *y = b;

	if (x->market != y->market)
		return x->market < y->market ? -1 : 1;
	if (x->setup != y->setup)
		return x->setup < y->setup ? -1 : 1;
	/* A sum depends on its order: that of the trades themselves. */
	return x->closed < y->closed ? -1 : x->closed > y->closed;
}

/* Of the column of symbols. */
static int
symbol_width(const struct markets *ms)
{
	char buf[MARKET_TITLE];

	for (int i = 0; i < ms->n; i++)
		if (markets_title(ms, i, buf) == buf)
			return SYMBOL_WIDE;
	return SYMBOL;
}

static void
put_group(const struct report *rep, const struct trade *t,
    const struct tally *sum, int width, FILE *f)
{
	char title[MARKET_TITLE];
	const char *setup = "-";

	if (t->setup >= 0)
		setup = map_key(rep->setups, t->setup, NULL);
	put_name(f, markets_title(rep->sim->markets, t->market, title), width);
	fputc(' ', f);
	put_name(f, setup, NAMES - width);
	fprintf(f, "%7" PRId64 "%9.2f%%%10.4f%%%10.2f\n", sum->n,
	    100 * tally_win_rate(sum), 100 * tally_expectancy(sum), sum->pnl);
}

static int
put_groups(const struct report *rep, FILE *f)
{
	const struct trade_list *l = &rep->sim->trades;
	size_t bytes = l->n * sizeof *l->at;
	struct trade *t = l->n ? malloc(bytes) : NULL;
	struct tally sum;
	int width;

	if (l->n == 0)
		return 0;
	if (!t)
		return -1;
	memcpy(t, l->at, bytes);
	qsort(t, l->n, sizeof *t, by_group);
	width = symbol_width(rep->sim->markets);
	fprintf(f, "\n%-*s %-*s%7s%10s%11s%10s\n", width, "symbol",
	    NAMES - width, "setup", "trades", "hit rate", "mean", "profit");
	tally_init(&sum);
	for (size_t i = 0; i < l->n; i++) {
		tally_add(&sum, &t[i]);
		if (i + 1 < l->n && t[i].market == t[i + 1].market &&
		    t[i].setup == t[i + 1].setup)
			continue;
		put_group(rep, &t[i], &sum, width, f);
		tally_init(&sum);
	}
	free(t);
	return 0;
}

/* Trades that were finished elsewhere. */
static void
put_executions(const struct report *rep, FILE *f)
{
	static const char *const pairs[][4] = {
	    {"Compounded", "return", "Best trade", "best_trade"},
	    {"Max. drawdown", "max_drawdown", "Worst trade", "worst_trade"},
	    {"Profit factor", "profit_factor", "Average (geom.)", "avg_trade"},
	    {"Longest gain", "win_streak", "Median", "median_trade"},
	    {"Longest loss", "loss_streak", "Payoff", "payoff"},
	};
	const struct intake_counts *in = &rep->input;
	char first[CLOCK_TEXT], last[CLOCK_TEXT];

	fprintf(f, "Finished trades: %" PRId64 "\n", in->records);
	if (in->first >= 0)
		fprintf(f, "%s to %s\n", clock_format(in->first, first),
		    clock_format(in->last, last));
	if (in->skipped)
		fprintf(f, "Left out: %" PRId64 " that could not be read\n",
		    in->skipped);
	fputc('\n', f);
	put_pairs(rep, pairs, sizeof pairs / sizeof pairs[0], f);
	put_windows(rep, f);
	report_notes_luck(rep, f);
}

int
report_text(const struct report *rep, FILE *f)
{
	if (!rep->sim) {
		put_executions(rep, f);
		return 0;
	}
	put_head(rep, f);
	put_run(rep, f);
	put_windows(rep, f);
	if (put_groups(rep, f) != 0)
		return -1;
	if (rep->searched && searched_text(f, rep->searched) != 0)
		return -1;
	report_notes_luck(rep, f);
	report_notes_model(rep, f);
	return 0;
}
