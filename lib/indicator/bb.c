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
	double mean, sd, half;

	if (!spread_push(&b->spread, x, &mean, &sd)) {
		*v = (struct bb_value){NAN, NAN, NAN, NAN};
		return false;
	}
	half = b->k * sd;
	v->middle = mean;
	v->upper = mean + half;
	v->lower = mean - half;
	v->height = 2 * half;
	return true;
}

double
bb_width(const struct bb_value *v)
{
	if (isnan(v->middle))
		return NAN;
	return v->middle > 0 || v->middle < 0 ? v->height / v->middle : 0;
}

double
bb_pct(const struct bb_value *v, double x)
{
	if (isnan(v->height))
		return NAN;
	return v->height > 0 ? (x - v->lower) / v->height : 0.5;
}
