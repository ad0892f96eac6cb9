/* SPDX-License-Identifier: MIT */
/*
 * portfolio - the account: free cash, the positions it holds, what both are
 * worth.  A position of either side binds its notional (quantity times entry
 * price) until it is closed; what it is worth then is that sum and the
 * movement of the price.  So nothing is borrowed: there is no leverage.
 */
#ifndef PORTFOLIO_H
#define PORTFOLIO_H

#include <stdbool.h>
#include <stdint.h>

#include "market/record.h"

struct position {
	int64_t id; /* 1, 2, ... in order of opening */
	enum direction direction;
	int64_t opened, closed; /* moments of execution */
	double entry, exit;
	double qty;
	double notional;  /* qty * entry */
	double fees;      /* of both sides, as far as paid */
	double funding;   /* paid so far; below 0: received */
	double pnl;       /* closed: after fees and funding */
	double mark;      /* the last price seen */
	double low, high; /* the extremes it lived through, the entry one */
	int place;        /* among the open ones; -1: it is not open */
};

/* What an entry costs. */
struct stake {
	double qty;
	double notional; /* qty * price */
	double fee;
	double money; /* what it takes from the cash: both */
};

struct portfolio {
	double start; /* the cash it began with */
	double cash;
	double fees, funding; /* paid */
	double turnover;      /* the value of all that was traded */
	int64_t opened;       /* positions so far */
	struct position **open;
	int n, size;
};

struct exposure {
	double equity, unrealized;
	double long_value, short_value; /* at the last prices, both >= 0 */
	double largest;                 /* value of one position */
};

void portfolio_init(struct portfolio *p, double cash);
void portfolio_finish(struct portfolio *p);

/*
 * Opens *pos (*borrowed* until it is closed) for a stake, whose money is a
 * part of p->cash.  0, or -1: out of memory.
 */
int portfolio_open(struct portfolio *p, struct position *pos,
    enum direction dir, double price, const struct stake *stake, int64_t at);

/*
 * Closes it at a price with a fee, a fraction of its value then, and returns
 * the cash that it frees.
 */
double portfolio_close(struct portfolio *p, struct position *pos, double price,
    double fee, int64_t at);

/* Takes back what an open one paid, and where the price went, since it was
 * as before. */
void portfolio_recall(
    struct portfolio *p, struct position *pos, const struct position *before);

/*
 * Funding of an open one: longs pay a positive rate of the value at the mark
 * price, shorts get it.
 */
void portfolio_fund(
    struct portfolio *p, struct position *pos, double rate, double mark);

static inline bool
position_is_open(const struct position *pos)
{
	return pos->place >= 0;
}

/* A price that it lived through. */
static inline void
position_saw(struct position *pos, double price)
{
	if (price < pos->low)
		pos->low = price;
	if (price > pos->high)
		pos->high = price;
}

/* Profit at a price, before fees. */
static inline double
position_gain(const struct position *pos, double price)
{
	double move = price - pos->entry;

	return pos->qty * (pos->direction == DIR_LONG ? move : -move);
}

/* Of a closed one: profit after all costs as a fraction of the notional. */
double position_return(const struct position *pos);

/*
 * Maximum adverse and favourable excursion: how far the price went against
 * and for it, as a fraction of its entry price.
 */
double position_mae(const struct position *pos);
double position_mfe(const struct position *pos);

static inline double
portfolio_equity(const struct portfolio *p)
{
	double equity = p->cash;

	for (int i = 0; i < p->n; i++)
		equity += p->open[i]->notional +
			  position_gain(p->open[i], p->open[i]->mark);
	return equity;
}

struct exposure portfolio_exposure(const struct portfolio *p);

#endif
