/* SPDX-License-Identifier: MIT */
#include "indicator/donchian.h"

#include <math.h>

int
donchian_init(struct donchian *d, int n)
{
	d->known = false;
	return hilo_init(&d->hilo, n);
}

void
donchian_finish(struct donchian *d)
{
	hilo_finish(&d->hilo);
}

void
donchian_reset(struct donchian *d)
{
	d->known = false;
	hilo_reset(&d->hilo);
}

int
donchian_warmup(int n)
{
	return hilo_warmup(n) + 1;
}

bool
donchian_push(
    struct donchian *d, double high, double low, struct donchian_value *v)
{
	bool known = d->known;

	*v = (struct donchian_value){NAN, NAN, NAN};
	if (known) {
		v->upper = d->before.high;
		v->lower = d->before.low;
		v->middle = (v->upper + v->lower) / 2;
	}
	d->known = hilo_push(&d->hilo, high, low, &d->before);
	return known;
}
