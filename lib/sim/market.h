/* SPDX-License-Identifier: MIT */
/*
 * market - the symbols of a simulation: what is known, wanted and held of
 * each, and which records belong to which.
 */
#ifndef MARKET_H
#define MARKET_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/portfolio.h"

/* Text that is kept; its room is used again. */
struct text {
	char *s;
	uint32_t len, size;
};

/* What a signal asked for and no bar has answered yet. */
struct order {
	bool live;
	int64_t after; /* fills at an open later than this */
	enum direction direction;
	double stop, target; /* NaN: none */
	int setup;
	struct text signal; /* its id, JSON text */
};

struct market {
	char *venue, *name;
	int number; /* its place in markets */
	int iv;     /* enum interval; -1: not known yet */
	bool continuous;

	int64_t bars;      /* simulated so far */
	int64_t last_open; /* open_time of the last one */
	double first_close, last_close;

	struct order closing, opening; /* in this order */

	struct position pos;
	double stop, target; /* of pos; NaN: none */
	int setup;
	struct text signal; /* that opened pos */
	bool entry_slipped; /* its price is not one of the market's */
	int64_t entry_bar;  /* number of the bar that opened it */

	/* Money that the last closed position set free, and when. */
	double freed;
	int64_t freed_at;
};

struct markets {
	struct market **at; /* the pointers stay valid */
	int n, size;
	/* By the reader's number of (venue, symbol); -1: not seen yet. */
	int *of_candle, *of_other;
	int numbers;
};

/* 0, or -1: out of memory. */
int text_set(struct text *t, const char *s, uint32_t len);

void markets_finish(struct markets *ms);

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

#endif
