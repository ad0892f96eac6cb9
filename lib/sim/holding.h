/* SPDX-License-Identifier: MIT */
/*
 * holding - what one simulation wants and has of one market: its orders, its
 * position, the last prices.
 */
#ifndef HOLDING_H
#define HOLDING_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/event.h"
#include "sim/market.h"
#include "sim/portfolio.h"

/* Text that is kept; its room is used again. */
struct text {
	char *s;
	uint32_t len, size;
};

/* What a signal asked for and no price has answered yet. */
struct order {
	bool live;
	bool rests;    /* a limit order that has seen a price */
	bool counted;  /* as filled: it closed the opposite position */
	int64_t after; /* fills at a price that begins later than this */
	struct wish wish;
	struct text id; /* of the signal, JSON text */
};

/* Funding that falls due at the next bar. */
struct due {
	int64_t time;
	double rate, mark; /* mark NaN: the position's */
};

struct holding {
	const struct market *market;
	struct order closing, opening; /* in this order */

	struct position pos;
	struct wish wish;    /* of the signal that opened pos */
	struct text id;      /* its id */
	double stop, target; /* of pos; NaN: none */
	int64_t entry_bar;   /* number of the bar that opened it */
	bool inside;         /* it was opened inside the bar at hand */
	bool entry_slipped;  /* its price is not one of the market's */

	int64_t bar;        /* number of the bar at hand: 0, 1, ...; -1: none */
	int64_t last_open;  /* when the last price began; INT64_MIN: none */
	int64_t last_time;  /* and ended */
	double open, last;  /* the last bar's open and close */
	double first;       /* where somebody could have begun to hold */
	double half_spread; /* of the last book; NaN: none was seen */

	/* Money that the last closed position set free, and when. */
	double freed;
	int64_t freed_at;

	struct due *due;
	int ndue, due_size;

	struct position at_open; /* pos then, with --finish open */
};

void holding_init(struct holding *h, const struct market *m);
void holding_finish(struct holding *h);

static inline bool
holding_is(const struct holding *h, enum direction dir)
{
	return position_is_open(&h->pos) && h->pos.direction == dir;
}

/* 0, or -1: out of memory. */
int text_set(struct text *t, const char *s, uint32_t len);
int holding_add_due(struct holding *h, const struct due *d);

#endif
