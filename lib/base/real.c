/* SPDX-License-Identifier: MIT */
#include "base/real.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* ln 2 in two parts; the first has 32 bits, so that its products with the
 * exponent of a double are exact. */
#define LN2_HI 0x1.62e42feep-1
#define LN2_LO 0x1.a39ef35793c76p-33
#define PER_LN2 0x1.71547652b82fep+0
#define SQRT_2 0x1.6a09e667f3bcdp+0
#define PER_SQRT_2PI 0x1.9884533d43651p-2

/* A number that is the sum of two doubles, the second far below the first. */
struct pair {
	double hi, lo;
};

static struct pair
pair_sum(double a, double b)
{
	double sum = a + b, part = sum - a;

	return (struct pair){sum, (a - (sum - part)) + (b - part)};
}

static struct pair
pair_product(double a, double b)
{
	double p = a * b;
	double ah = a * 0x1p27, al, bh = b * 0x1p27, bl;

	ah = (a + ah) - ah;
	al = a - ah;
	bh = (b + bh) - bh;
	bl = b - bh;
	return (struct pair){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static struct pair
pair_add(struct pair a, struct pair b)
{
	struct pair s = pair_sum(a.hi, b.hi);

	return pair_sum(s.hi, s.lo + (a.lo + b.lo));
}

static struct pair
pair_mul(struct pair a, struct pair b)
{
	struct pair p = pair_product(a.hi, b.hi);

	return pair_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

/* (e^r - 1 - r) / r^2 for |r| <= ln 2 / 2. */
static double
exp_series(double r)
{
	static const double per_factorial[] = {1. / 2, 1. / 6, 1. / 24,
	    1. / 120, 1. / 720, 1. / 5040, 1. / 40320, 1. / 362880,
	    1. / 3628800, 1. / 39916800, 1. / 479001600, 1. / 6227020800};
	double sum = 0;

	for (int i = 11; i >= 0; i--)
		sum = sum * r + per_factorial[i];
	return sum;
}

/* e^(x.hi + x.lo) */
static double
exp_pair(struct pair x)
{
	double k, hi, lo, r;
	struct pair one;

	if (!(x.hi <= 709.79))
		return x.hi > 0 ? (double)INFINITY : x.hi;
	if (x.hi < -745.2)
		return 0;
	k = floor(x.hi * PER_LN2 + .5);
	hi = x.hi - k * LN2_HI;
	lo = k * LN2_LO - x.lo;
	r = hi - lo;
	one = pair_sum(1, r);
	lo = (hi - r) - lo + one.lo;
	return ldexp(one.hi + (lo + r * r * exp_series(r)), (int)k);
}

double
real_exp(double x)
{
	return exp_pair((struct pair){x, 0});
}

/* x = m * 2^*exponent with m from sqrt 1/2 to sqrt 2. */
static double
mantissa(double x, int *exponent)
{
	double m = frexp(x, exponent);

	if (m < SQRT_2 / 2) {
		m *= 2;
		--*exponent;
	}
	return m;
}

/* 2 artanh(s) / s without its first terms: the sum of 2 s^2i / (2i + 1) from
 * i = from; s = .1716 at most. */
static double
log_series(double square, int from)
{
	static const double parts[] = {2., 2. / 3, 2. / 5, 2. / 7, 2. / 9,
	    2. / 11, 2. / 13, 2. / 15, 2. / 17, 2. / 19, 2. / 21, 2. / 23,
	    2. / 25};
	double sum = 0;

	for (int i = 12; i >= from; i--)
		sum = sum * square + parts[i];
	return sum;
}

/*
 * ln(1 + f) = 2 artanh(s) with s = f / (2 + f).  2s = f - s f, so f, which is
 * exact, can stand alone: f - (h - s (h + R)) with h = f^2 / 2.
 */
double
real_log(double x)
{
	double f, s, h, square;
	int e;

	if (!(x > 0))
		return x == 0 ? -(double)INFINITY : (double)NAN;
	if (x > 0x1.fffffffffffffp1023)
		return x;
	f = mantissa(x, &e) - 1;
	s = f / (2 + f);
	h = f * f / 2;
	square = s * s;
	h -= s * (h + square * log_series(square, 1));
	return e * LN2_HI + (f - (h - e * LN2_LO));
}

/* ln x in two doubles, for 0 < x < infinity. */
static struct pair
log_pair(double x)
{
	static const struct pair two_thirds = {
	    0x1.5555555555555p-1, 0x1.5555555555555p-55};
	struct pair f, below, s, square, sum, p;
	int e;

	f = (struct pair){mantissa(x, &e) - 1, 0};
	below = pair_sum(2, f.hi);
	s.hi = f.hi / below.hi;
	p = pair_product(s.hi, below.hi);
	s.lo = ((f.hi - p.hi) - p.lo - s.hi * below.lo) / below.hi;
	square = pair_mul(s, s);
	p = pair_product(square.hi, log_series(square.hi, 2));
	sum = pair_mul(square, pair_add(two_thirds, p));
	sum = pair_mul(s, pair_add((struct pair){2, 0}, sum));
	p = pair_sum(e * LN2_HI, e * LN2_LO);
	return pair_add(p, sum);
}

/* |x|^y without the special cases of pow(): 0 < x < infinity, y finite. */
static double
power(double x, double y)
{
	struct pair log = log_pair(x), z;

	if (fabs(y) > 0x1p80) /* x is not 1, its log 2^-53 at least */
		return (y > 0) == (log.hi > 0) ? (double)INFINITY : 0;
	z = pair_mul(log, (struct pair){y, 0});
	return exp_pair(z);
}

static bool
is_odd(double y)
{
	return floor(y / 2) * 2 != y;
}

double
real_pow(double x, double y)
{
	double a = fabs(x), v;

	if (y == 0 || x == 1)
		return 1;
	if (isnan(x) || isnan(y))
		return (double)NAN;
	if (a == 1 && isinf(y))
		return 1;
	if (a == 0 || isinf(a) || isinf(y))
		v = (a > 1) == (y > 0) ? (double)INFINITY : 0;
	else if (x < 0 && floor(y) != y)
		return (double)NAN;
	else
		v = a == 1 ? 1 : power(a, y);
	return signbit(x) && floor(y) == y && is_odd(y) ? -v : v;
}

/* The density at x; x^2 is taken apart so that its rounding does not show. */
static double
density(double x)
{
	double near = floor(x * 16) / 16;

	return real_exp(-near * near / 2) *
	       real_exp(-(x - near) * (x + near) / 2) * PER_SQRT_2PI;
}

/* The share between 0 and x (26.2.11), for 0 <= x <= 2 or so. */
static double
share(double x)
{
	double term = x, sum = x, was = 0;

	for (int n = 3; sum != was; n += 2) {
		was = sum;
		term *= x * x / n;
		sum += term;
	}
	return density(x) * sum;
}

/* The share above x (26.2.14), for x >= 2; the fraction has settled long
 * before its end. */
static double
tail(double x)
{
	double below = x;

	for (int n = 160; n > 0; n--)
		below = x + n / below;
	return density(x) / below;
}

double
real_normal(double x)
{
	double a = fabs(x);

	if (isnan(x))
		return x;
	if (a > 40)
		return x > 0;
	if (a < 2)
		return x < 0 ? .5 - share(a) : .5 + share(a);
	return x < 0 ? tail(a) : 1 - tail(a);
}

/* A number within 4.5e-4 of the x above which is the share p < 1/2. */
static double
tail_inverse(double p)
{
	double t = sqrt(-2 * real_log(p));

	return t - (2.515517 + t * (.802853 + t * .010328)) /
		       (1 + t * (1.432788 + t * (.189269 + t * .001308)));
}

double
real_normal_inverse(double p)
{
	double x, wrong;

	if (!(p >= 0 && p <= 1))
		return (double)NAN;
	if (p == 0 || p == .5)
		return p == 0 ? -(double)INFINITY : 0;
	if (p > .5)
		return -real_normal_inverse(1 - p);
	x = tail_inverse(p);
	x = x < 0 ? 0 : x;
	for (int i = 0; i < 3; i++) {
		wrong = x < 2 ? .5 - p - share(x) : tail(x) - p;
		wrong /= density(x);
		x += wrong / (1 - x * wrong / 2);
	}
	return -x;
}
