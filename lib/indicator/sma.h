/* SPDX-License-Identifier: MIT */
/* sma - the simple moving average: the mean of the last n inputs. */
#ifndef SMA_H
#define SMA_H

#include <stdbool.h>

#include "indicator/window.h"

struct sma {
	struct window w;
};

int sma_init(struct sma *s, int n); /* n >= 1; -1: no memory */
void sma_finish(struct sma *s);
void sma_reset(struct sma *s);  /* starts again */
void sma_anchor(struct sma *s); /* see window.h */

/* Inputs up to and including the first that gives a value: n. */
int sma_warmup(int n);

/* True, and the average in *value, once sma_warmup() inputs were seen. */
static inline bool
sma_push(struct sma *s, double x, double *value)
{
	if (!window_push(&s->w, x))
		return false;
	*value = s->w.sum / s->w.n;
	return true;
}

#endif
