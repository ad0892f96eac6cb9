/* SPDX-License-Identifier: MIT */
/*
 * writer - rows and what they cover into the store, in transactions that are
 * short and hold both or neither.
 */
#ifndef WRITER_H
#define WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "history/dataset.h"
#include "store/store.h"

struct tally { /* of rows that are stored */
	int64_t fetched;
	int64_t put[STORE_PUTS];  /* how they ended */
	int64_t earliest, latest; /* time of the first and the last fetched */
};

struct writer {
	struct store *store;
	const struct target *target;
	struct store_series series;
	struct record record;
	struct tally *tally;  /* of what is committed */
	struct tally pending; /* of the open transaction */
	int64_t begun;        /* monotonic ms */
	bool open;
};

void writer_init(struct writer *w, struct store *store,
    const struct target *target, struct tally *tally);

/* At most STORE_ROWS rows of one transaction; commits what was there if they
 * do not fit.  0, or -1 with store_why(): what was not committed is gone. */
int writer_put(struct writer *w, const struct row *rows, size_t n);

/* Whether it is time to cover and commit: many rows wait, or long. */
bool writer_is_full(const struct writer *w);

/*
 * What is put since the last call, and all that was put before, is all that
 * source has of the places [from, to).  cause: -1, or why there is nothing.
 * Without a checksum ("") and a cause it is joined with what was covered so
 * right before: a job of each minute is not to leave a stretch each.
 * As above.
 */
int writer_cover(struct writer *w, int64_t from, int64_t to, const char *source,
    const char *checksum, int cause);

/* Commits.  As above. */
int writer_flush(struct writer *w);

#endif
