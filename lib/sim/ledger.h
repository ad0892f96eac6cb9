/* SPDX-License-Identifier: MIT */
/* ledger - fills, positions and the account as records. */
#ifndef LEDGER_H
#define LEDGER_H

#include "market/record.h"
#include "sim/broker.h"
#include "sim/portfolio.h"

/*
 * Each makes *r, which points into what it was made from.  time is that of
 * the line that revealed it.
 */
void ledger_fill(struct record *r, const struct fill *f, int64_t time);

/* The position as the fill leaves it; equity is what its share is of. */
void ledger_position(
    struct record *r, const struct fill *f, double equity, int64_t time);

/* peak: the highest equity so far. */
void ledger_equity(
    struct record *r, const struct portfolio *p, double peak, int64_t time);

#endif
