/* SPDX-License-Identifier: MIT */
/*
 * tape - the events of a stream, kept, so that many simulations can hear them.
 */
#ifndef TAPE_H
#define TAPE_H

#include <stddef.h>

#include "sim/event.h"

struct tape_block;

struct tape {
	struct event *at; /* in the order of the stream */
	size_t n, size;
	struct tape_block *blocks; /* of wishes and ids, which do not move */
};

/* Keeps a copy, with the wish and its id.  Begins from zeros.  0, or -1: out
 * of memory. */
int tape_add(struct tape *t, const struct event *e);
void tape_finish(struct tape *t);

#endif
