/* SPDX-License-Identifier: MIT */
/*
 * trade_sum - what a set of closed trades amounts to, beyond tally (stats.h):
 * money, streaks, excursions, durations.  NaN, or -1, where not defined.
 */
#ifndef TRADE_SUM_H
#define TRADE_SUM_H

#include <stdint.h>

#include "sim/stats.h"

struct trade_sum {
	double avg_win, avg_loss;   /* mean returns; the loss's sign dropped */
	double payoff;              /* avg_win / avg_loss */
	double median;              /* of the returns */
	double profit_factor_money; /* sum of gains by sum of losses */
	double sqn;   /* sqrt(n) * mean / deviation (n - 1) of the money; Tharp
			 1998, without his limit of 100 trades */
	double kelly; /* W - (1 - W) / (mean gain / mean loss) of the money, W
			 the share of gains; Kelly 1956 */
	double expectancy_r; /* mean of return / risk, where there is one */
	double mae, mfe;     /* means */
	int64_t win_streak, loss_streak; /* longest, in order of closing */
	double avg_bars;
	double avg_days, longest_days; /* from entry to exit */
	double funding;
};

/* 0, or -1: out of memory. */
int trade_sum_make(struct trade_sum *s, const struct trade_list *l);

#endif
