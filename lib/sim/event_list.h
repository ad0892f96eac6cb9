/* SPDX-License-Identifier: MIT */
/*
 * event_list - the events of a stream, kept, so that many simulations can hear
 * them.
 */
#ifndef EVENT_LIST_H
#define EVENT_LIST_H

#include <stddef.h>

#include "sim/event.h"

struct event_block;

struct event_list {
	struct event *at; /* in the order of the stream */
	size_t n, size;
	struct event_block *blocks; /* of wishes and ids, which do not move */
};

/* Keeps a copy, with the wish and its id.  Begins from zeros.  0, or -1: out
 * of memory. */
int event_list_add(struct event_list *t, const struct event *e);
void event_list_finish(struct event_list *t);

#endif
