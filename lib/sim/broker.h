/* SPDX-License-Identifier: MIT */
/*
 * broker - turns signals and candles into fills: when, at which price, for
 * how much.  The rules are those of backtest(1), EXECUTION MODEL; nothing is
 * filled at a price that had gone by when its signal was known.
 */
#ifndef BROKER_H
#define BROKER_H

#include <stdbool.h>
#include <stdint.h>

#include "market/calendar.h"
#include "market/record.h"
#include "sim/market.h"
#include "sim/portfolio.h"
#include "sim/stats.h"

struct broker_rules {
	double fee;      /* a side's, as a fraction of its notional */
	double slippage; /* of market-type fills, as a fraction of the price */
	int iv;          /* enum interval of all; -1: a symbol's first */
	enum calendar calendar;
};

enum fill_reason { /* why a fill happened */
	FILL_ENTRY,
	FILL_CLOSE_SIGNAL,
	FILL_OPPOSITE,
	FILL_STOP,
	FILL_TARGET,
};

extern const char *const fill_reasons[]; /* by enum fill_reason */

struct fill {
	int64_t order; /* 1, 2, ... */
	const struct market *market;
	const struct position *pos; /* as the fill leaves it */
	const struct text *signal;  /* the id of the one that caused it */
	enum side side;
	enum fill_reason reason;
	double price, qty, fee;
	bool slipped; /* the price is not one of the market's */
	int64_t at;   /* moment of execution */
	int64_t bars; /* from the entry's bar to this one */
};

/*
 * What became of the signals.  Each is in one of them, or is still waiting
 * for a bar.
 */
struct broker_counts {
	int64_t signals;
	int64_t filled;   /* opened or closed a position */
	int64_t ignored;  /* said what was so already, or closed nothing */
	int64_t rejected; /* no cash, or the open was beyond stop or target */
	int64_t replaced; /* by a newer one before a bar came */
	int64_t lapsed;   /* at a hole in the data */
};

struct broker {
	struct broker_rules rules;
	struct portfolio account;
	struct markets markets;
	struct broker_counts counts;
	struct trade_list trades; /* closed ones */
	int64_t orders;
	/* Called at every fill; may be NULL. */
	void (*filled)(void *arg, const struct fill *f);
	void *arg;
};

void broker_init(
    struct broker *b, const struct broker_rules *rules, double cash);
void broker_finish(struct broker *b);

/*
 * Takes a signal of the market.  setup is a number of the caller's, for the
 * trade.  0, or -1: out of memory.
 */
int broker_signal(
    struct broker *b, struct market *m, const struct record *r, int setup);

/* Whether the broker lives by this candle: closed, of the market's interval
 * (its first one decides).  Sets the interval. */
bool broker_uses(
    const struct broker *b, struct market *m, const struct record *r);

/*
 * Takes a candle that broker_uses(), and whose open_time lies after the
 * market's last.  0, or -1: out of memory.
 */
int broker_candle(struct broker *b, struct market *m, const struct record *r);

/* A gap record of the market: orders do not live through it. */
void broker_gap(struct broker *b, struct market *m, const struct record *r);

/* Signals that no bar answered. */
int64_t broker_waiting(const struct broker *b);

#endif
