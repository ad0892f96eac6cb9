/* SPDX-License-Identifier: MIT */
/*
 * stats - what a set of closed trades amounts to.  Every figure has one
 * definition, here; all are fractions, and NaN where they are not defined.
 */
#ifndef STATS_H
#define STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A closed one.  Money is in the account's unit, ratios are fractions. */
struct trade {
	int64_t opened, closed; /* moments of execution */
	int64_t bars;           /* from the bar of the entry to that of the
				   exit, neither counted twice: 0 in one bar */
	double ret;             /* pnl by notional */
	double pnl;             /* profit after fees and funding */
	double notional;        /* quantity times entry price */
	double entry, exit;     /* prices, slippage included */
	double fees;            /* of both sides */
	double funding;         /* paid; below 0: received */
	double mae, mfe;        /* how far the price went against and for the
				   position, by its entry price: >= 0 */
	double risk;            /* from the entry to the stop, by the entry
				   price; NaN: there was no stop */
	double score;           /* of its signal; NaN: it had none */
	int market;             /* broker.h */
	int setup, tier;        /* numbers of names; -1: none */
	int reason;             /* enum fill_reason of the exit (broker.h) */
	int outcome;            /* what its source calls it: 1 won, -1 lost,
				   0: it does not say */
	bool is_long;
};

struct trade_list {
	struct trade *at;
	size_t n, size;
};

/* 0, or -1: out of memory. */
int trade_list_add(struct trade_list *l, const struct trade *t);
void trade_list_finish(struct trade_list *l);

/*
 * By time of closing, those of one time in the order they had.  0, or -1: out
 * of memory.
 */
int trade_list_sort(struct trade_list *l);

/* A trade's place in its list, and what it is to be sorted by. */
struct trade_place {
	int64_t key;
	size_t i;
};

/* By key, those of one key in the order of the list, in which they are given.
 */
void trade_places_sort(struct trade_place *places, size_t n);

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
