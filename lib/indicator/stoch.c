/* SPDX-License-Identifier: MIT */
#include "indicator/stoch.h"

#include <math.h>
#include <stddef.h>

int
stoch_init(struct stoch *s, int n, int k_n, int d_n)
{
	*s = (struct stoch){.hilo.high.at = NULL};
	if (hilo_init(&s->hilo, n) == 0 && sma_init(&s->k, k_n) == 0 &&
	    sma_init(&s->d, d_n) == 0)
		return 0;
	stoch_finish(s);
	return -1;
}

void
stoch_finish(struct stoch *s)
{
	hilo_finish(&s->hilo);
	sma_finish(&s->k);
	sma_finish(&s->d);
}

void
stoch_reset(struct stoch *s)
{
	hilo_reset(&s->hilo);
	sma_reset(&s->k);
	sma_reset(&s->d);
}

void
stoch_anchor(struct stoch *s)
{
	sma_anchor(&s->k);
	sma_anchor(&s->d);
}

int
stoch_warmup(int n, int k_n, int d_n)
{
	return stoch_k_warmup(n, k_n) + d_n - 1;
}

int
stoch_k_warmup(int n, int k_n)
{
	return n + k_n - 1;
}

/* Where the close lies in the range, in per cent. */
static double
raw(const struct hilo_value *v, double close)
{
	double range = v->high - v->low;

	return range > 0 ? 100 * (close - v->low) / range : 50;
}

bool
stoch_push(struct stoch *s, double high, double low, double close,
    struct stoch_value *v)
{
	struct hilo_value range;

	*v = (struct stoch_value){NAN, NAN};
	if (!hilo_push(&s->hilo, high, low, &range))
		return false;
	if (!sma_push(&s->k, raw(&range, close), &v->k))
		return false;
	return sma_push(&s->d, v->k, &v->d);
}
