/* SPDX-License-Identifier: MIT */
/* context - the inputs of a score that somebody else computed. */
#ifndef CONTEXT_H
#define CONTEXT_H

#include "market/record.h"
#include "signal/inputs.h"

/* Zeros before the first use. */
struct context {
	double *lvns; /* of the last record */
	int room;
};

void context_finish(struct context *c);

/*
 * What the context record r says; *in borrows from r and c until the next
 * call.  0; 1, and *why is a literal that says what is wrong with it; -1: no
 * memory.
 */
int context_read(struct context *c, const struct record *r, struct inputs *in,
    const char **why);

#endif
