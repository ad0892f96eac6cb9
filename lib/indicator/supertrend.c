/* SPDX-License-Identifier: MIT */
#include "indicator/supertrend.h"

#include <math.h>

void
supertrend_init(struct supertrend *s, int n, double k)
{
	*s = (struct supertrend){.k = k};
	atr_init(&s->atr, n);
}

int
supertrend_warmup(int n)
{
	return atr_warmup(n);
}

bool
supertrend_push(struct supertrend *s, double high, double low, double close,
    struct supertrend_value *v)
{
	double middle = (high + low) / 2, before = s->close, atr, upper, lower;

	*v = (struct supertrend_value){NAN, NAN};
	s->close = close;
	if (!atr_push(&s->atr, high, low, close, &atr))
		return false;
	upper = middle + s->k * atr;
	lower = middle - s->k * atr;
	if (!s->known)
		s->rising = close >= middle;
	if (!s->known || upper < s->upper || before > s->upper)
		s->upper = upper;
	if (!s->known || lower > s->lower || before < s->lower)
		s->lower = lower;
	s->known = true;
	s->rising = close > (s->rising ? s->lower : s->upper);
	v->dir = s->rising ? 1 : -1;
	v->value = s->rising ? s->lower : s->upper;
	return true;
}
