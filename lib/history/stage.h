/* SPDX-License-Identifier: MIT */
/*
 * stage - the candles of one series from the archive into the store: what is
 * not covered yet is fetched, checked, and written with its coverage.
 */
#ifndef STAGE_H
#define STAGE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/progress.h"
#include "history/holes.h"
#include "history/writer.h"
#include "market/interval.h"

struct fetcher;
struct store;

struct stage_tools { /* of the whole run */
	struct store *store;
	struct fetcher *fetcher;
	const char *root; /* of the archive: a URL */
	struct progress *progress;
	const volatile sig_atomic_t *stop;
};

enum stage_status {
	STAGE_DONE,
	STAGE_CURRENT,    /* the store had all of it */
	STAGE_INCOMPLETE, /* part of what was asked for is missing */
	STAGE_FAILED,     /* it was given up; trying again may help */
	STAGE_STOPPED,    /* by the stop flag */
};

struct stage {
	/* what */
	const char *venue, *symbol;
	enum interval interval;
	int64_t since, until; /* judge time; until is not included */
	/* what came of it */
	enum stage_status status;
	int64_t files;    /* read whole and found sound */
	int64_t refused;  /* found damaged */
	int64_t repaired; /* rows: unsorted, doubled, of another time */
	int64_t bytes, ms;
	struct tally tally;
	struct holes holes;
	bool planned;      /* false: what is missing is not known */
	bool store_failed; /* further stages need not be tried */
};

/* As it is called in the summary. */
const char *stage_status_name(enum stage_status status);

/*
 * Says on stderr what goes wrong.  The result is in st, holes_free() is the
 * caller's.
 */
void stage_run(struct stage *st, const struct stage_tools *tools);

#endif
