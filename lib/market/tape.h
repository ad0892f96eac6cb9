/* SPDX-License-Identifier: MIT */
/*
 * tape - the invented trades of one symbol, minute by minute, and what stands
 * behind them: regimes, volatility, open interest, premium.
 *
 * Integers only, so that every machine and compiler makes the same: a price
 * is a number of ticks of 10^-price_places, a quantity one of steps of
 * 10^-qty_places.
 */
#ifndef TAPE_H
#define TAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rng.h"

enum { TAPE_MINUTE = 60000, TAPE_MAX = 1000 /* trades a minute */ };

struct tape_trade {
	int64_t time;
	int64_t price, qty;
	int32_t raw; /* how many raw trades it stands for */
	bool buy;    /* the aggressor's side */
};

struct tape_opts {
	const char *symbol; /* decides price level, tick and liquidity */
	uint64_t seed;
	int64_t start;
	/*
	 * 0: a crypto market.  Else a share that trades once in so many ms
	 * (they divide a minute), phase ms after each start.
	 */
	int64_t every, phase;
};

struct tape {
	int price_places, qty_places;
	int64_t open_interest; /* steps, at the start of the minute */

	/* The minute that tape_next() made. */
	int64_t minute;
	int n;
	struct tape_trade trade[TAPE_MAX];

	/* What follows is tape.c's own. */
	struct rng rng;
	int64_t every, phase;
	int64_t tempo;                     /* trades in a usual minute */
	int64_t calm;                      /* usual volatility of a minute */
	int64_t unit;                      /* size of larger trades, steps */
	int64_t mid, opened, anchor, home; /* 1/65536 ticks */
	int64_t sigma;                     /* of this minute, parts of 2^24 */
	int64_t usual_interest, volume;    /* steps */
	int64_t premium, premium_sum, premium_n;
	int regime, left; /* minutes left of it */
	bool buy;
};

void tape_init(struct tape *t, const struct tape_opts *opts);

/* Makes the next minute; the first one starts at opts.start. */
void tape_next(struct tape *t);

/*
 * The funding rate, in 1e-8, that the premium since the last call gives.
 */
int64_t tape_funding(struct tape *t);

#endif
