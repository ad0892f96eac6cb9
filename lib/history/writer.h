/* SPDX-License-Identifier: MIT */
/*
 * writer - candles and what they cover into the store, in transactions that
 * are short and hold both or neither.
 */
#ifndef WRITER_H
#define WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct source;

struct tally { /* of rows that are stored */
	int64_t fetched;
	int64_t put[STORE_PUTS];  /* how they ended */
	int64_t earliest, latest; /* time of the first and the last fetched */
};

struct writer {
	struct store *store;
	const struct store_series *series;
	struct tally *tally;  /* of what is committed */
	struct tally pending; /* of the open transaction */
	int64_t from;         /* where the open transaction begins */
	int64_t begun;        /* monotonic ms */
	bool open;
};

void writer_init(struct writer *w, struct store *store,
    const struct store_series *series, struct tally *tally);

/*
 * The rows of src whose bars lie in [from, to] (first and last ms), and that
 * src covers it; at most STORE_ROWS of them.  Commits now and then.  0, or -1
 * with store_why(): what was not committed is gone.
 */
int writer_add(
    struct writer *w, const struct source *src, int64_t from, int64_t to);

/* Commits.  0, or -1 as above. */
int writer_flush(struct writer *w);

#endif
