/* SPDX-License-Identifier: MIT */
/* request - what a run is asked for. */
#ifndef REQUEST_H
#define REQUEST_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "history/dataset.h"
#include "history/routes.h"
#include "store/store.h"

/* Symbols, and stages: the summary is a line of 1 MiB at most. */
enum { REQUEST_MAX = 1000 };

struct request {
	const char *venue; /* NULL: none was named */
	char *symbols[REQUEST_MAX];
	int nsymbols;
	enum interval intervals[INTERVAL_COUNT];
	int nintervals;
	uint32_t datasets, skip, emit; /* bit sets of enum dataset */
	enum interval period;          /* of open interest */
	int64_t since, until;
	const char *archive, *rest; /* URLs; rest NULL: the venue's own */
	enum source_mode mode;
	bool all;         /* what is covered too */
	bool clock_set;   /* by --now */
	int64_t reverify; /* ms back; 0: not */
	const volatile sig_atomic_t *stop;
};

/*
 * What people write, into the request: NULL, or why it cannot be, *borrowed*
 * until the next call.  Lists are cut up, and stay.
 */
const char *request_symbols(struct request *q, char *list);
const char *request_intervals(struct request *q, char *list);
const char *request_datasets(uint32_t *set, char *list);
const char *request_period(struct request *q, const char *name);
const char *request_source(struct request *q, const char *name);
const char *request_venue(struct request *q, const char *name);

/* After all of them: what was not said, and what does not go together. */
const char *request_settle(struct request *q);

/* The same for a reader of the store; datasets 0: all.  *borrowed* names. */
struct store_query request_query(const struct request *q, uint32_t datasets);

#endif
