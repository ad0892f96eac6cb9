/* SPDX-License-Identifier: MIT */
/*
 * auction - what a session's trade gives: VWAP and CVD of the one that runs,
 * the volume profile of the one before.
 */
#ifndef AUCTION_H
#define AUCTION_H

#include <stdbool.h>
#include <stdint.h>

#include "indicator/cvd.h"
#include "indicator/vwap.h"
#include "market/record.h"
#include "signal/inputs.h"
#include "signal/session.h"
#include "signal/volume_profile.h"

/* A session's volume by price. */
struct auction_day {
	struct session at;
	bool open;  /* its bins are set: it can have a profile */
	bool whole; /* followed from its first bar on */
	struct volume_profile volume;
};

enum { AUCTION_DAYS = 3 }; /* the one before, this one, the next */

/* Caller's storage. */
struct auction {
	const struct profile *profile;
	bool trades;      /* prices come from trades, not from candles */
	bool whole;       /* this session was followed from its first bar */
	double finest;    /* step of the prices so far; INFINITY: none */
	int now;          /* of days */
	bool started;     /* days[now] is a session that runs */
	bool next_opened; /* the one behind it has had trades */
	struct auction_day days[AUCTION_DAYS];
	struct volume_levels before; /* of the session before */
	bool before_known;
	struct auction_day *due; /* has ended whole and was not told */
	bool told;               /* this session was, at its last bar */
	struct vwap vwap;
	struct cvd cvd;
};

int auction_init(
    struct auction *a, const struct profile *p, bool trades); /* -1: memory */
void auction_finish(struct auction *a);
void auction_reset(struct auction *a); /* after a hole */

/*
 * A trade, where prices come from them.  range: the ATR, NaN if not known.
 * 0, or -1: no memory; so below.
 */
int auction_trade(struct auction *a, const struct record *r, double range);

/*
 * A candle of the session `at`, which was followed from its first bar (whole);
 * bought and sold by takers, NaN if not known; range is the ATR before it.
 */
int auction_candle(struct auction *a, const struct record *r, struct session at,
    bool whole, double bought, double sold, double range, struct inputs *in);

/*
 * Whether a session has ended with the last candle (or was shown to have), and
 * was followed whole: then *out is its profile record, but for venue and
 * symbol, with the time ts_ms.  Once.  1, 0, or -1: no memory.
 */
int auction_profile(struct auction *a, int64_t ts_ms, struct record *out);

#endif
