/* SPDX-License-Identifier: MIT */
/*
 * teller - plays events to a simulation and tells what they did to the
 * account: fill, position and equity records as tickpipe-records(5) has them.
 */
#ifndef TELLER_H
#define TELLER_H

#include <stdbool.h>
#include <stdint.h>

#include "market/record.h"
#include "sim/simulation.h"

struct teller {
	struct simulation *sim; /* *borrowed* */
	bool every_bar;         /* the account at each price */
	void (*emit)(void *arg, const struct record *r);
	void *arg;

	int64_t now;     /* time of the price at hand, for its records */
	int64_t day_end; /* last ms of its day; -1: there was none */
	int64_t told;    /* time of the last equity record; -1: stale */
};

/* The simulation tells its fills to it from now on.  emit NULL: silent. */
void teller_init(struct teller *t, struct simulation *sim, bool every_bar,
    void (*emit)(void *arg, const struct record *r), void *arg);

/*
 * Moves on to the time of a price, before the price itself is shown to
 * anybody; a day that ends has its equity told.  0, or -1: out of memory.
 */
int teller_advance(struct teller *t, int64_t time);

/* An event, behind teller_advance() if it is a price.  As above. */
int teller_take(struct teller *t, const struct event *e);

/* Both, of an event that nobody has to be shown in between.  As above. */
int teller_play(struct teller *t, const struct event *e);

/* Other rules from here on, see simulation_turn(); what that closes is told.
 * As above. */
int teller_turn(struct teller *t, const struct rules *r);

/* No more events: what is closed now is told.  As above. */
int teller_end(struct teller *t);

#endif
