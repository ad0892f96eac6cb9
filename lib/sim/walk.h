/* SPDX-License-Identifier: MIT */
/*
 * walk - walk-forward: what did best in one stretch of time is traded in the
 * one that follows it, again and again.  All that is traded was chosen from
 * what had gone by.
 */
#ifndef WALK_H
#define WALK_H

#include <stdint.h>

#include "sim/search.h"
#include "sim/teller.h"

struct walk_plan { /* ms */
	int64_t train, test;
	int64_t purge;   /* so much of the end of a train stretch is left out:
			    what is still held then reaches into the test */
	int64_t embargo; /* so much of the start of a test is not traded */
};

struct fold { /* from <= time < to */
	int64_t train_from, train_to, test_from, test_to;
	int chosen;                    /* combination; -1: none had a value */
	struct attempt train;          /* of the chosen one */
	double equity_from, equity_to; /* of the account, in the test */
	int64_t trades;                /* closed in it */
};

struct walk {
	struct fold *folds;
	int n;
};

/* Room for what is wrong. */
enum { WALK_WHY = 160 };

/*
 * Lays the folds: the first train stretch begins with the first price, a test
 * follows each and is followed by the next.  Finds the best combination of
 * each and trades it in the test with t, whose simulation has had no event
 * yet; it goes on from fold to fold, positions closed in between.  0; or -1,
 * and why.
 */
int walk_make(struct walk *w, const struct walk_plan *plan,
    const struct search *s, struct teller *t, char why[WALK_WHY]);
void walk_finish(struct walk *w);

#endif
