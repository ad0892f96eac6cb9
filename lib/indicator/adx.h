/* SPDX-License-Identifier: MIT */
/* adx - Wilder's average directional index with +DI and -DI. */
#ifndef ADX_H
#define ADX_H

#include <stdbool.h>

/*
 * Definition (Wilder, New Concepts in Technical Trading Systems, 1978):
 *   TR  = max(high - low, |high - close'|, |low - close'|)
 *   +DM = high - high' if that is > 0 and > low' - low, else 0; -DM likewise
 *   S(x): the sum of the first n, then S' - S' / n + x
 *   +DI = 100 S(+DM) / S(TR), DX = 100 |+DI - -DI| / (+DI + -DI)
 *   ADX: the mean of the first n DX, then (ADX' (n - 1) + DX) / n
 * A prime marks the bar before; the first bar has none and only starts the
 * differences.  Where a sum below a division is 0, so is the quotient.
 */
struct adx_value {
	double adx, pdi, mdi; /* NaN while not known */
};

/* Caller's storage. */
struct adx {
	int n, seen; /* bars */
	double k;    /* 1 / n */
	double high, low, close;
	double tr, up, down;
	double adx; /* until the seed is whole, its sum */
};

void adx_init(struct adx *a, int n); /* n >= 1; also starts again */

/* Bars up to and including the first with an ADX: 2n; with the DIs: n + 1. */
int adx_warmup(int n);
int adx_di_warmup(int n);

/* True once the ADX is known. */
bool adx_push(
    struct adx *a, double high, double low, double close, struct adx_value *v);

#endif
