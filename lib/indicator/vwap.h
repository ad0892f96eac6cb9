/* SPDX-License-Identifier: MIT */
/* vwap - the volume-weighted average price of a session. */
#ifndef VWAP_H
#define VWAP_H

#include <stdbool.h>
#include <stdint.h>

/*
 * sum(hlc3 * volume) / sum(volume) with hlc3 = (high + low + close) / 3, over
 * the bars of one session.  Caller's storage.
 */
struct vwap {
	int64_t session;
	double value, volume; /* sums */
};

void vwap_init(struct vwap *w);

/* Bars up to and including the first that gives a value: 1. */
int vwap_warmup(void);

/*
 * session: any number that differs from one session to the next; a change of
 * it starts the sums again.  False while nothing was traded in the session.
 */
bool vwap_push(struct vwap *w, int64_t session, double high, double low,
    double close, double volume, double *value);

#endif
