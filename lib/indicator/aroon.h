/* SPDX-License-Identifier: MIT */
/* aroon - Chande's Aroon: how long ago the extremes of a window were. */
#ifndef AROON_H
#define AROON_H

#include <stdbool.h>

#include "indicator/hilo.h"

/*
 * Over n + 1 bars (Chande, Technical Analysis of Stocks and Commodities,
 * 1995):
 *   up   = 100 (n - bars since the highest high) / n, down likewise
 *   osc  = up - down
 * Of equal extremes the oldest counts.
 */
struct aroon_value {
	double up, down, osc; /* NaN while not known */
};

struct aroon {
	struct hilo hilo;
	int n;
};

int aroon_init(struct aroon *a, int n); /* n >= 1; -1: no memory */
void aroon_finish(struct aroon *a);
void aroon_reset(struct aroon *a); /* starts again */

/* Bars up to and including the first that gives a value: n + 1. */
int aroon_warmup(int n);

/* True once aroon_warmup() bars were seen. */
bool aroon_push(
    struct aroon *a, double high, double low, struct aroon_value *v);

#endif
