/* SPDX-License-Identifier: MIT */
/* Held to libm, which may be used here. */
#include <math.h>

#include "base/real.h"
#include "tap.h"

static double
apart(double a, double b)
{
	return a == b ? 0 : fabs(a - b) / fabs(b);
}

int
main(void)
{
	double worst[5] = {0};

	for (int i = 0; i < 200000; i++) {
		double u = (i - 100000) / 143.;
		double x = exp(u), d = u / 20;
		double with[5] = {apart(real_exp(u), exp(u)),
		    apart(real_log(x), log(x)),
		    apart(real_pow(fabs(d) + .5, d), pow(fabs(d) + .5, d)),
		    apart(real_normal(d), erfc(-d / sqrt(2)) / 2),
		    fabs(d) < 7 && fabs(d) > .01
			? apart(real_normal_inverse(real_normal(-fabs(d))),
			      -fabs(d))
			: 0};

		for (int k = 0; k < 5 && fabs(u) < 690; k++)
			if (with[k] > worst[k] && (k < 4 || i % 500 == 0))
				worst[k] = with[k];
	}
	ok(worst[0] < 1e-15, "exp: %g", worst[0]);
	ok(worst[1] < 1e-15, "log: %g", worst[1]);
	ok(worst[2] < 5e-14, "pow: %g", worst[2]);
	ok(worst[3] < 1e-12, "normal: %g", worst[3]);
	ok(worst[4] < 1e-12, "inverse: %g", worst[4]);
	ok(real_log(0) == -INFINITY && isnan(real_log(-1)), "log of nothing");
	ok(real_log(1) == 0 && real_exp(0) == 1, "one and zero");
	ok(real_exp(1e4) == INFINITY && real_exp(-1e4) == 0, "far away");
	ok(real_normal(0) == .5 && real_normal(40) == 1, "the middle, the end");
	ok(real_normal_inverse(0) == -INFINITY &&
		real_normal_inverse(1) == INFINITY &&
		isnan(real_normal_inverse(2)),
	    "chances that are none");
	ok(fabs(real_normal_inverse(.975) - 1.959963984540054) < 1e-14,
	    "the 97.5th percentile");
	return tap_done();
}
