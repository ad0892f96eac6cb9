/* SPDX-License-Identifier: MIT */
/*
 * indicators - the indicators that were asked for, of one market, as
 * indicator records behind its candles.
 */
#ifndef INDICATORS_H
#define INDICATORS_H

#include "base/io.h"
#include "indicator/study.h"
#include "market/record.h"
#include "signal/tracker.h"

struct indicators;

/* *new*, or NULL: no memory.  Borrows l. */
struct indicators *indicators_new(const struct study_list *l);
void indicators_free(struct indicators *in);

/*
 * Open interest, mark and premium records are samples for the bars to come; a
 * gap in the open interest ends it.  Others are passed over.  0, or -1: no
 * memory.
 */
int indicators_sample(struct indicators *in, const struct record *r);

/*
 * The candle r, which the tracker has just taken.  Its indicator record, if
 * something is known, goes to o, which may be NULL.  0, or -1: no memory.
 */
int indicators_candle(struct indicators *in, const struct tracker *t,
    const struct record *r, struct out *o);

#endif
