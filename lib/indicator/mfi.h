/* SPDX-License-Identifier: MIT */
/* mfi - the money flow index of Quong and Soudack. */
#ifndef MFI_H
#define MFI_H

#include <stdbool.h>

#include "indicator/share.h"

/*
 * tp = (high + low + close) / 3, a bar's flow is tp * volume (Quong and
 * Soudack, Technical Analysis of Stocks and Commodities, 1989):
 *   mfi = 100 U / (U + D), U the flow over n bars of those whose tp rose, D of
 *   those whose tp fell
 * The first bar only starts the differences.  Where nothing flowed, 50.
 */
struct mfi {
	struct share share;
	bool known; /* tp is that of the bar before */
	double tp;
};

int mfi_init(struct mfi *m, int n); /* n >= 1; -1: no memory */
void mfi_finish(struct mfi *m);
void mfi_reset(struct mfi *m);  /* starts again */
void mfi_anchor(struct mfi *m); /* see window.h */

/* Bars up to and including the first that gives a value: n + 1. */
int mfi_warmup(int n);

/* True, and the index in *value, once mfi_warmup() bars were seen. */
bool mfi_push(struct mfi *m, double high, double low, double close,
    double volume, double *value);

#endif
