/* SPDX-License-Identifier: MIT */
#include "indicator/bb.h"

int
bb_init(struct bb *b, int n, double k)
{
	b->k = k;
	return spread_init(&b->spread, n);
}

void
bb_finish(struct bb *b)
{
	spread_finish(&b->spread);
}

void
bb_reset(struct bb *b)
{
	spread_reset(&b->spread);
}

void
bb_anchor(struct bb *b)
{
	spread_anchor(&b->spread);
}

int
bb_warmup(int n)
{
	return spread_warmup(n);
}
