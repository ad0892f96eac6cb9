/* SPDX-License-Identifier: MIT */
/* stoch - Lane's stochastic oscillator with its signal, 0 to 100. */
#ifndef STOCH_H
#define STOCH_H

#include <stdbool.h>

#include "indicator/hilo.h"
#include "indicator/sma.h"

/*
 * H and L are the highest high and the lowest low of the last n bars (Lane's
 * slow stochastic):
 *   raw = 100 (close - L) / (H - L); 50 where H is L
 *   k   = the mean of the last k_n raw values; k_n = 1 is the fast %K
 *   d   = the mean of the last d_n k, the signal
 */
struct stoch_value {
	double k, d; /* NaN while not known */
};

struct stoch {
	struct hilo hilo;
	struct sma k, d;
};

/* n, k_n, d_n >= 1.  0, or -1: no memory. */
int stoch_init(struct stoch *s, int n, int k_n, int d_n);
void stoch_finish(struct stoch *s);
void stoch_reset(struct stoch *s);  /* starts again */
void stoch_anchor(struct stoch *s); /* see window.h */

/* Bars up to and including the first with d: n + k_n + d_n - 2; with k. */
int stoch_warmup(int n, int k_n, int d_n);
int stoch_k_warmup(int n, int k_n);

/* True once d is known. */
bool stoch_push(struct stoch *s, double high, double low, double close,
    struct stoch_value *v);

#endif
