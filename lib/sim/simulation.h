/* SPDX-License-Identifier: MIT */
/*
 * simulation - one account that follows the signals by one set of rules:
 * events go in, trades and the curve of its equity come out.  Many can go
 * through the same events.
 */
#ifndef SIMULATION_H
#define SIMULATION_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/curve.h"
#include "sim/event.h"
#include "sim/holding.h"
#include "sim/portfolio.h"
#include "sim/rules.h"
#include "sim/stats.h"

enum fill_reason { /* why a fill happened */
	FILL_ENTRY,
	FILL_CLOSE_SIGNAL,
	FILL_OPPOSITE,
	FILL_TIME,
	FILL_STOP,
	FILL_TARGET,
	FILL_FINISH,
};

extern const char *const fill_reasons[]; /* by enum fill_reason */

struct fill {
	int64_t order;                 /* 1, 2, ... */
	const struct holding *holding; /* as the fill leaves it */
	const struct text *signal;     /* the id of the one that caused it */
	enum side side;
	enum fill_reason reason;
	double price, qty, fee;
	bool slipped; /* the price is not one of the market's */
	bool maker;
	int64_t at; /* moment of execution */
};

/*
 * What became of the signals.  Each is in one of them, or is still waiting
 * for a price.
 */
struct signal_counts {
	int64_t signals;
	int64_t filled;   /* opened or closed a position */
	int64_t ignored;  /* said what was so already, or closed nothing */
	int64_t filtered; /* below the score that was asked for */
	int64_t rejected; /* no cash, or beyond stop or target */
	int64_t replaced; /* by a newer one before a price came */
	int64_t lapsed;   /* at a hole in the data */
	int64_t missed;   /* the target was reached without it */
};

struct simulation {
	struct rules rules;
	const struct markets *markets; /* *borrowed* */
	struct holding **holdings;     /* by market; NULL: none yet */
	int n;
	int64_t warm_up; /* bars, with the one that buy and hold begins at */
	struct holding *only; /* the one that has had a price; NULL: none */
	bool many;            /* others had one, too */

	struct portfolio account;
	struct signal_counts counts;
	struct trade_list trades; /* closed ones, unless it forgets */
	bool forgets;             /* keeps nothing that grows by the trade */
	struct curve curve;
	int64_t orders;
	int64_t unspread; /* fills without a book to take half its spread of */

	int64_t time; /* of the prices at hand; -1: none yet */
	double base;  /* equity when the last moment ended */
	bool exposed; /* a position was held at this time */
	bool filled;  /* an order was filled since the caller cleared it */
	bool out_of_memory;

	/* Called at every fill; may be NULL. */
	void (*tell)(void *arg, const struct fill *f);
	void *arg;
};

/* markets may get more while the simulation runs, but not in other threads. */
void simulation_init(
    struct simulation *s, const struct rules *r, const struct markets *markets);
void simulation_finish(struct simulation *s);

/*
 * Ends the moment before time, if this is a later one: the equity is sampled.
 * simulation_take() does so too; who has something to say before the first
 * event of a new moment calls this first.  0, or -1: out of memory.
 */
int simulation_advance(struct simulation *s, int64_t time);

/*
 * Takes an event; prices do not go back in time, bars of a market come in
 * order.  Bars count with PRICES_BAR and trades with PRICES_TRADE, and are
 * passed over otherwise.  0, or -1: out of memory.
 */
int simulation_take(struct simulation *s, const struct event *e);

/*
 * Goes on with other rules, their cash apart: positions are closed at the last
 * price, what was wanted and not had is dropped.  0, or -1: out of memory.
 */
int simulation_turn(struct simulation *s, const struct rules *r);

/* No more events: closes what --finish closes, ends the last moment. */
int simulation_end(struct simulation *s);

/* What of a market; NULL: nothing yet. */
static inline struct holding *
simulation_holding(const struct simulation *s, int market)
{
	return market < s->n ? s->holdings[market] : NULL;
}

/* Signals that no price answered. */
int64_t simulation_waiting(const struct simulation *s);

#endif
