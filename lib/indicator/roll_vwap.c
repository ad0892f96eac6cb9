/* SPDX-License-Identifier: MIT */
#include "indicator/roll_vwap.h"

#include <math.h>

int
roll_vwap_init(struct roll_vwap *w, int n)
{
	return share_init(&w->share, n);
}

void
roll_vwap_finish(struct roll_vwap *w)
{
	share_finish(&w->share);
}

void
roll_vwap_reset(struct roll_vwap *w)
{
	share_reset(&w->share);
}

void
roll_vwap_anchor(struct roll_vwap *w)
{
	share_anchor(&w->share);
}

int
roll_vwap_warmup(int n)
{
	return share_warmup(n);
}

bool
roll_vwap_push(struct roll_vwap *w, double high, double low, double close,
    double volume, double *value)
{
	double price = (high + low + close) / 3, x;

	if (!share_push(&w->share, price * volume, volume, NAN, &x) || isnan(x))
		return false;
	*value = x;
	return true;
}
