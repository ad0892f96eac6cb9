/* SPDX-License-Identifier: MIT */
/*
 * gap - notices what is missing from a series and what comes twice in it:
 * trades and prints by their ids, candles by their open_time.
 */
#ifndef GAP_H
#define GAP_H

#include "market/calendar.h"
#include "market/record.h"

enum gap_seen {
	GAP_NONE, /* the series begins or goes on, or an older hole is filled */
	GAP_HOLE, /* something is missing before this record */
	GAP_REPEAT, /* what it says has been there before */
	GAP_NOMEM,
};

struct gap_watch;

struct gap_watch *gap_watch_new(enum calendar c); /* *new*, or NULL */
void gap_watch_free(struct gap_watch *w);

/*
 * Judges a trade, a print or a closed candle; what else comes is GAP_NONE.
 * GAP_HOLE makes *gap the record of the hole; it borrows r's venue and symbol.
 * A hole between candles is one only where the calendar says so.  Of each
 * series the last 4,096 holes are remembered, so that what comes late
 * (--max-disorder) into one is told from a repeat.
 */
enum gap_seen gap_push(
    struct gap_watch *w, const struct record *r, struct record *gap);

/*
 * A gap record of the input: what it announces at the end of its series is
 * not reported again.  0, or -1: no memory.
 */
int gap_note(struct gap_watch *w, const struct record *r);

#endif
