/* SPDX-License-Identifier: MIT */
/*
 * market - the symbols of a run, and which records belong to which.
 */
#ifndef MARKET_H
#define MARKET_H

#include <stdbool.h>
#include <stdint.h>

#include "market/calendar.h"
#include "market/record.h"
#include "sim/event.h"

struct market {
	char *venue, *name;
	int number; /* its place in markets */
	int iv;     /* enum interval; -1: not known yet */
	bool continuous;
	bool priced; /* a candle or trade named it, not only signals */

	/* Of the bars, or trades, that were taken. */
	int64_t bars;
	int64_t signals;
	int64_t shown; /* time of the last unfinished one; INT64_MIN: none */
	int64_t first_open, last_open; /* open_time of the first and last */
	int64_t seen_ms;    /* the time until which all is known or counted */
	int64_t missing_ms; /* so much of it in holes */
};

struct markets {
	struct market **at; /* the pointers stay valid */
	int n, size;
	/* By the reader's number of (venue, symbol); -1: not seen yet. */
	int *of_candle, *of_other;
	int numbers;
};

void markets_finish(struct markets *ms);

enum { MARKET_TITLE = 64 };

/* The symbol, with the venue before it where it has two: *borrowed*, or made
 * in buf. */
const char *markets_title(
    const struct markets *ms, int number, char buf[MARKET_TITLE]);

/*
 * Whose candle, or other record, the reader's symbol number is; name and
 * venue ("" if none) count when it is first seen.  A signal without venue
 * belongs to the first market of its name, candles of a venue take over what
 * such signals began.  NULL: out of memory.
 */
struct market *markets_candle(
    struct markets *ms, int symbol, const char *venue, const char *name);
struct market *markets_other(
    struct markets *ms, int symbol, const char *venue, const char *name);

/* The same, where the number was seen before; NULL: it was not. */
static inline struct market *
markets_known(const struct markets *ms, int symbol, bool priced)
{
	const int *of = priced ? ms->of_candle : ms->of_other;

	return symbol < ms->numbers && of[symbol] >= 0 ? ms->at[of[symbol]]
						       : NULL;
}

/* A candle that is none: of its bars' interval, or of iv as long as there are
 * none, it shows one that goes on. */
void market_show(struct market *m, const struct record *r, int iv);

/*
 * Whether a candle is one of the market's bars: closed, and of its interval,
 * which is iv (enum interval), or with -1 that of its first candle.  Decides
 * what is not decided yet of the market.
 */
bool market_trades(
    struct market *m, const struct record *r, int iv, enum calendar c);

/* Notes a bar, whose open_time lies after the last one's, or a trade. */
void market_note(struct market *m, const struct event *e);

/* Notes a hole, both ends included.  Before the first bar there is none. */
void market_hole(struct market *m, int64_t from, int64_t to);

/* From the first bar to the last. */
int64_t market_span_ms(const struct market *m);

/*
 * Whether a gap record is a hole in what is traded: of candles (or of trades,
 * if those are) or of nothing in particular, and of the market's interval if
 * it names one.
 */
bool market_broken(const struct market *m, const struct record *r, bool trades);

#endif
