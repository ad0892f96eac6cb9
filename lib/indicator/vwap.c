/* SPDX-License-Identifier: MIT */
#include "indicator/vwap.h"

void
vwap_init(struct vwap *w)
{
	*w = (struct vwap){.session = INT64_MIN};
}

int
vwap_warmup(void)
{
	return 1;
}

bool
vwap_push(struct vwap *w, int64_t session, double high, double low,
    double close, double volume, double *value)
{
	if (w->session != session)
		*w = (struct vwap){.session = session};
	w->value += (high + low + close) / 3 * volume;
	w->volume += volume;
	if (!(w->volume > 0))
		return false;
	*value = w->value / w->volume;
	return true;
}
