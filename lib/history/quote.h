/* SPDX-License-Identifier: MIT */
/* quote - what a fetch would take, as far as can be told without asking. */
#ifndef QUOTE_H
#define QUOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "history/routes.h"

struct store;

struct quote_part { /* neighbours by one route */
	enum route route;
	int64_t from, to; /* first and last ms: of places */
	int64_t requests, weight, bytes, rows;
};

struct quote {
	struct quote_part *list;
	size_t n, room;
	int64_t requests, weight, bytes, rows; /* of all */
	double minutes;
	int pool;  /* of the budget (rest.h) that weight is counted in */
	bool asks; /* stage_run() would ask when the market began */
};

/* How many rows there are in a ms, about.  0, or -1 with store_why(). */
int quote_rate(struct store *s, const struct target *t, double *rows_a_ms);

/* As stage_run() would go about it.  0, or -1 with store_why(). */
int quote_make(struct quote *q, struct store *s, const struct target *t,
    int64_t since, int64_t until, enum source_mode mode, bool all);

/* That question too, which no range counts: once for a symbol.  0; -1: out of
 * memory. */
int quote_ask(struct quote *q, const struct target *t);

void quote_free(struct quote *q);

#endif
