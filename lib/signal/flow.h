/* SPDX-License-Identifier: MIT */
/*
 * flow - what happened to one symbol between two of its candles: trades, the
 * best of the book, liquidations; and what held then: basis, funding.
 */
#ifndef FLOW_H
#define FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "indicator/window.h"

struct record;

struct flow_params {
	int liquidation_bars; /* >= 1 */
	int64_t basis_stale_ms;
};

/*
 * To a bar belongs what stood in the stream behind the candle before and ahead
 * of its own: so a replay says what the live run said.  NaN: not known.
 */
struct flow_bar {
	/*
	 * What takers bought and sold, base currency, and the difference.
	 * Not known if the trades' ids have a hole in the bar, if the candle
	 * has volume but no trade came, and if none came before the bar began
	 * unless they make up the candle's volume (to a millionth).  They
	 * seldom do to the last digit: an aggregated trade has the time of its
	 * first fill, and may reach over the candle's end.  A trade that was
	 * told is not told again.
	 */
	double bought, sold, delta;
	/*
	 * Order-flow imbalance of the best bid and ask, base currency: the sum
	 * over the bar's book records, each after the one before, of
	 *
	 *	  (bid >= before ? bid_qty : 0)
	 *	- (bid <= before ? bid_qty before : 0)
	 *	- (ask <= before ? ask_qty : 0)
	 *	+ (ask >= before ? ask_qty before : 0)
	 *
	 * Known if there are any, a book stood before the bar began, and none
	 * of them lacks a price or quantity.
	 * Source: Cont, Kukanov, Stoikov, "The price impact of order book
	 * events", 2014, section 2.
	 */
	double book_imbalance;
	/*
	 * Price * quantity of forced orders of the last liquidation_bars bars,
	 * by the side of the order: a long that is liquidated sells.  Known
	 * once there were so many bars, and a liquidation at any time.
	 */
	double liquidated_buys, liquidated_sells;
	/*
	 * (mark - index) / index of the last mark record that has both, or the
	 * close of the last premium candle, whichever is later; not older at
	 * the candle's time than basis_stale_ms.
	 */
	double basis;
	double funding_rate; /* of the last funding record; else of the last
				mark record that has one */
};

struct flow_book {
	double bid, bid_qty, ask, ask_qty;
};

/* Caller's storage. */
struct flow {
	struct flow_params params;
	int64_t last_id;  /* of a trade; -1: none yet */
	bool trade_hole;  /* in this bar */
	int64_t holed;    /* bars with one behind a trade */
	bool trade_whole; /* followed since before the bar began */
	double bought, sold;
	struct flow_book book; /* the last; bid NaN: none */
	bool book_whole;       /* followed since before the bar began */
	bool book_moved;       /* there was one in this bar */
	double book_sum;
	bool liquidated;       /* ever */
	double forced[2];      /* in this bar, by enum side */
	struct window past[2]; /* in bars */
	double basis, funding_rate, mark_rate;
	int64_t basis_ms;
};

/* 0, or -1: no memory. */
int flow_init(struct flow *f, const struct flow_params *params);
void flow_finish(struct flow *f);

/* After a hole in the candles: all but basis and funding starts again. */
void flow_reset(struct flow *f);

/*
 * A record of the symbol; of type trade, premium, funding, mark, book,
 * liquidation, or a gap in trades, books or liquidations; any other changes
 * nothing.
 */
void flow_push(struct flow *f, const struct record *r);

/* The candle: its time and volume.  Gives the bar's figures, begins the next.
 */
void flow_bar_end(
    struct flow *f, int64_t time_ms, double volume, struct flow_bar *bar);

#endif
