/* SPDX-License-Identifier: MIT */
#include "indicator/aroon.h"

#include <math.h>

int
aroon_init(struct aroon *a, int n)
{
	a->n = n;
	return hilo_init(&a->hilo, n + 1);
}

void
aroon_finish(struct aroon *a)
{
	hilo_finish(&a->hilo);
}

void
aroon_reset(struct aroon *a)
{
	hilo_reset(&a->hilo);
}

int
aroon_warmup(int n)
{
	return hilo_warmup(n + 1);
}

static double
freshness(const struct extreme *e, int n)
{
	return 100.0 * (n - extreme_age(e)) / n;
}

bool
aroon_push(struct aroon *a, double high, double low, struct aroon_value *v)
{
	struct hilo_value range;

	*v = (struct aroon_value){NAN, NAN, NAN};
	if (!hilo_push(&a->hilo, high, low, &range))
		return false;
	v->up = freshness(&a->hilo.high, a->n);
	v->down = freshness(&a->hilo.low, a->n);
	v->osc = v->up - v->down;
	return true;
}
