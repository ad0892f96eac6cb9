/* SPDX-License-Identifier: MIT */
/*
 * broker - turns signals and prices into fills: when, at which price, for how
 * much.  The rules are those of backtest(1), EXECUTION MODEL; nothing is
 * filled at a price that had gone by when its signal was known.  For
 * simulation.c; all return 0, or -1: out of memory.
 */
#ifndef BROKER_H
#define BROKER_H

#include "sim/simulation.h"

/* orders.c */
int broker_signal(
    struct simulation *s, struct holding *h, const struct event *e);
void broker_gap(struct simulation *s, struct holding *h, int64_t to);
/* Orders do not live through a bar that is missing before this one. */
void broker_lapse(struct simulation *s, struct holding *h, int64_t open_time);
/* An order is off, for a reason that is counted. */
void order_drop(struct order *o, int64_t *counter);

/* entry.c: the order to open, at the open of the bar and inside it. */
int entry_at_open(
    struct simulation *s, struct holding *h, const struct event *at);
int entry_inside(
    struct simulation *s, struct holding *h, const struct event *at);

/* broker.c */
/* A bar or a trade; of a trade the levels are met at their own price. */
int broker_price(
    struct simulation *s, struct holding *h, const struct event *at);
int broker_exit(struct simulation *s, struct holding *h,
    enum fill_reason reason, const struct text *signal, double price,
    int64_t at);
/* Closes what is open at the end: at the last price, or the last open. */
int broker_close_out(struct simulation *s, struct holding *h);
/* Drops what is wanted and closes what is held, at the last price. */
int broker_turn(struct simulation *s, struct holding *h);
/* Funding of a position that is held now. */
void broker_fund(struct simulation *s, struct holding *h, const struct due *d);

/* What buyers pay and sellers get when the market shows a price. */
double broker_slipped(
    struct simulation *s, struct holding *h, double price, enum side side);

static inline bool
broker_slips(const struct simulation *s)
{
	return s->rules.half_spread || s->rules.slippage_bps > 0;
}

/* Whether the price has come so far against, or for, the direction. */
static inline bool
price_against(enum direction d, double price, double level)
{
	return d == DIR_LONG ? price <= level : price >= level;
}

static inline bool
price_for(enum direction d, double price, double level)
{
	return d == DIR_LONG ? price >= level : price <= level;
}

#endif
