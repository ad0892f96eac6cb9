/* SPDX-License-Identifier: MIT */
#include "indicator/stdev.h"

int
stdev_init(struct stdev *s, int n)
{
	return spread_init(&s->spread, n);
}

void
stdev_finish(struct stdev *s)
{
	spread_finish(&s->spread);
}

void
stdev_reset(struct stdev *s)
{
	spread_reset(&s->spread);
}

void
stdev_anchor(struct stdev *s)
{
	spread_anchor(&s->spread);
}

int
stdev_warmup(int n)
{
	return spread_warmup(n);
}

bool
stdev_push(struct stdev *s, double x, double *value)
{
	double mean;

	return spread_push(&s->spread, x, &mean, value);
}
