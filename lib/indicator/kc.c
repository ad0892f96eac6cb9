/* SPDX-License-Identifier: MIT */
#include "indicator/kc.h"

#include <math.h>

void
kc_init(struct kc *c, int n, double k, int m)
{
	ema_init(&c->ema, n);
	atr_init(&c->atr, m);
	c->k = k;
}

int
kc_warmup(int n, int m)
{
	int ema = ema_warmup(n), atr = atr_warmup(m);

	return ema > atr ? ema : atr;
}

bool
kc_push(struct kc *c, double high, double low, double close, struct kc_value *v)
{
	double middle, atr;
	bool has_middle = ema_push(&c->ema, close, &middle);
	bool has_atr = atr_push(&c->atr, high, low, close, &atr);

	*v = (struct kc_value){NAN, NAN, NAN, NAN};
	if (has_middle)
		v->middle = middle;
	if (!has_middle || !has_atr)
		return false;
	v->upper = middle + c->k * atr;
	v->lower = middle - c->k * atr;
	v->width = middle > 0 ? (v->upper - v->lower) / middle : 0;
	return true;
}
