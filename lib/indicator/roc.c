/* SPDX-License-Identifier: MIT */
#include "indicator/roc.h"

int
roc_init(struct roc *r, int n)
{
	return window_init(&r->w, n + 1);
}

void
roc_finish(struct roc *r)
{
	window_finish(&r->w);
}

void
roc_reset(struct roc *r)
{
	window_reset(&r->w);
}

int
roc_warmup(int n)
{
	return n + 1;
}

bool
roc_push(struct roc *r, double x, double *value)
{
	double base;

	if (!window_push(&r->w, x))
		return false;
	base = window_back(&r->w, r->w.n - 1);
	*value = base > 0 || base < 0 ? 100 * ((x - base) / base) : 0;
	return true;
}
