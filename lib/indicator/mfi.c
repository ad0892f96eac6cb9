/* SPDX-License-Identifier: MIT */
#include "indicator/mfi.h"

int
mfi_init(struct mfi *m, int n)
{
	m->known = false;
	m->tp = 0;
	return share_init(&m->share, n);
}

void
mfi_finish(struct mfi *m)
{
	share_finish(&m->share);
}

void
mfi_reset(struct mfi *m)
{
	m->known = false;
	share_reset(&m->share);
}

void
mfi_anchor(struct mfi *m)
{
	share_anchor(&m->share);
}

int
mfi_warmup(int n)
{
	return share_warmup(n) + 1;
}

bool
mfi_push(struct mfi *m, double high, double low, double close, double volume,
    double *value)
{
	double tp = (high + low + close) / 3, before = m->tp;
	double flow = tp * volume;
	bool rose = tp > before, moved = rose || tp < before;

	m->tp = tp;
	if (!m->known) {
		m->known = true;
		return false;
	}
	if (!share_push(
		&m->share, rose ? flow : 0, moved ? flow : 0, 0.5, value))
		return false;
	*value *= 100;
	return true;
}
