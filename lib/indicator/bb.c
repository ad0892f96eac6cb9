/* SPDX-License-Identifier: MIT */
#include "indicator/bb.h"

#include <math.h>

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

bool
bb_push(struct bb *b, double x, struct bb_value *v)
{
	double mean, sd, half, both;

	if (!spread_push(&b->spread, x, &mean, &sd)) {
		*v = (struct bb_value){NAN, NAN, NAN, NAN, NAN};
		return false;
	}
	half = b->k * sd;
	both = 2 * half;
	v->middle = mean;
	v->upper = mean + half;
	v->lower = mean - half;
	v->width = mean > 0 || mean < 0 ? both / mean : 0;
	v->pct = both > 0 ? (x - v->lower) / both : 0.5;
	return true;
}
