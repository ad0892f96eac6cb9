/* SPDX-License-Identifier: MIT */
/*
 * windows - the last 30, 60, 90 ... days of one simulation: the trades that
 * were closed in them and the equity inside them.
 */
#ifndef WINDOWS_H
#define WINDOWS_H

#include <stdint.h>

#include "sim/curve.h"
#include "sim/judge.h"
#include "sim/stats.h"

enum {
	WINDOWS_MAX = 64,
	WINDOW_DAYS_MAX = 36500,
	YEAR_DAYS = 365 /* unless told otherwise */
};

struct window_list {
	int days[WINDOWS_MAX]; /* rising */
	int n;
};

/* "30,60,90": sorted, equal ones once.  0, or -1: not such a list. */
int window_list_parse(struct window_list *l, const char *text);

/* NaN, or -1 in a time: not defined. */
struct window {
	int64_t days; /* 0: the whole run */
	int64_t start, end;
	int64_t first_trade_at, last_trade_at;
	int64_t trades, wins, losses, unclassified;
	double hit_rate, expectancy, average_return, cumulative_return;
	double max_drawdown, sharpe, sortino, profit_factor;
	int64_t meets_win_rate, sufficient; /* 0, 1 */
};

/* What windows are made of. */
struct window_source {
	const struct trade_list *trades;
	const struct curve *curve; /* NULL: no account is known; the drawdown
				      is that of the returns one after the
				      other, as they stand in trades */
	struct judge judge;
	double year_days;
};

/*
 * Of the trades with start <= closed <= end, start being days before end,
 * and of curve_between() these times.  0, or -1: out of memory.
 */
int window_make(
    struct window *w, int days, int64_t end, const struct window_source *src);

/* The whole run; *t gets its tally. */
int window_whole(
    struct window *w, struct tally *t, const struct window_source *src);

#endif
