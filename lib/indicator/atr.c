/* SPDX-License-Identifier: MIT */
#include "indicator/atr.h"

void
atr_init(struct atr *a, int n)
{
	tr_init(&a->tr);
	wilder_init(&a->mean, n);
}

int
atr_warmup(int n)
{
	return n + 1;
}

bool
atr_push(struct atr *a, double high, double low, double close, double *value)
{
	double tr;

	if (!tr_push(&a->tr, high, low, close, &tr))
		return false;
	if (!wilder_push(&a->mean, tr))
		return false;
	*value = a->mean.value;
	return true;
}
