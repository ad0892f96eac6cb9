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
	double notional; /* qty * entry */
	double fees;     /* of both sides, as far as paid */
	double pnl;      /* closed: after fees */
	double mark;     /* the last price seen */
	int place;       /* among the open ones; -1: it is not open */
};

struct portfolio {
	double start; /* the cash it began with */
	double cash;
	double fees;
	int64_t opened; /* positions so far */
	struct position **open;
	int n, size;
};

struct exposure {
	double equity, unrealized;
	double long_value, short_value; /* at the last prices, both >= 0 */
};

void portfolio_init(struct portfolio *p, double cash);
void portfolio_finish(struct portfolio *p);

/*
 * Opens *pos (*borrowed* until it is closed) with all of money, a part of
 * p->cash: the fee, a fraction of the notional, is paid from it as well.
 * 0, or -1: out of memory.
 */
int portfolio_open(struct portfolio *p, struct position *pos,
    enum direction dir, double price, double money, double fee, int64_t at);

/* Closes it and returns the cash that it frees. */
double portfolio_close(struct portfolio *p, struct position *pos, double price,
    double fee, int64_t at);

static inline bool
position_is_open(const struct position *pos)
{
	return pos->place >= 0;
}

/* Profit at a price, before fees. */
double position_gain(const struct position *pos, double price);
/* Of a closed one: profit after fees as a fraction of the notional. */
double position_return(const struct position *pos);

double portfolio_equity(const struct portfolio *p);
struct exposure portfolio_exposure(const struct portfolio *p);

#endif
