/* SPDX-License-Identifier: MIT */
/* size - how much an entry buys or sells short: --size, --whole-units. */
#ifndef SIZE_H
#define SIZE_H

#include <stdbool.h>

#include "sim/portfolio.h"
#include "sim/rules.h"

struct offer {
	enum direction direction;
	double price;  /* of the fill, slippage included */
	double fee;    /* a fraction of the notional */
	double stop;   /* NaN: none */
	double cash;   /* that is free */
	double equity; /* of the account, for fractions and risks */
};

/*
 * Makes *s, which costs no more than the free cash.  False: there is nothing
 * that could be bought, or no stop to size it by.
 */
bool size_stake(struct stake *s, const struct rules *r, const struct offer *o);

#endif
