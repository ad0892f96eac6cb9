/* SPDX-License-Identifier: MIT */
/*
 * perturb - a record as it might have been: other prices, volumes, rates, the
 * same times and names.
 */
#ifndef PERTURB_H
#define PERTURB_H

#include <stdbool.h>

#include "base/rng.h"
#include "market/record.h"

struct perturb {
	struct rng rng;
	double level; /* what all prices of this future are multiplied by */
};

/*
 * A future of its own for each seed and number: prices are lower in those of
 * even number, on the whole, and higher in those of odd.
 */
void perturb_init(struct perturb *p, uint64_t seed, int number);

/*
 * Changes all that *r, a record that was read, says of the market, so that it
 * stays a possible one: where a candle opened and closed between its extremes,
 * who traded, and the signs of rates are drawn anew, prices, amounts and the
 * shares in them by factors of their own.  False, and nothing is changed, for
 * a type that says nothing of the market.
 */
bool perturb_record(struct perturb *p, struct record *r);

#endif
