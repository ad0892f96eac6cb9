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

bool
rsi_push(struct rsi *r, double x, double *value)
{
	double change = x - r->last, sum;

	r->last = x;
	if (!r->known) {
		r->known = true;
		return false;
	}
	wilder_push(&r->gain, change > 0 ? change : 0);
	if (!wilder_push(&r->loss, change < 0 ? -change : 0))
		return false;
	sum = r->gain.value + r->loss.value;
	*value = sum > 0 ? 100 * r->gain.value / sum : 50;
	return true;
}
