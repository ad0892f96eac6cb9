/* SPDX-License-Identifier: MIT */
/* delta_oi - the change of open interest over a window, in per cent. */
#ifndef DELTA_OI_H
#define DELTA_OI_H

#include <stdbool.h>
#include <stdint.h>

/*
 * 100 * (now - base) / base, where now is the latest sample at or before the
 * moment asked for, and base the latest at or before that moment less the
 * window.  Neither may be older than stale_ms at its moment.
 */
struct delta_oi;

struct delta_oi *delta_oi_new(int64_t window_ms, int64_t stale_ms); /* *new* */
void delta_oi_free(struct delta_oi *d);
void delta_oi_reset(struct delta_oi *d); /* forgets all samples */

/*
 * A sample; of two at the same time the later given counts.  What no moment
 * from now on can need is dropped: a moment asked for may lie at most
 * stale_ms before the newest sample.  Memory grows to what one window holds,
 * then no more.  0, or -1: no memory.
 */
int delta_oi_push(struct delta_oi *d, int64_t ts_ms, double oi);

/* The same over a window that is not longer. */
bool delta_oi_within(
    const struct delta_oi *d, int64_t ts_ms, int64_t window_ms, double *pct);

/* False if it is not known at that moment. */
bool delta_oi_at(const struct delta_oi *d, int64_t ts_ms, double *pct);

#endif
