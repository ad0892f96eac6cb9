/* SPDX-License-Identifier: MIT */
/* delivery - the places that a report of backtest goes to. */
#ifndef BACKTEST_DELIVERY_H
#define BACKTEST_DELIVERY_H

#include "market/filter.h"
#include "options.h"
#include "sim/claim.h"
#include "sim/report.h"

struct delivery { /* *borrowed* */
	const struct options *o;
	struct filter *f;
	const struct claim *claim; /* what it is compared with, if it is */
	int differ;                /* members that do, or -1 */
};

/* Ends the program if a place cannot be written. */
void delivery_check(const struct options *o);

/* To all of them.  0, or -1 after a message. */
int delivery_make(struct delivery *d, const struct report *rep);

#endif
