/* SPDX-License-Identifier: MIT */
/*
 * event - what a simulation hears of the world: the few numbers that it needs
 * of a record.
 */
#ifndef EVENT_H
#define EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "market/record.h"

enum event_kind {
	EVENT_BAR,
	EVENT_TRADE,
	EVENT_SIGNAL,
	EVENT_GAP,
	EVENT_FUNDING,
	EVENT_BOOK,
};

struct bar { /* of a trade: all at its time, at its price */
	int64_t open_time;
	double open, high, low, close;
};

struct wish { /* of a signal; NaN and -1: it did not say */
	enum action action;
	enum direction direction;
	double price, entry_low, entry_high, stop, target, score;
	int setup;      /* number of its name */
	int tier;       /* enum of the record's words */
	const char *id; /* JSON text, *borrowed* */
	uint32_t id_len;
};

struct event {
	int64_t time;
	int market; /* its number in markets (market.h) */
	enum event_kind kind;
	union {
		struct bar bar; /* EVENT_TRADE, too */
		const struct wish *wish;
		struct {
			int64_t from, to; /* both missing */
		} gap;
		struct {
			double rate, mark; /* mark NaN: not said */
		} funding;
		double half_spread; /* of a book, by its middle */
	};
};

/* Whether it is a price, by which orders are filled and time goes on. */
static inline bool
event_is_price(const struct event *e)
{
	return e->kind == EVENT_BAR || e->kind == EVENT_TRADE;
}

/*
 * Makes *e of a record of that market: a candle, trade, signal, gap, funding
 * or book.  *w is where a signal's wish goes, with its id borrowed from the
 * record; its setup, a number of the caller's for the name, is left at -1.
 */
void event_make(
    struct event *e, struct wish *w, const struct record *r, int market);

#endif
