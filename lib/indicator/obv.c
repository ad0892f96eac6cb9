/* SPDX-License-Identifier: MIT */
#include "indicator/obv.h"

#include <math.h>

void
obv_init(struct obv *o)
{
	*o = (struct obv){.known = false};
}

int
obv_warmup(void)
{
	return 1;
}

static void
add(struct obv *o, double x)
{
	double sum = o->sum + x;

	if (fabs(o->sum) >= fabs(x))
		o->lost += o->sum - sum + x;
	else
		o->lost += x - sum + o->sum;
	o->sum = sum;
}

bool
obv_push(struct obv *o, double close, double volume, double *value)
{
	if (o->known && close > o->close)
		add(o, volume);
	else if (o->known && close < o->close)
		add(o, -volume);
	o->known = true;
	o->close = close;
	*value = o->sum + o->lost;
	return true;
}
