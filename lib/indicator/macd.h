/* SPDX-License-Identifier: MIT */
/* macd - Appel's moving average convergence and divergence. */
#ifndef MACD_H
#define MACD_H

#include <stdbool.h>

#include "indicator/ema.h"

/*
 * With the averages of ema.h (Appel, The Moving Average Convergence-Divergence
 * Trading Method, 1979):
 *   macd   = EMA(x, fast) - EMA(x, slow)
 *   signal = EMA(macd, n), from the first macd on
 *   hist   = macd - signal
 */
struct macd_value {
	double macd, signal, hist; /* NaN while not known */
};

/* Caller's storage. */
struct macd {
	struct ema fast, slow, signal;
};

/* 1 <= fast < slow, signal >= 1; also starts again. */
void macd_init(struct macd *m, int fast, int slow, int signal);

/*
 * Inputs up to and including the first with a signal: slow + signal - 1; with
 * macd: slow.
 */
int macd_warmup(int slow, int signal);

/* True once the signal is known. */
bool macd_push(struct macd *m, double x, struct macd_value *v);

#endif
