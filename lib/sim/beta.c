/* SPDX-License-Identifier: MIT */
#include "sim/beta.h"

#include <math.h>
#include <stdbool.h>

#include "base/real.h"

void
beta_init(struct beta *b)
{
	*b = (struct beta){.equity = NAN, .price = NAN};
}

/* Two numbers that are reckoned with at once; each lane as it would be alone.
 */
typedef double lanes __attribute__((vector_size(2 * sizeof(double))));

/*
 * ln(now / before) = 2 artanh(s), s = (now - before) / (now + before).  Where
 * |s| < 2^-6 the terms that are left out are below 2^-60 of it.
 */
static inline lanes
log_returns(lanes now, lanes before)
{
	lanes s = (now - before) / (now + before), q = s * s;

	if (q[0] < 0x1p-12 && q[1] < 0x1p-12)
		return 2 * s +
		       2 * s * q *
			   (1. / 3 +
			       q * (1. / 5 + q * (1. / 7 + q * (1. / 9))));
	return (lanes){
	    real_log(now[0] / before[0]), real_log(now[1] / before[1])};
}

static bool
is_there(const struct sample *at)
{
	return at->price > 0 && at->equity > 0;
}

void
beta_take(struct beta *b, const struct sample *at, int n)
{
	lanes before, now, r, sum = {b->x, b->y}, products = {b->xx, b->xy};
	int i = 0;

	if (b->n < 0 || n == 0)
		return;
	if (!(b->price > 0) && is_there(at)) {
		b->price = at->price;
		b->equity = at->equity;
		i = 1;
	}
	b->n += n - i;
	before = (lanes){b->price, b->equity};
	for (; i < n; i++) {
		if (!is_there(&at[i])) {
			b->n = -1;
			return;
		}
		now = (lanes){at[i].price, at[i].equity};
		r = log_returns(now, before);
		sum += r;
		products += r[0] * r;
		before = now;
	}
	b->price = before[0];
	b->equity = before[1];
	b->x = sum[0];
	b->y = sum[1];
	b->xx = products[0];
	b->xy = products[1];
}

double
beta_value(const struct beta *b)
{
	double n = (double)b->n, xx = b->xx - b->x * b->x / n;

	/* Returns of bars are small beside how they vary: nothing is lost by
	 * the difference, unless they do not vary. */
	return b->n > 1 && xx > 1e-12 * b->xx ? (b->xy - b->x * b->y / n) / xx
					      : NAN;
}
