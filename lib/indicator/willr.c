/* SPDX-License-Identifier: MIT */
#include "indicator/willr.h"

int
willr_init(struct willr *w, int n)
{
	return hilo_init(&w->hilo, n);
}

void
willr_finish(struct willr *w)
{
	hilo_finish(&w->hilo);
}

void
willr_reset(struct willr *w)
{
	hilo_reset(&w->hilo);
}

int
willr_warmup(int n)
{
	return hilo_warmup(n);
}

bool
willr_push(
    struct willr *w, double high, double low, double close, double *value)
{
	struct hilo_value v;
	double range;

	if (!hilo_push(&w->hilo, high, low, &v))
		return false;
	range = v.high - v.low;
	*value = range > 0 ? 100 * (close - v.high) / range : -50;
	return true;
}
