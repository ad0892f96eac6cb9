/* SPDX-License-Identifier: MIT */
/*
 * tracker - the inputs of the classic profile from one symbol's candles, open
 * interest and funding.
 */
#ifndef TRACKER_H
#define TRACKER_H

#include <stdbool.h>
#include <stdint.h>

#include "indicator/adx.h"
#include "indicator/cvd.h"
#include "indicator/delta_oi.h"
#include "indicator/ema.h"
#include "indicator/vwap.h"
#include "market/record.h"
#include "signal/inputs.h"
#include "signal/profile.h"

/* Caller's storage. */
struct tracker {
	const struct profile *profile; /* *borrowed* */
	bool continuous;               /* a missing bar is a hole */
	int interval;    /* the one that is followed; -1: none yet */
	bool seen;       /* a candle since the start */
	bool running;    /* a candle since the start or the last hole */
	unsigned starts; /* how often it has started again */
	int64_t open_ms, next_ms; /* of the last candle, of the one due */
	int64_t session;
	const char *session_name; /* "" outside of all */
	bool whole; /* the session was followed from its first bar */
	struct ema ema;
	struct adx adx;
	struct vwap vwap;
	struct cvd cvd;
	struct delta_oi *delta_oi; /* NULL before the first sample */
	double funding_rate;       /* NaN before the first */
};

/* interval: an enum interval, or -1: that of the first candle. */
void tracker_init(
    struct tracker *t, const struct profile *p, int interval, bool continuous);
void tracker_finish(struct tracker *t);

/*
 * A candle.  True if it is one to be scored, and *in is then what is known at
 * its time.  False for an open candle, one of another interval, and one that
 * is not later than the last: they change nothing.
 */
bool tracker_candle(
    struct tracker *t, const struct record *r, struct inputs *in);

/*
 * The same for who wants no inputs: the series, its holes and its sessions are
 * followed.  One of the two, for all candles of a tracker.
 */
bool tracker_bar(struct tracker *t, const struct record *r);

int tracker_open_interest(
    struct tracker *t, const struct record *r); /* -1:
						   memory */
void tracker_funding(struct tracker *t, const struct record *r);

/*
 * A gap in the candles of the interval that is followed starts all but the
 * open interest again; one in the open interest starts that again.
 */
void tracker_gap(struct tracker *t, const struct record *r);

#endif
