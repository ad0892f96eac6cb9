/* SPDX-License-Identifier: MIT */
#include "sim/beta.h"

#include <math.h>

#include "base/real.h"

void
beta_init(struct beta *b)
{
	*b = (struct beta){.equity = NAN, .price = NAN};
}

void
beta_push(struct beta *b, double equity, double price)
{
	double x, y, d;

	if (b->n < 0)
		return;
	if (!(price > 0) || !(equity > 0)) {
		b->n = -1;
		return;
	}
	if (b->price > 0) {
		x = real_log(price / b->price);
		y = equity == b->equity ? 0 : real_log(equity / b->equity);
		b->n++;
		d = x - b->mean_x;
		b->mean_x += d / (double)b->n;
		b->mean_y += (y - b->mean_y) / (double)b->n;
		b->xx += d * (x - b->mean_x);
		b->xy += d * (y - b->mean_y);
	}
	b->price = price;
	b->equity = equity;
}

double
beta_value(const struct beta *b)
{
	return b->n > 1 && b->xx > 0 ? b->xy / b->xx : NAN;
}
