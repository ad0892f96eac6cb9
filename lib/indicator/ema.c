/* SPDX-License-Identifier: MIT */
#include "indicator/ema.h"

void
ema_init(struct ema *e, int n)
{
	*e = (struct ema){.n = n, .k = 2.0 / (n + 1)};
}

int
ema_warmup(int n)
{
	return n;
}

bool
ema_push(struct ema *e, double x, double *value)
{
	if (e->seen < e->n) {
		e->value += x;
		if (++e->seen < e->n)
			return false;
		e->value /= e->n;
	} else {
		e->value += e->k * (x - e->value);
	}
	*value = e->value;
	return true;
}
