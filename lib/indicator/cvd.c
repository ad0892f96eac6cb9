/* SPDX-License-Identifier: MIT */
#include "indicator/cvd.h"

#include <math.h>

void
cvd_init(struct cvd *c)
{
	*c = (struct cvd){.session = INT64_MIN};
}

int
cvd_warmup(void)
{
	return 1;
}

bool
cvd_push(struct cvd *c, int64_t session, double volume, double taker_buy,
    struct cvd_value *v)
{
	if (c->session != session)
		*c = (struct cvd){.session = session};
	v->change = 2 * taker_buy - volume;
	c->sum += v->change;
	v->cvd = c->sum;
	return !isnan(c->sum);
}
