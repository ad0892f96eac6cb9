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

/* Two numbers that are reckoned with at once, each as it would be alone: the
 * equity and the price. */
typedef double lanes __attribute__((vector_size(2 * sizeof(double))));

static inline lanes
lanes_of(const struct sample *at)
{
	return (lanes){at->equity, at->price};
}

/* NaN is not. */
static inline bool
are_there(lanes v)
{
	return v[0] > 0 && v[1] > 0;
}

/*
 * *r = ln(now / before) = 2 artanh(s), s = (now - before) / (now + before).
 * Where |s| < 2^-10, as of most bars, the terms that are left out are below
 * 2^-62 of it.  False: one of them is NaN or not above 0, which makes s NaN or
 * 1 and more.
 */
static inline bool
log_returns(lanes *r, lanes now, lanes before)
{
	lanes s = (now - before) / (now + before), q = s * s;

	if (q[0] + q[1] < 0x1p-20) {
		*r = 2 * s + 2 * s * q * (1. / 3 + q * (1. / 5));
		return true;
	}
	*r =
	    (lanes){real_log(now[0] / before[0]), real_log(now[1] / before[1])};
	return are_there(now);
}

void
beta_take(struct beta *b, const struct sample *at, int n)
{
	lanes before = {b->equity, b->price}, sum = {b->y, b->x};
	lanes products = {b->xy, b->xx};
	int i = 0;

	if (b->n < 0 || n == 0)
		return;
	if (!are_there(before) && are_there(lanes_of(at)))
		before = lanes_of(&at[i++]);
	b->n += n - i;
	for (; i < n; i++) {
		lanes now = lanes_of(&at[i]), r;

		if (!log_returns(&r, now, before)) {
			b->n = -1;
			return;
		}
		sum += r;
		products += r[1] * r;
		before = now;
	}
	*b = (struct beta){.equity = before[0],
	    .price = before[1],
	    .n = b->n,
	    .y = sum[0],
	    .x = sum[1],
	    .xy = products[0],
	    .xx = products[1]};
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
