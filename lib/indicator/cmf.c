/* SPDX-License-Identifier: MIT */
#include "indicator/cmf.h"

int
cmf_init(struct cmf *c, int n)
{
	return share_init(&c->share, n);
}

void
cmf_finish(struct cmf *c)
{
	share_finish(&c->share);
}

void
cmf_reset(struct cmf *c)
{
	share_reset(&c->share);
}

void
cmf_anchor(struct cmf *c)
{
	share_anchor(&c->share);
}

int
cmf_warmup(int n)
{
	return share_warmup(n);
}

bool
cmf_push(struct cmf *c, double high, double low, double close, double volume,
    double *value)
{
	double range = high - low, m = 0;

	if (range > 0)
		m = (close - low - (high - close)) / range;
	return share_push(&c->share, m * volume, volume, 0, value);
}
