/* SPDX-License-Identifier: MIT */
#include "indicator/adx.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

void
adx_init(struct adx *a, int n)
{
	*a = (struct adx){.n = n, .k = 1.0 / n};
}

int
adx_warmup(int n)
{
	return 2 * n;
}

int
adx_di_warmup(int n)
{
	return n + 1;
}

/* x, or 0: a coin's toss decides, so there is no branch to guess wrong. */
static double
where(bool yes, double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	bits &= -(uint64_t)yes;
	memcpy(&x, &bits, sizeof x);
	return x;
}

/* Adds this bar's range and movement to the smoothed sums. */
static void
smooth(struct adx *a, double high, double low)
{
	double top = high > a->close ? high : a->close;
	double bottom = low < a->close ? low : a->close;
	double up = high - a->high, down = a->low - low;

	if (a->seen > a->n + 1) {
		a->tr -= a->k * a->tr;
		a->up -= a->k * a->up;
		a->down -= a->k * a->down;
	}
	a->tr += top - bottom;
	a->up += where((up > down) & (up > 0), up);
	a->down += where((down > up) & (down > 0), down);
}

/* The DIs and the DX, in which the true range cancels out. */
static double
directions(const struct adx *a, struct adx_value *v)
{
	double scale = a->tr > 0 ? 100 / a->tr : 0;
	double both = a->up + a->down;

	v->pdi = a->up * scale;
	v->mdi = a->down * scale;
	return a->tr > 0 && both > 0 ? 100 * fabs(a->up - a->down) / both : 0;
}

bool
adx_push(
    struct adx *a, double high, double low, double close, struct adx_value *v)
{
	double dx;
	int n = a->n;

	*v = (struct adx_value){NAN, NAN, NAN};
	if (a->seen <= 2 * n)
		a->seen++;
	if (a->seen > 1)
		smooth(a, high, low);
	a->high = high;
	a->low = low;
	a->close = close;
	if (a->seen < adx_di_warmup(n))
		return false;

	dx = directions(a, v);
	if (a->seen <= 2 * n) {
		a->adx += dx;
		if (a->seen < 2 * n)
			return false;
		a->adx /= n;
	} else {
		a->adx += a->k * (dx - a->adx);
	}
	v->adx = a->adx;
	return true;
}
