/* SPDX-License-Identifier: MIT */
/* Against long doubles of libm, and tables of mpmath 1.3 at 50 digits. */
#include "base/real.h"

#include <float.h>
#include <math.h>

#include "base/rng.h"
#include "tap.h"

static double
uniform(struct rng *r, double from, double to)
{
	return from + (to - from) * (double)(rng_next(r) >> 11) * 0x1p-53;
}

/* The distance of got from want in units of want's last place. */
static double
ulps(double got, long double want)
{
	double w = (double)want;
	int e;

	if (got == w || (isnan(got) && isnan(w)))
		return 0;
	frexp(w, &e);
	if (e < DBL_MIN_EXP)
		e = DBL_MIN_EXP;
	return fabs(
	    (double)(((long double)got - want) / ldexpl(1, e - DBL_MANT_DIG)));
}

static void
near_libm(void)
{
	double exp_most = 0, log_most = 0, pow_most = 0, far = 0;
	struct rng r;

	rng_seed(&r, 1);
	for (int i = 0; i < 200000; i++) {
		double x = uniform(&r, -708, 709), y = uniform(&r, -1.5, 1.5);
		double z = exp(uniform(&r, -700, 700));
		double near = exp(y), p = uniform(&r, -300, 300);

		exp_most = fmax(exp_most, ulps(real_exp(x), expl(x)));
		exp_most = fmax(exp_most, ulps(real_exp(y), expl(y)));
		log_most = fmax(log_most, ulps(real_log(z), logl(z)));
		log_most = fmax(log_most, ulps(real_log(near), logl(near)));
		pow_most =
		    fmax(pow_most, ulps(real_pow(near, p), powl(near, p)));
		pow_most = fmax(pow_most, ulps(real_pow(z, y), powl(z, y)));
		x = uniform(&r, -745, -708);
		far = fmax(far, ulps(real_exp(x), expl(x)));
	}
	printf("# ulps: exp %g, log %g, pow %g, subnormal %g\n", exp_most,
	    log_most, pow_most, far);
	ok(exp_most < 1, "real_exp() is within 1 ulp");
	ok(log_most < 1, "real_log() is within 1 ulp");
	ok(pow_most < 2, "real_pow() is within 2 ulp");
	ok(far < 1.01, "also where results are subnormal");
}

/* IEEE's special values, for which libm and these say the same. */
static void
edges(void)
{
	static const double v[] = {0, -0., 1, -1, 2, -2, 3, -3, .5, -.5, 1e300,
	    -1e300, 1e-300, -1e-300, 5e-324, DBL_MIN, DBL_MAX, -DBL_MAX, 0x1p53,
	    -0x1p53, 0x1p53 - 1, 1 - 0x1p-53, 1 + 0x1p-52, 709.78, 709.79, 710,
	    -745.13, -745.14, -746, -708.4, INFINITY, -INFINITY, NAN};
	int n = sizeof v / sizeof *v, bad = 0, exps = 0, logs = 0;

	for (int i = 0; i < n; i++) {
		exps += !(ulps(real_exp(v[i]), exp(v[i])) <= 1);
		logs += !(ulps(real_log(v[i]), log(v[i])) <= 1);
		for (int k = 0; k < n; k++) {
			double got = real_pow(v[i], v[k]);
			double want = pow(v[i], v[k]);

			if (ulps(got, want) <= 1 &&
			    (isnan(want) || signbit(got) == signbit(want)))
				continue;
			bad++;
			printf("# %g^%g is %.17g, not %.17g\n", v[i], v[k], got,
			    want);
		}
	}
	ok(exps == 0, "real_exp() of special values");
	ok(logs == 0, "real_log() of special values");
	ok(bad == 0, "real_pow() of special values");
}

struct row {
	double x, want;
};

static const struct row normal[] = {
    {-37.5, 4.6053530095819548438e-308},
    {-30, 4.9067139271481870595e-198},
    {-20.25, 1.7761998649495700309e-91},
    {-10, 7.619853024160526066e-24},
    {-6.5, 4.0160005838591178083e-11},
    {-5, 2.8665157187919391167e-7},
    {-3.1, 0.00096760321321835660196},
    {-2, 0.0227501319481792072},
    {-1.9999, 0.022755531584767186476},
    {-1.96, 0.024997895148220436213},
    {-1, 0.15865525393145705141},
    {-0.3, 0.38208857781104736693},
    {-1e-09, 0.4999999996010577196},
    {0, 0.5},
    {0.001, 0.50039894221391106259},
    {0.5, 0.69146246127401310364},
    {1, 0.84134474606854294859},
    {1.6448536269514722, 0.94999999999999994607},
    {2, 0.9772498680518207928},
    {2.5, 0.99379033467422386483},
    {5, 0.99999971334842812081},
    {8, 0.9999999999999993779},
};

static const struct row inverse[] = {
    {1e-300, -37.047096299361199237},
    {1e-100, -21.273453560965324294},
    {1e-20, -9.2623400897984075796},
    {1e-10, -6.3613409024040561991},
    {1e-05, -4.2648907939228246102},
    {0.001, -3.0902323061678135354},
    {0.01, -2.3263478740408410931},
    {0.0227, -2.0009293881015723159},
    {0.0228, -1.9990772149717698452},
    {0.025, -1.9599639845400542118},
    {0.05, -1.644853626951472688},
    {0.1, -1.2815515655446004353},
    {0.3, -0.52440051270804081597},
    {0.4999999, -2.5066282747031065135e-7},
    {0.500001, 2.5066282747057051991e-6},
    {0.75, 0.6744897501960817432},
    {0.9, 1.2815515655446005935},
    {0.975, 1.9599639845400538556},
    {0.99999, 4.2648907939238407699},
    {0.9999999999999999, 8.2095361516013868556},
};

/* The largest relative error. */
static double
most_wrong(double (*f)(double), const struct row *row, int n)
{
	double most = 0;

	for (int i = 0; i < n; i++)
		if (row[i].want != 0)
			most = fmax(most, fabs(f(row[i].x) / row[i].want - 1));
	return most;
}

static void
bell(void)
{
	double most = 0, was = 0, up = 1;
	struct rng r;

	most = most_wrong(real_normal, normal, sizeof normal / sizeof *normal);
	ok(most < 1e-14, "real_normal() is right to 1e-14 (%g)", most);
	most = most_wrong(
	    real_normal_inverse, inverse, sizeof inverse / sizeof *inverse);
	ok(most < 1e-14, "real_normal_inverse() is right to 1e-14 (%g)", most);
	most = 0;
	rng_seed(&r, 2);
	for (int i = 0; i < 10000; i++) {
		double p = exp(uniform(&r, -700, 0));

		p = i & 1 ? p : uniform(&r, 0, 1);
		p = real_normal(real_normal_inverse(p)) / p - 1;
		most = fmax(most, fabs(p));
	}
	ok(most < 1e-12, "one is the inverse of the other (%g)", most);
	for (double x = -39; x < 9; x += 1. / 512) {
		up = real_normal(x) < was ? 0 : up;
		was = real_normal(x);
	}
	ok(up == 1, "real_normal() never falls");
}

static void
bell_edges(void)
{
	ok(real_normal(0) == .5 && real_normal(-0.) == .5, "half is below 0");
	ok(real_normal(-INFINITY) == 0 && real_normal(INFINITY) == 1,
	    "nothing and everything");
	ok(real_normal(-38) > 0 && real_normal(-38) < 1e-310, "a subnormal");
	ok(isnan(real_normal(NAN)), "NaN is not distributed");
	ok(real_normal_inverse(0) == -INFINITY &&
		real_normal_inverse(1) == INFINITY,
	    "0 and 1 are infinitely far");
	ok(real_normal_inverse(.5) == 0, "the half is at 0");
	ok(real_normal_inverse(5e-324) < -38 &&
		real_normal_inverse(5e-324) > -39,
	    "the least of all shares");
	ok(isnan(real_normal_inverse(-1e-9)) &&
		isnan(real_normal_inverse(1 + 1e-9)) &&
		isnan(real_normal_inverse(NAN)),
	    "what is no share has no inverse");
	ok(real_normal_inverse(.25) == -real_normal_inverse(.75),
	    "both sides are alike");
}

int
main(void)
{
	near_libm();
	edges();
	bell();
	bell_edges();
	return tap_done();
}
