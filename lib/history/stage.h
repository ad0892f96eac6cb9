/* SPDX-License-Identifier: MIT */
/*
 * stage - one series of one data set: what is not covered yet is fetched,
 * checked, and written to the store with its coverage.
 */
#ifndef STAGE_H
#define STAGE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/progress.h"
#include "history/dataset.h"
#include "history/holes.h"
#include "history/page.h"
#include "history/routes.h"
#include "history/writer.h"

struct fetcher;
struct store;

struct stage_tools { /* of the whole run */
	struct store *store;
	struct fetcher *fetcher;
	struct rest rest;
	const char *root; /* of the archive: a URL */
	enum source_mode mode;
	bool clock_set;   /* by --now: the exchange's clock is not asked */
	bool all;         /* --full-refresh */
	int64_t reverify; /* ms back; 0: not */
	struct progress *progress;
	const volatile sig_atomic_t *stop;
	/* what the stages learn on the way */
	bool rest_denied; /* the exchange is not asked any more */
	bool clock_told;
	char listed_symbol[80]; /* when the latest market began */
	char listed_url[PAGE_WHY];
	int64_t listed;
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
	struct target target;
	int64_t since, until; /* judge time; until is not included */
	int64_t expected;     /* rows, about: stage_expect() */
	/* what came of it */
	enum stage_status status;
	int64_t files;     /* read whole and found sound */
	int64_t refused;   /* found damaged */
	int64_t repaired;  /* rows: unsorted, doubled, of another time */
	int64_t corrected; /* files that the archive has changed since */
	int64_t requests, weight, waited, bytes, ms;
	struct tally tally;
	struct holes holes;
	bool planned;        /* false: what is missing is not known */
	bool locked_out;     /* another run has it */
	bool machine_failed; /* further stages need not be tried */
};

/* How many rows it will fetch, about; 0 if that cannot be told. */
int64_t stage_expect(const struct stage *st, struct store *store, bool all);

/* As it is called in the summary. */
const char *stage_status_name(enum stage_status status);

/*
 * Says on stderr what goes wrong.  The result is in st, holes_free() is the
 * caller's.
 */
void stage_run(struct stage *st, struct stage_tools *tools);

#endif
