/* SPDX-License-Identifier: MIT */
#include "indicator/rsi.h"

void
rsi_init(struct rsi *r, int n)
{
	*r = (struct rsi){.known = false};
	wilder_init(&r->gain, n);
	wilder_init(&r->loss, n);
}

int
rsi_warmup(int n)
{
	return n + 1;
}
