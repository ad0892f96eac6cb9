/* SPDX-License-Identifier: MIT */
/*
 * search - many simulations of one list of events, one for each combination of
 * a grid, and the best of them.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include "sim/event_list.h"
#include "sim/grid.h"
#include "sim/market.h"
#include "sim/rules.h"

struct objective {        /* what is best */
	const char *name; /* of a figure in figure.h */
	double sign;      /* 1: the most, -1: the least */
};

/* NULL: it is not the name of one.  The first is the default. */
const struct objective *objective_find(const char *name);
extern const struct objective objectives[]; /* a name of NULL ends them */

/* What came of a combination. */
struct attempt {
	int64_t trades;
	double total_return, sharpe, max_drawdown;
	double value;        /* of the objective; NaN: there is none */
	double sharpe_daily; /* as odds.h has it; NaN likewise */
};

struct search {
	/* *borrowed* */
	const struct event_list *events;
	const struct markets *markets;
	const struct grid *grid;
	const struct rules *rules; /* what the grid does not vary */
	const struct objective *objective;
	double year_days;
	int64_t min_trades; /* that a combination needs to be the best */
	int threads;
	/* How many combinations, or tests of a walk, are done; may be NULL. */
	void (*watch)(void *arg, int64_t done, int64_t of);
	void *arg;
};

/*
 * Tries all combinations on the events from ... to - 1 of the list, each with
 * an account of its own; attempts[i] gets what came of the i-th.  The same
 * for any number of threads.  0, or -1: out of memory.
 */
int search_run(
    const struct search *s, size_t from, size_t to, struct attempt *attempts);

/* What a combination is ranked by: the more the better; -infinity: it cannot be
 * the best. */
double search_rank(const struct search *s, const struct attempt *a);

/* The numbers of all, the best first, equal ones in their order; for free(),
 * NULL: out of memory. */
int *search_order(const struct search *s, const struct attempt *attempts);

/* The number of the best one, of equal ones the first; -1: none has a finite
 * value and the trades. */
int search_best(const struct search *s, const struct attempt *attempts);

#endif
