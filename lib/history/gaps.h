/* SPDX-License-Identifier: MIT */
/* gaps - every hole of what the store should have, and why it is there. */
#ifndef GAPS_H
#define GAPS_H

#include <stdint.h>

#include "store/store.h"

enum { GAPS_CAUSES = CAUSE_UNKNOWN + 1 };

struct out;

struct gaps { /* what was found */
	int64_t series;
	int64_t holes[GAPS_CAUSES];   /* by enum gap_cause */
	int64_t missing[GAPS_CAUSES]; /* bars and ids, where they count */
	/* Those that are not the exchange's own: corrupt and unfetched. */
	int64_t lacking;
	char why[STORE_WHY];
};

/*
 * Writes a gap record for each hole of the series that q asks for, in the
 * order of records.  A series is looked at from q->since, if that is more than
 * 0, else from where its coverage begins, to q->until, if that is less than
 * INT64_MAX, but not into the future, else to where its coverage ends.
 *
 *   unfetched           nothing covers it
 *   corrupt             nor does it, because what came was refused
 *   exchange            it is covered, and yet a bar is not there, or ids of
 *                       trades or prints step over some
 *   not_listed,
 *   delisted            it is covered by the proof that there was no market
 *
 * Bars, and open interest at the multiples of its period, are counted, and
 * holes between them are whole bars.  Holes of ids are from the ms of the
 * trade before to the one in front of the trade behind, as those of gap.h.
 * The list of holes is in memory; nothing else grows.
 * 0, or -1 with g->why; how o fared is the caller's to see.
 */
int gaps_run(struct store *s, const struct store_query *q, struct out *o,
    struct gaps *g);

/* What a gap record calls the type: "candles", "trades", ... */
const char *gaps_dataset(enum rec_type type);

#endif
