/* SPDX-License-Identifier: MIT */
/*
 * stats - what a set of closed trades amounts to.  Every figure has one
 * definition, here; all are fractions, and NaN where they are not defined.
 */
#ifndef STATS_H
#define STATS_H

#include <stddef.h>
#include <stdint.h>

struct trade {
	int64_t closed; /* moment of execution */
	double ret;     /* profit after fees by the entry's notional */
	double pnl;
	int market; /* broker.h */
	int setup;  /* number of its name; -1: none */
};

struct trade_list {
	struct trade *at;
	size_t n, size;
};

/* 0, or -1: out of memory. */
int trade_list_add(struct trade_list *l, const struct trade *t);
void trade_list_finish(struct trade_list *l);

/* Sums from which the figures come. */
struct tally {
	int64_t n, wins, losses; /* return > 0, < 0; 0 is neither */
	double gains, loss;      /* sums of returns above 0, and of those
				    below, its sign dropped */
	double growth;           /* product of 1 + return */
	double best, worst;
	double pnl;
	/* growth as a mantissa and a power of two, for the root */
	double mantissa;
	int64_t exponent;
	int ruined; /* a return of -1 or less */
};

void tally_init(struct tally *t);
void tally_add(struct tally *t, const struct trade *trade);

/* wins / n */
double tally_win_rate(const struct tally *t);

/*
 * Average win times its frequency less average loss times its frequency;
 * trades of return 0 count in both frequencies' denominator, so that this is
 * the mean return.
 */
double tally_expectancy(const struct tally *t);

/*
 * The geometric mean of the returns, as backtesting.py's "Avg. Trade".
 * Found by bisection: exp(3) and log(3) differ between machines.
 */
double tally_average(const struct tally *t);

/* Sum of the returns above 0 by the sum of those below. */
double tally_profit_factor(const struct tally *t);

double tally_best(const struct tally *t);
double tally_worst(const struct tally *t);

#endif
