/* SPDX-License-Identifier: MIT */
/* roll_vwap - the volume-weighted average price of the last n bars. */
#ifndef ROLL_VWAP_H
#define ROLL_VWAP_H

#include <stdbool.h>

#include "indicator/share.h"

/* sum(hlc3 * volume) / sum(volume) with hlc3 = (high + low + close) / 3. */
struct roll_vwap {
	struct share share;
};

int roll_vwap_init(struct roll_vwap *w, int n); /* n >= 1; -1: no memory */
void roll_vwap_finish(struct roll_vwap *w);
void roll_vwap_reset(struct roll_vwap *w);  /* starts again */
void roll_vwap_anchor(struct roll_vwap *w); /* see window.h */

/* Bars up to and including the first that gives a value: n. */
int roll_vwap_warmup(int n);

/*
 * True, and the price in *value, once roll_vwap_warmup() bars were seen and
 * something was traded in the last n.
 */
bool roll_vwap_push(struct roll_vwap *w, double high, double low, double close,
    double volume, double *value);

#endif
