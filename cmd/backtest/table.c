/* SPDX-License-Identifier: MIT */
#include "table.h"

#include <string.h>

const struct opt table_opts[] = {
    {OPT_BOOTSTRAP, "bootstrap", "N",
	"samples for the intervals of figures, 20 or more; 0: none (1000)"},
    {OPT_CALENDAR, "calendar", "24x7|any",
	"whether a missing bar is a hole (by venue)"},
    {OPT_CASH, "cash", "N", "what the account begins with (10000)"},
    {OPT_CSV, "csv", "FILE", "write the windows as CSV, too"},
    {OPT_DB, "db", "PATH", "the store of --trials (default: $TICKPIPE_DB)"},
    {OPT_EMBARGO, "embargo", "DURATION",
	"leave the start of each test untraded (none)"},
    {OPT_ENTRY, "entry", "market|limit", "how positions are opened (market)"},
    {OPT_EQUITY, "equity", "bar",
	"write the account at every bar (at fills and days)"},
    {OPT_EXECUTIONS, "executions", "FILE",
	"report on trades that were finished elsewhere"},
    {OPT_FEE, "fee", "F", "a side's fee, a fraction of its value (0)"},
    {OPT_FINISH, "finish", "mark|close|open",
	"what becomes of open positions at the end (mark)"},
    {OPT_FORMAT, "format", "json|text",
	"records, or a table for people (json)"},
    {OPT_INTERVAL, "interval", "INTERVAL",
	"trade on these candles (each symbol's first)"},
    {OPT_JOBS, "jobs", "N", "threads of a search (one a processor)"},
    {OPT_LOG_DIR, "log-dir", "DIR",
	"keep the report there, and a table of all reports"},
    {OPT_LOSS_THRESHOLD, "loss-threshold", "F",
	"a window's trade is lost from this return down (below 0)"},
    {OPT_MAKER_FEE, "maker-fee", "F", "the fee of limit orders (as --fee)"},
    {OPT_MAX_BARS, "max-bars", "N", "close after so many bars (never)"},
    {OPT_MIN_SCORE, "min-score", "N", "follow signals of this score on (all)"},
    {OPT_MIN_TRADE_COUNT, "min-trade-count", "N",
	"trades that are enough, in a window or for the best (5)"},
    {OPT_MIN_WIN_RATE, "min-win-rate", "F",
	"the hit rate that is good enough (0.35)"},
    {OPT_NOW, "now", "TIME", "end of the windows (the last record)"},
    {OPT_OBJECTIVE, "objective", "FIGURE", "what is best in a search (sharpe)"},
    {OPT_ON_OPPOSITE, "on-opposite", "close|reverse|ignore",
	"what a signal against the position does (close)"},
    {OPT_PAPER, "paper", NULL, "trade live: the account at every bar"},
    {OPT_PRICES, "prices", "bar|trade", "what fills orders (bar)"},
    {OPT_PROOF, "proof", NULL, "put hashes of input and program in the report"},
    {OPT_PURGE, "purge", "DURATION",
	"leave out the end of what a test is chosen by (none)"},
    {OPT_SEED, "seed", "N", "of the chance in these samples (1)"},
    {OPT_SIZE, "size", "SIZE",
	"all-in, quote:N, fraction:F or risk:F (all-in)"},
    {OPT_SLIPPAGE, "slippage", "BPS|half-spread",
	"buy higher and sell lower by this, in 1/10000 (0)"},
    {OPT_STOP, "stop", "signal|none|F",
	"the stop: the signal's, or F of the entry (signal)"},
    {OPT_SWEEP, "sweep", "NAME=FROM:TO:STEP|NAME=VALUE,...",
	"try all these values of an option"},
    {OPT_TARGET, "target", "signal|none|F|NR",
	"likewise; NR: N times as far as the stop (signal)"},
    {OPT_TRIALS, "trials", NULL,
	"count this and all that was tried before in the store"},
    {OPT_VERIFY, "verify", "REPORT",
	"make this file's report again and compare"},
    {OPT_WALK_FORWARD, "walk-forward", "TRAIN/TEST",
	"trade after each TRAIN what was best in it"},
    {OPT_WARM_UP, "warm-up", "N",
	"bars before buy and hold begins to hold (1)"},
    {OPT_WHOLE_UNITS, "whole-units", NULL, "trade no fractions of a unit"},
    {OPT_WIN_THRESHOLD, "win-threshold", "F",
	"a window's trade is won from this return on (above 0)"},
    {OPT_WINDOWS, "windows", "DAYS,...", "days to report on (30,60,90)"},
    {OPT_YEAR_DAYS, "year-days", "N",
	"a year's days with prices, for ratios (365)"},
    FILTER_OPTS,
    {0},
};
const struct opt_spec table_spec = {
    .synopsis =
	"[-oqv] [--bootstrap=N] [--calendar=24x7|any] [--cash=N] "
	"[--csv=FILE]\n"
	"                [--db=PATH] [--entry=market|limit] [--equity=bar] "
	"[--fee=F]\n"
	"                [--finish=mark|close|open] "
	"[--format=json|text]\n"
	"                [--interval=INTERVAL] [--log-dir=DIR] "
	"[--loss-threshold=F]\n"
	"                [--maker-fee=F] [--max-bars=N] "
	"[--max-disorder=DURATION]\n"
	"                [--min-score=N] [--min-trade-count=N] "
	"[--min-win-rate=F]\n"
	"                [--now=TIME] [--on-opposite=close|reverse|ignore]\n"
	"                [--paper] [--prices=bar|trade] [--proof] "
	"[--seed=N]\n"
	"                [--size=SIZE] [--slippage=BPS|half-spread]\n"
	"                [--stop=signal|none|F] [--strict]\n"
	"                [--target=signal|none|F|NR] [--trials] "
	"[--warm-up=N]\n"
	"                [--whole-units] [--win-threshold=F] "
	"[--windows=DAYS,...]\n"
	"                [--year-days=N] [file ...]\n"
	"       backtest --sweep=NAME=FROM:TO:STEP|NAME=VALUE,... ...\n"
	"                [--objective=FIGURE] [--jobs=N]\n"
	"                [--walk-forward=TRAIN/TEST [--purge=DURATION]\n"
	"                [--embargo=DURATION]] [options as above] [file ...]\n"
	"       backtest --executions=FILE [-oqv] [--bootstrap=N] "
	"[--csv=FILE]\n"
	"                [--format=json|text] [--log-dir=DIR]\n"
	"                [--loss-threshold=F] [--min-trade-count=N]\n"
	"                [--min-win-rate=F] [--now=TIME] [--seed=N] "
	"[--strict]\n"
	"                [--win-threshold=F] [--windows=DAYS,...]\n"
	"       backtest --verify=REPORT [file ...]",
    .summary = "Trade the signals on the prices that follow them, and "
	       "report.",
    .opts = table_opts,
};

const char *
table_name(int ch)
{
	const struct opt *o = table_opts;

	while (o->ch != ch)
		o++;
	return o->name;
}

int
table_find(const char *name, size_t len)
{
	const struct opt *o = table_opts;

	while (
	    o->ch && (strncmp(o->name, name, len) != 0 || o->name[len] != '\0'))
		o++;
	return o->ch;
}
