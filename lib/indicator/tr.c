/* SPDX-License-Identifier: MIT */
#include "indicator/tr.h"

void
tr_init(struct tr *t)
{
	*t = (struct tr){.known = false};
}

int
tr_warmup(void)
{
	return 2;
}
