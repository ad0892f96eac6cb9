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

/* A future of its own for each seed. */
void perturb_init(struct perturb *p, uint64_t seed);

/*
 * Changes the numbers of *r, a record that was read, so that it stays a
 * possible one: prices by one factor a record, so that a candle's stay in
 * order; volumes by another.  False, and nothing is changed, for a type that
 * has no such numbers.
 */
bool perturb_record(struct perturb *p, struct record *r);

#endif
