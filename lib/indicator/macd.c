/* SPDX-License-Identifier: MIT */
#include "indicator/macd.h"

#include <math.h>

void
macd_init(struct macd *m, int fast, int slow, int signal)
{
	ema_init(&m->fast, fast);
	ema_init(&m->slow, slow);
	ema_init(&m->signal, signal);
}

int
macd_warmup(int slow, int signal)
{
	return slow + signal - 1;
}

bool
macd_push(struct macd *m, double x, struct macd_value *v)
{
	double fast, slow;

	*v = (struct macd_value){NAN, NAN, NAN};
	if (!ema_push(&m->fast, x, &fast))
		fast = NAN;
	if (!ema_push(&m->slow, x, &slow))
		return false;
	v->macd = fast - slow;
	if (!ema_push(&m->signal, v->macd, &v->signal)) {
		v->signal = NAN;
		return false;
	}
	v->hist = v->macd - v->signal;
	return true;
}
