/* SPDX-License-Identifier: MIT */
/*
 * judge - what makes a trade won or lost, and a sample of trades good
 * enough.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <stdint.h>

#include "sim/stats.h"

struct judge {
	double win;  /* a return from here on is won; NaN: not given */
	double loss; /* from here down it is lost; NaN: not given */
	double min_win_rate;
	int64_t min_trades;
};

/* No thresholds, and system A's limits: 0.35 and 5. */
void judge_init(struct judge *v);

/*
 * 1 won, -1 lost, 0 neither.  The thresholds decide first, then what its
 * source calls it, then its sign; but where there is a threshold, a return
 * that does not reach it has not won (or lost) by its sign.
 */
int judge_trade(const struct judge *v, const struct trade *t);

#endif
