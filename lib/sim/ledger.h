/* SPDX-License-Identifier: MIT */
/* ledger - fills, positions and the account as records. */
#ifndef LEDGER_H
#define LEDGER_H

#include "market/record.h"
#include "sim/simulation.h"

/*
 * Each makes *r, which points into what it was made from.  time is that of
 * the line that revealed it.
 */
void ledger_fill(struct record *r, const struct fill *f, int64_t time);

/*
 * The position as it is; equity is what its share is of.  f is the fill that
 * closed it, else NULL.
 */
void ledger_position(struct record *r, const struct holding *h,
    const struct fill *f, double equity, int64_t time);

/* The account; drawdowns are from the highest equity so far. */
void ledger_equity(struct record *r, const struct simulation *s, int64_t time);

#endif
