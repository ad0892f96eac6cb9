/* SPDX-License-Identifier: MIT */
/*
 * tracker - one symbol's candles, and what else is known of it, followed to
 * the inputs of a score: tickpipe-scoring(7), INPUTS.
 */
#ifndef TRACKER_H
#define TRACKER_H

#include <stdbool.h>
#include <stdint.h>

#include "indicator/delta_oi.h"
#include "market/record.h"
#include "signal/auction.h"
#include "signal/features.h"
#include "signal/flow.h"
#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/ranks.h"
#include "signal/takers.h"

/* How it went with the open interest. */
struct tracker_oi {
	bool running;     /* a record since the start or the last hole */
	int64_t first_ms; /* the time of the first such */
	int64_t holes;    /* behind a record */
	/* Moments at which its change was known; was not, though followed for
	 * the whole window. */
	int64_t known, lost;
};

/* Caller's storage. */
struct tracker {
	const struct profile *profile; /* *borrowed* */
	bool trades;                   /* flow comes from trades */
	bool continuous;               /* a missing bar is a hole */
	int interval;    /* the one that is followed; -1: none yet */
	bool seen;       /* a candle since the start */
	bool running;    /* a candle since the start or the last hole */
	unsigned starts; /* how often it has started again */
	int64_t holes;   /* behind a candle */
	int64_t open_ms, next_ms; /* of the last candle, of the one due */
	struct session at;
	int64_t session; /* its start; -1: none */
	bool whole;      /* the session was followed from its first bar */
	struct features features;
	struct takers takers;
	struct auction auction;
	struct flow flow;
	struct delta_oi *delta_oi;
	struct tracker_oi oi;
	struct ranks ranks;  /* of the adaptive method */
	double bought, sold; /* by takers in the last bar; NaN: not known */
};

/*
 * interval: an enum interval, or -1: that of the first candle.  trades: flow
 * and volume by price come from trades, not from candles.  0, or -1: no
 * memory; so below.
 */
int tracker_init(struct tracker *t, const struct profile *p, int interval,
    bool continuous, bool trades);
void tracker_finish(struct tracker *t);

/*
 * A candle.  1 if it is one to be scored, and *in is then what is known at
 * its time; it borrows from t until the next candle.  0 for an open candle,
 * one of another interval, and one that is not later than the last: they
 * change nothing.
 */
int tracker_candle(
    struct tracker *t, const struct record *r, struct inputs *in);

/*
 * The same for who wants no inputs and no flow of trades: the series, its holes
 * and its sessions are followed.  One of the two, for all candles of a tracker.
 */
bool tracker_bar(struct tracker *t, const struct record *r);

/*
 * Any other record of the symbol: open interest, funding, mark, premium, book,
 * liquidation, trade.  A gap in the candles of the interval that is followed
 * starts all but open interest, funding and basis again; one in the open
 * interest starts that again.
 */
int tracker_take(struct tracker *t, const struct record *r);

#endif
