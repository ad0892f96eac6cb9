/* SPDX-License-Identifier: MIT */
/* signal - a verdict as a signal record. */
#ifndef SIGNAL_H
#define SIGNAL_H

#include "market/record.h"
#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/verdict.h"

struct signal_writer; /* holds the texts of the last record */

struct signal_writer *signal_writer_new(void); /* *new*, or NULL */
void signal_writer_free(struct signal_writer *w);

/*
 * *r becomes the signal of (venue, symbol, ts_ms).  Its id is
 * "SYMBOL-INTERVAL-TIME-SETUP", the interval's part only where interval is not
 * NULL (that of a candle).
 * It borrows from w until the next call, from venue and symbol, and nothing
 * from profile, in and v.  0, or -1: no memory.
 */
int signal_fill(struct signal_writer *w, struct record *r, const char *venue,
    const char *symbol, const char *interval, int64_t ts_ms,
    const struct profile *profile, const struct inputs *in,
    const struct verdict *v);

#endif
