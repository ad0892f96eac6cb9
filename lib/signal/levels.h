/* SPDX-License-Identifier: MIT */
/* levels - where the classic profile enters, stops and takes its profit. */
#ifndef LEVELS_H
#define LEVELS_H

#include "market/record.h"
#include "signal/inputs.h"

struct levels {
	double entry_low, entry_high, stop, target;
};

/*
 * From the price, the value area (price +- 0.4 % where it is not known) and
 * the low-volume nodes.  Rounded to levels_places() decimals.
 */
void levels_of(const struct inputs *in, enum direction dir, struct levels *l);

/*
 * 4; under a price of 0.1 as many as give 4 significant digits: four decimals
 * would put the stop of a cheap coin on its entry.
 */
int levels_places(double price);

#endif
