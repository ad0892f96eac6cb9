/* SPDX-License-Identifier: MIT */
#include "sim/figure.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_file.h"
#include "sim/windows.h"

static bool
count_known(const void *v)
{
	return *(const int64_t *)v >= 0;
}

static bool
number_known(const void *v)
{
	return isfinite(*(const double *)v);
}

static void
count_json(FILE *f, const void *v)
{
	fprintf(f, "%" PRId64, *(const int64_t *)v);
}

static void
count_text(char *buf, const void *v)
{
	snprintf(buf, FIGURE_TEXT, "%" PRId64, *(const int64_t *)v);
}

static void
number_json(FILE *f, const void *v)
{
	json_calc(f, *(const double *)v);
}

static void
number_csv(FILE *f, const void *v)
{
	fprintf(f, "%.6f", *(const double *)v);
}

static void
number_text(char *buf, const void *v)
{
	snprintf(buf, FIGURE_TEXT, "%.2f", *(const double *)v);
}

static void
ratio_text(char *buf, const void *v)
{
	double percent = 100 * *(const double *)v, size = fabs(percent);

	/* A year of what an hour brought is large; one trade's is small. */
	if (size >= 1e7)
		snprintf(buf, FIGURE_TEXT, "%.3g%%", percent);
	else
		snprintf(buf, FIGURE_TEXT, "%.*f%%", size < 1 ? 4 : 2, percent);
}

static void
time_csv(FILE *f, const void *v)
{
	char text[CLOCK_TEXT];

	fputs(clock_format(*(const int64_t *)v, text), f);
}

static void
time_text(char *buf, const void *v)
{
	char text[CLOCK_TEXT];

	snprintf(
	    buf, FIGURE_TEXT, "%.10s", clock_format(*(const int64_t *)v, text));
}

static void
truth_json(FILE *f, const void *v)
{
	fputs(*(const int64_t *)v ? "true" : "false", f);
}

static void
truth_csv(FILE *f, const void *v)
{
	fputs(*(const int64_t *)v ? "True" : "False", f);
}

static void
truth_text(char *buf, const void *v)
{
	strcpy(buf, *(const int64_t *)v ? "yes" : "no");
}

static const struct figure_kind count = {
    count_known, count_json, count_json, count_text};
static const struct figure_kind number = {
    number_known, number_json, number_csv, number_text};
static const struct figure_kind ratio = {
    number_known, number_json, number_csv, ratio_text};
static const struct figure_kind moment = {
    count_known, count_json, time_csv, time_text};
static const struct figure_kind truth = {
    count_known, truth_json, truth_csv, truth_text};

#define ROW(name, label, where, member, kind)                                  \
	{                                                                      \
		name, label, where, offsetof(struct window, member), &kind     \
	}

enum { ALL = IN_JSON | IN_CSV | IN_SUMMARY, WINDOW = IN_JSON | IN_CSV };

/* Names and order are system A's; sharpe is ours. */
const struct figure window_figures[] = {
    ROW("window_days", NULL, ALL, days, count),
    ROW("start", "from", WINDOW, start, moment),
    ROW("end", "to", WINDOW, end, moment),
    ROW("first_trade_at", "first trade", WINDOW, first_trade_at, moment),
    ROW("last_trade_at", "last trade", WINDOW, last_trade_at, moment),
    ROW("trade_count", "trades", ALL, trades, count),
    ROW("wins", "wins", ALL, wins, count),
    ROW("losses", "losses", ALL, losses, count),
    ROW("unclassified", "neither", WINDOW, unclassified, count),
    ROW("hit_rate", "hit rate", ALL, hit_rate, ratio),
    ROW("expectancy", "expectancy", ALL, expectancy, ratio),
    ROW("average_return", NULL, WINDOW, average_return, ratio),
    ROW("cumulative_return", "trades compounded", ALL, cumulative_return,
	ratio),
    ROW("max_drawdown", "max. drawdown", ALL, max_drawdown, ratio),
    ROW("sharpe", "Sharpe ratio", IN_JSON, sharpe, number),
    ROW("sortino", "Sortino ratio", IN_JSON, sortino, number),
    ROW("profit_factor", "profit factor", IN_JSON, profit_factor, number),
    ROW("meets_win_rate_threshold", "enough won", ALL, meets_win_rate, truth),
    ROW("sufficient_sample", "enough trades", ALL, sufficient, truth),
    {0},
};

#undef ROW
#define ROW(name, member, kind)                                                \
	{                                                                      \
		name, NULL, IN_JSON, offsetof(struct run, member), &kind       \
	}

const struct figure run_figures[] = {
    ROW("start", start, moment),
    ROW("end", end, moment),
    ROW("duration_days", duration_days, number),
    ROW("trades", trades, count),
    ROW("open_trades", open_trades, count),
    ROW("equity_final", equity_final, number),
    ROW("equity_peak", equity_peak, number),
    ROW("return", total_return, ratio),
    ROW("cagr", cagr, ratio),
    ROW("return_annual", yield.annual, ratio),
    ROW("volatility_annual", yield.volatility, ratio),
    ROW("buy_hold_return", buy_hold_return, ratio),
    ROW("alpha", alpha, ratio),
    ROW("beta", beta, number),
    ROW("sharpe", yield.sharpe, number),
    ROW("sortino", yield.sortino, number),
    ROW("calmar", calmar, number),
    ROW("max_drawdown", drawdown.worst, ratio),
    ROW("avg_drawdown", drawdown.average, ratio),
    ROW("max_drawdown_days", drawdown.longest_days, number),
    ROW("avg_drawdown_days", drawdown.average_days, number),
    ROW("underwater_time", drawdown.underwater, ratio),
    ROW("ulcer", drawdown.ulcer, ratio),
    ROW("best_day", yield.best_day, ratio),
    ROW("worst_day", yield.worst_day, ratio),
    ROW("cvar", yield.cvar, ratio),
    ROW("skew", yield.skew, number),
    ROW("kurtosis", yield.kurtosis, number),
    ROW("win_rate", win_rate, ratio),
    ROW("best_trade", best_trade, ratio),
    ROW("worst_trade", worst_trade, ratio),
    ROW("avg_trade", avg_trade, ratio),
    ROW("median_trade", trade.median, ratio),
    ROW("avg_win", trade.avg_win, ratio),
    ROW("avg_loss", trade.avg_loss, ratio),
    ROW("payoff", trade.payoff, number),
    ROW("profit_factor", profit_factor, number),
    ROW("profit_factor_money", trade.profit_factor_money, number),
    ROW("expectancy", expectancy, ratio),
    ROW("expectancy_r", trade.expectancy_r, number),
    ROW("sqn", trade.sqn, number),
    ROW("kelly", trade.kelly, ratio),
    ROW("win_streak", trade.win_streak, count),
    ROW("loss_streak", trade.loss_streak, count),
    ROW("avg_trade_days", trade.avg_days, number),
    ROW("max_trade_days", trade.longest_days, number),
    ROW("avg_trade_bars", trade.avg_bars, number),
    ROW("mae", trade.mae, ratio),
    ROW("mfe", trade.mfe, ratio),
    ROW("exposure_time", exposure_time, ratio),
    ROW("turnover", turnover, number),
    ROW("fees", fees, number),
    ROW("funding", funding, number),
    ROW("signals", signals, count),
    ROW("filled", filled, count),
    ROW("ignored", ignored, count),
    ROW("filtered", filtered, count),
    ROW("rejected", rejected, count),
    ROW("replaced", replaced, count),
    ROW("lapsed", lapsed, count),
    ROW("missed", missed, count),
    ROW("unfilled", unfilled, count),
    {0},
};
#undef ROW

const struct figure *
figure_find(const struct figure *figures, const char *name)
{
	while (strcmp(figures->name, name) != 0)
		figures++;
	return figures;
}

void
figures_forget(const struct figure *figures, void *of)
{
	for (; figures->name; figures++) {
		void *v = (char *)of + figures->at;

		if (figures->kind->known == count_known)
			*(int64_t *)v = -1;
		else
			*(double *)v = NAN;
	}
}
