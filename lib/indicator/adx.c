/* SPDX-License-Identifier: MIT */
#include "indicator/adx.h"

#include <math.h>

void
adx_init(struct adx *a, int n)
{
	*a = (struct adx){.n = n};
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

static double
ratio(double x, double of)
{
	return of > 0 ? 100 * x / of : 0;
}

/* Adds this bar's range and movement to the smoothed sums. */
static void
smooth(struct adx *a, double high, double low)
{
	double tr =
	    fmax(high - low, fmax(fabs(high - a->close), fabs(low - a->close)));
	double up = high - a->high, down = a->low - low;

	if (a->seen > a->n + 1) {
		a->tr -= a->tr / a->n;
		a->up -= a->up / a->n;
		a->down -= a->down / a->n;
	}
	a->tr += tr;
	if (up > down && up > 0)
		a->up += up;
	if (down > up && down > 0)
		a->down += down;
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

	v->pdi = ratio(a->up, a->tr);
	v->mdi = ratio(a->down, a->tr);
	dx = ratio(fabs(v->pdi - v->mdi), v->pdi + v->mdi);
	if (a->seen <= 2 * n) {
		a->adx += dx;
		if (a->seen < 2 * n)
			return false;
		a->adx /= n;
	} else {
		a->adx = (a->adx * (n - 1) + dx) / n;
	}
	v->adx = a->adx;
	return true;
}
