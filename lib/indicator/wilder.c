/* SPDX-License-Identifier: MIT */
#include "indicator/wilder.h"

void
wilder_init(struct wilder *w, int n)
{
	*w = (struct wilder){.n = n, .k = 1.0 / n};
}

int
wilder_warmup(int n)
{
	return n;
}
