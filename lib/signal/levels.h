/* SPDX-License-Identifier: MIT */
/* levels - where the classic method enters, stops and takes its profit. */
#ifndef LEVELS_H
#define LEVELS_H

#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/verdict.h"

/*
 * From the price, the value area (the price +- d's share of it where it is
 * not known) and the low-volume nodes.  Rounded to levels_places() decimals.
 */
void levels_of(const struct classic_def *d, const struct inputs *in,
    enum direction dir, struct levels *l);

/*
 * 4; under a price of 1 as many as give 5 significant digits: four decimals
 * would put the stop of a cheap coin on its entry.
 */
int levels_places(double price);

#endif
