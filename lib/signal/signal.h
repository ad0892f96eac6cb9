/* SPDX-License-Identifier: MIT */
/* signal - a verdict as a signal record. */
#ifndef SIGNAL_H
#define SIGNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "market/record.h"
#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/ranks.h"
#include "signal/verdict.h"

struct signal_writer; /* holds the texts of the last record */

struct signal_writer *signal_writer_new(void); /* *new*, or NULL */
void signal_writer_free(struct signal_writer *w);

/* What a signal is of. */
struct signal_moment {
	const char *venue, *symbol, *interval; /* NULL: of a context */
	int64_t ts_ms;
	const struct profile *profile;
	bool trades; /* flow came from trades */
	const struct inputs *in;
	struct ranks *ranks; /* of the adaptive method; else NULL */
};

/*
 * *r becomes the signal of the moment.  Its id is
 * "SYMBOL-INTERVAL-TIME-SETUP", the interval's part only where there is one.
 * It borrows from w until the next call, from venue and symbol, and nothing
 * else.  0, or -1: no memory.
 */
int signal_fill(struct signal_writer *w, struct record *r,
    const struct signal_moment *m, const struct verdict *v);

/* The same for the one that closes what sma_cross has opened: its id ends in
 * "-close". */
int signal_close(
    struct signal_writer *w, struct record *r, const struct signal_moment *m);

#endif
