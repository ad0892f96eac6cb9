/* SPDX-License-Identifier: MIT */
#include "indicator/cci.h"

#include <math.h>

int
cci_init(struct cci *c, int n)
{
	return window_init(&c->w, n);
}

void
cci_finish(struct cci *c)
{
	window_finish(&c->w);
}

void
cci_reset(struct cci *c)
{
	window_reset(&c->w);
}

int
cci_warmup(int n)
{
	return n;
}

bool
cci_push(struct cci *c, double high, double low, double close, double *value)
{
	double tp = (high + low + close) / 3, mean = 0, deviation = 0;
	int n = c->w.n;

	if (!window_push(&c->w, tp))
		return false;
	/* Of distances from tp: of equal values exactly 0. */
	for (int i = n - 1; i > 0; i--)
		mean += window_back(&c->w, i) - tp;
	mean /= n;
	for (int i = n - 1; i >= 0; i--)
		deviation += fabs(window_back(&c->w, i) - tp - mean);
	deviation /= n;
	*value = deviation > 0 ? -mean / (0.015 * deviation) : 0;
	return true;
}
