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
