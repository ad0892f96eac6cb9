/* SPDX-License-Identifier: MIT */
/* run - the figures of a whole simulation, from its account and trades. */
#ifndef RUN_H
#define RUN_H

#include "sim/figure.h"
#include "sim/odds.h"
#include "sim/simulation.h"

/* The simulation is over.  0, or -1: out of memory. */
int run_make(struct run *run, const struct simulation *sim, double year_days);

/* Those that the trades alone give. */
void run_trades(struct run *run, const struct tally *t);

/* Moments of the daily returns.  0, or -1: out of memory. */
int run_days(struct moments *m, const struct simulation *sim);

/* Calendar years that the daily returns took. */
double run_years(const struct simulation *sim);

#endif
