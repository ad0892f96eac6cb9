/* SPDX-License-Identifier: MIT */
#include "indicator/natr.h"

void
natr_init(struct natr *a, int n)
{
	atr_init(&a->atr, n);
}

int
natr_warmup(int n)
{
	return atr_warmup(n);
}

bool
natr_push(struct natr *a, double high, double low, double close, double *value)
{
	double atr;

	if (!atr_push(&a->atr, high, low, close, &atr))
		return false;
	*value = close > 0 ? 100 * atr / close : 0;
	return true;
}
