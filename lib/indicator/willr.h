/* SPDX-License-Identifier: MIT */
/* willr - Williams' %R, -100 to 0. */
#ifndef WILLR_H
#define WILLR_H

#include <stdbool.h>

#include "indicator/hilo.h"

/*
 * -100 (H - close) / (H - L), H the highest high and L the lowest low of the
 * last n bars (Williams, How I Made One Million Dollars, 1973).  Where H is
 * L, -50.
 */
struct willr {
	struct hilo hilo;
};

int willr_init(struct willr *w, int n); /* n >= 1; -1: no memory */
void willr_finish(struct willr *w);
void willr_reset(struct willr *w); /* starts again */

/* Bars up to and including the first that gives a value: n. */
int willr_warmup(int n);

/* True, and the value, once willr_warmup() bars were seen. */
bool willr_push(
    struct willr *w, double high, double low, double close, double *value);

#endif
