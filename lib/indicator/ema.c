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
