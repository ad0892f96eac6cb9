/* SPDX-License-Identifier: MIT */
/*
 * counting - enters what was tried in the store's ledger of trials, so that
 * nobody has to be believed about how many there were.
 */
#ifndef COUNTING_H
#define COUNTING_H

#include <stdint.h>

#include "base/sha256.h"
#include "sim/event.h"
#include "sim/luck.h"
#include "sim/market.h"
#include "sim/proof.h"
#include "sim/searched.h"
#include "sim/simulation.h"
#include "sim/terms.h"

struct counting {
	struct sha256 *prices;
	int *places; /* of markets by number, in the order of first prices;
			-1: none yet */
	int size, priced;
};

/* 0, or -1: out of memory. */
int counting_init(struct counting *c);
void counting_finish(struct counting *c);

/*
 * A price that was simulated.  What was traded on is the same if its symbols
 * and prices are, whatever the signals, and whatever else they speak of.  0,
 * or -1: out of memory.
 */
int counting_price(
    struct counting *c, const struct markets *ms, const struct event *e);

struct tried { /* *borrowed* */
	const struct terms *terms;
	const struct simulation *sim;    /* over */
	const struct searched *searched; /* NULL: nothing was searched */
	struct proof *proof;
	int64_t max_disorder;
};

enum { COUNTING_WHY = 600 };

/*
 * Enters a run, or all combinations of a sweep, in the ledger of the store at
 * db (NULL: the default path), one with the same input and terms only once.
 * *t gets all that were ever tried on these prices.  0; or -1, and why.
 */
int counting_enter(struct counting *c, const char *db,
    const struct tried *tried, struct trials *t, char why[COUNTING_WHY]);

#endif
