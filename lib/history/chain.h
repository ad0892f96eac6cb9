/* SPDX-License-Identifier: MIT */
/*
 * chain - trades on their way into the store, in the order of their ids: what
 * is between two is seen, and what they cover is written with them.
 */
#ifndef CHAIN_H
#define CHAIN_H

#include <stdint.h>

#include "exchange/row.h"
#include "history/routes.h"

struct steps;
struct work;

/* Times that step back by no more from one id to the next are put up with; by
 * more, what is covered is covered again. */
enum { CHAIN_BACK_MS = 1000 };

/* So long without a trade is not believed at once. */
enum { CHAIN_DOUBT_MS = 600000 };

struct chain {
	struct work *work;
	const char *source, *checksum;
	int64_t start, to; /* [start, to) is to be covered */
	int64_t from;      /* it is up to here, */
	int64_t done;      /* and was up to there, before late ones came */
	int64_t pushed;    /* id of the last one that came; -1: none did */
	int64_t last_id;   /* of the trade before; -1: it is not known */
	int64_t last_time;
	/* Where a long stretch without the ids between is asked for again, by
	 * this route; NULL: nowhere. */
	struct steps *more;
	enum route route;
};

/* Begins; the trade before is looked up in the store.  more, route: as above.
 */
void chain_init(struct chain *c, struct work *w, int64_t from, int64_t to,
    const char *source, const char *checksum, struct steps *more,
    enum route route);

/* Trades by id, of which those outside [from, to) and known ones are passed
 * over.  Commits now and then. */
void chain_push(struct chain *c, const struct row *rows, size_t n);

/* The source has no more of [from, to): the rest is covered. */
void chain_finish(struct chain *c);

/* Covers up to end, at most to. */
void chain_cover(struct chain *c, int64_t end);

#endif
