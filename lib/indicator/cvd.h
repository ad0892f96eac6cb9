/* SPDX-License-Identifier: MIT */
/* cvd - cumulative volume delta of a session, from candles. */
#ifndef CVD_H
#define CVD_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A bar's delta is what takers bought less what they sold,
 * 2 * taker_buy_volume - volume; the CVD is its sum over the bars of one
 * session.  Caller's storage.
 */
struct cvd {
	int64_t session;
	double sum;
};

struct cvd_value {
	double cvd, change; /* over this one bar: its delta */
};

void cvd_init(struct cvd *c);

/* Bars up to and including the first that gives a value: 1. */
int cvd_warmup(void);

/*
 * session as vwap_push().  A bar whose taker_buy is NaN (not known) has no
 * change, and makes the sum unknown for the rest of its session.
 * False if the sum is not known; *v then holds NaN for what is not.
 */
bool cvd_push(struct cvd *c, int64_t session, double volume, double taker_buy,
    struct cvd_value *v);

#endif
