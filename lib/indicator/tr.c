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

bool
tr_push(struct tr *t, double high, double low, double close, double *value)
{
	double top = high > t->close ? high : t->close;
	double bottom = low < t->close ? low : t->close;
	bool known = t->known;

	t->known = true;
	t->close = close;
	if (known)
		*value = top - bottom;
	return known;
}
