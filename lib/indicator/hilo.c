/* SPDX-License-Identifier: MIT */
#include "indicator/hilo.h"

#include <math.h>

int
hilo_init(struct hilo *h, int n)
{
	if (extreme_init(&h->high, EXTREME_MAX, n) != 0)
		return -1;
	if (extreme_init(&h->low, EXTREME_MIN, n) == 0)
		return 0;
	extreme_finish(&h->high);
	return -1;
}

void
hilo_finish(struct hilo *h)
{
	extreme_finish(&h->high);
	extreme_finish(&h->low);
}

void
hilo_reset(struct hilo *h)
{
	extreme_reset(&h->high);
	extreme_reset(&h->low);
}

int
hilo_warmup(int n)
{
	return n;
}

bool
hilo_push(struct hilo *h, double high, double low, struct hilo_value *v)
{
	*v = (struct hilo_value){NAN, NAN};
	extreme_push(&h->high, high, &v->high);
	return extreme_push(&h->low, low, &v->low);
}
