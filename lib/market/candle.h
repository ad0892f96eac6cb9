/* SPDX-License-Identifier: MIT */
/*
 * candle - trades or finer candles to candles, symbol by symbol.
 *
 * A symbol's candles are made from one source: its trades, its prints, or its
 * closed candles of one interval.  Its clock is the latest time seen: of any
 * record of the market where trades are the source, of the source's own
 * candles otherwise (live, those come a while after other records of their
 * time).  A bar closes when the clock reaches its end plus the grace, or with
 * the finer candle that completes it; bars of one interval close in order.
 */
#ifndef CANDLE_H
#define CANDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "market/calendar.h"
#include "market/interval.h"
#include "market/record.h"

enum candle_from {
	FROM_FIRST, /* what comes first for the symbol: trades or candles */
	FROM_TRADE,
	FROM_PRINT,
	FROM_CANDLE,
};

struct candle_opts {
	uint32_t targets; /* bit set of enum interval, without 3d */
	enum candle_from from;
	int fine; /* enum interval: only candles of it; -1: see candles_push */
	int64_t grace; /* ms */
	enum calendar calendar;
	/*
	 * Leave out every first bar whose beginning the input may lack.  If
	 * not, only those that are known to be half: their first finer candle
	 * is missing on a venue that never closes.
	 */
	bool whole;
};

enum candle_verdict {
	CANDLE_NONE,   /* not of its symbol's source */
	CANDLE_USED,   /* of the source, as are all below */
	CANDLE_REPEAT, /* not used, as was asked for */
	CANDLE_LATE,   /* a bar that should hold it is closed */
	CANDLE_BAD,    /* not used, nor its time: candles_why() */
	CANDLE_NOMEM,  /* the same */
};

/* Whether closed candles of the one interval make those of the other. */
bool candle_makes(enum interval fine, enum interval target);

struct candles;

struct candles *candles_new(const struct candle_opts *opts); /* *new*, NULL */
void candles_free(struct candles *c);

/*
 * Every record of the input is shown to it: takes r in if it is of its
 * symbol's source and does not repeat an earlier one, and lets its time advance
 * the symbol's clock.  The first trade, or the first candle from which one of
 * the targets can be made, decides what the source is.  What closes now comes
 * from candles_next().
 */
enum candle_verdict candles_push(
    struct candles *c, const struct record *r, bool repeats);
const char *candles_why(const struct candles *c); /* a literal */

/*
 * The next bar that r, pushed last, closes, in the order of records; its venue
 * and symbol are r's.  *borrowed* until the next call; NULL: no more.
 */
const struct record *candles_next(struct candles *c, const struct record *r);

struct candle_counts {
	int64_t written;
	int64_t half; /* first bars left out */
	int64_t open; /* bars not closed yet */
};
struct candle_counts candles_counts(const struct candles *c);

/*
 * What the symbol's records gave so far: the source (0: none yet) and, as bit
 * sets, the targets that are made though the input has them, those that it
 * has and the source cannot make, and those that nothing makes.
 */
struct candle_source {
	enum candle_from from;
	int fine; /* enum interval if from is FROM_CANDLE */
	uint32_t twice, present, lacking;
	bool trades, prints, candles; /* what was seen */
};
struct candle_source candles_source(const struct candles *c, int symbol);

#endif
