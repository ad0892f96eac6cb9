/* SPDX-License-Identifier: MIT */
#include "indicator/sma.h"

int
sma_init(struct sma *s, int n)
{
	return window_init(&s->w, n);
}

void
sma_finish(struct sma *s)
{
	window_finish(&s->w);
}

void
sma_reset(struct sma *s)
{
	window_reset(&s->w);
}

void
sma_anchor(struct sma *s)
{
	window_anchor(&s->w);
}

int
sma_warmup(int n)
{
	return n;
}
