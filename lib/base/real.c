/* SPDX-License-Identifier: MIT */
#include "base/real.h"

#include <math.h>

/* log 2 in two parts; the first has zeros at its end, so that its multiples
 * by an exponent are exact. */
static const double LN2_HIGH = 0x1.62e42fefa38p-1;
static const double LN2_LOW = 0x1.ef35793c7673p-45;
static const double SQRT_HALF = 0.70710678118654752440;
static const double SQRT_2PI = 2.50662827463100050242;

double
real_exp(double x)
{
	double k, r, sum = 1;

	if (isnan(x))
		return x;
	if (x > 709.79)
		return INFINITY;
	if (x < -746)
		return 0;
	k = floor(x * 1.44269504088896340736 + .5);
	r = x - k * LN2_HIGH - k * LN2_LOW;
	for (int i = 18; i > 0; i--)
		sum = 1 + r * sum / i;
	return ldexp(sum, (int)k);
}

/* log m = 2 (s + s^3 / 3 + s^5 / 5 + ...), s = (m - 1) / (m + 1) */
double
real_log(double x)
{
	double m, s, z, sum = 0;
	int e;

	if (!(x > 0) || isinf(x))
		return x == 0 ? -INFINITY : x < 0 ? NAN : x;
	m = frexp(x, &e);
	if (m < SQRT_HALF) {
		m *= 2;
		e--;
	}
	s = (m - 1) / (m + 1);
	z = s * s;
	for (int i = 25; i > 1; i -= 2)
		sum = z * (sum + 1. / i);
	return e * LN2_HIGH + (2 * s + (2 * s * sum + e * LN2_LOW));
}

double
real_pow(double x, double y)
{
	return real_exp(y * real_log(x));
}

double
real_normal(double x)
{
	double density = real_exp(-x * x / 2) / SQRT_2PI;
	double term = x, sum = x, tail = 0;

	if (isnan(x))
		return x;
	if (fabs(x) < 3) {
		for (int i = 3; fabs(term) > 1e-18 * fabs(sum); i += 2) {
			term *= x * x / i;
			sum += term;
		}
		return .5 + density * sum;
	}
	for (int i = 200; i > 0; i--)
		tail = i / (fabs(x) + tail);
	tail = density / (fabs(x) + tail);
	return x < 0 ? tail : 1 - tail;
}

double
real_normal_inverse(double p)
{
	double lo = -40, hi = 40;

	if (!(p > 0 && p < 1))
		return p == 0 ? -INFINITY : p == 1 ? INFINITY : NAN;
	for (;;) {
		double mid = lo + (hi - lo) / 2;

		if (mid <= lo || mid >= hi)
			return mid;
		if (real_normal(mid) < p)
			lo = mid;
		else
			hi = mid;
	}
}
