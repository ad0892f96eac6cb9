/* SPDX-License-Identifier: MIT */
#include "indicator/basis.h"

#include <math.h>

void
basis_init(struct basis *b)
{
	*b = (struct basis){.known = false};
}

double
basis_of(double perp, double index)
{
	return index > 0 ? (perp - index) / index : NAN;
}

void
basis_push(struct basis *b, int64_t ts_ms, int64_t good_ms, double value)
{
	if (isnan(value) || (b->known && ts_ms < b->ts_ms))
		return;
	*b = (struct basis){true, ts_ms, ts_ms + good_ms, value};
}

bool
basis_at(const struct basis *b, int64_t ts_ms, double *value)
{
	if (!b->known || ts_ms < b->ts_ms || ts_ms > b->until_ms)
		return false;
	*value = b->value;
	return true;
}
