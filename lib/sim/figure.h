/* SPDX-License-Identifier: MIT */
/*
 * figure - the figures of a report: what each is called, and how it is
 * written as JSON, as CSV and for people.
 */
#ifndef FIGURE_H
#define FIGURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "sim/drawdown.h"
#include "sim/trade_sum.h"
#include "sim/yield.h"

struct run {                /* of the whole run */
	int64_t start, end; /* times of the first and last price */
	double duration_days;
	int64_t trades, open_trades;
	double equity_final, equity_peak, total_return, cagr;
	double buy_hold_return, alpha, beta, calmar;
	struct yield yield;
	struct drawdown_sum drawdown;
	double win_rate, best_trade, worst_trade, avg_trade;
	double profit_factor, expectancy, exposure_time;
	struct trade_sum trade;
	double fees, funding, turnover;
	int64_t signals, filled, ignored, filtered, rejected, replaced;
	int64_t lapsed, missed, unfilled;
};

enum { FIGURE_TEXT = 32 };

struct figure_kind {
	bool (*known)(const void *v); /* false: it is left out */
	void (*json)(FILE *f, const void *v);
	void (*csv)(FILE *f, const void *v);
	void (*text)(char buf[FIGURE_TEXT], const void *v);
};

enum { IN_JSON = 1, IN_CSV = 2, IN_SUMMARY = 4 };

struct figure {
	const char *name;  /* in JSON and CSV */
	const char *label; /* for people; NULL: not shown to them */
	unsigned short in; /* where it stands */
	unsigned short at; /* offset in the struct below */
	const struct figure_kind *kind;
};

/* Of struct window (windows.h) and struct run; a row of zeros ends them. */
extern const struct figure window_figures[], run_figures[];

/* The one of that name, which there is. */
const struct figure *figure_find(
    const struct figure *figures, const char *name);

/* Makes all figures of a struct unknown. */
void figures_forget(const struct figure *figures, void *of);

/* The value of a figure in its struct. */
static inline const void *
figure_value(const struct figure *fig, const void *of)
{
	return (const char *)of + fig->at;
}

#endif
