/* SPDX-License-Identifier: MIT */
/* Recomputes every entry of the table by exact integer arithmetic. */
#include "base/pow10.h"

#include "base/big.h"

#include "tap.h"

static void
big_set128(struct big *b, uint64_t hi, uint64_t lo)
{
	b->n = 2;
	b->limb[0] = lo;
	b->limb[1] = hi;
}

/* T * 2^shift <= 10^e < (T + 1) * 2^shift, each side times what makes it
 * whole. */
static bool
is_bracketed(int e)
{
	struct pow10 t = pow10_get(e);
	struct big low, high, power;
	int shift = pow10_shift(e), twos = shift - e;

	big_set128(&low, t.hi, t.lo);
	high = low;
	big_mul_add(&high, 1, 1);
	big_set(&power, 1);
	if (e >= 0)
		big_mul_pow5(&power, e);
	else {
		big_mul_pow5(&low, -e);
		big_mul_pow5(&high, -e);
	}
	if (twos >= 0) {
		big_shift(&low, twos);
		big_shift(&high, twos);
	} else
		big_shift(&power, -twos);
	return big_cmp(&low, &power) <= 0 && big_cmp(&power, &high) < 0 &&
	       (big_cmp(&low, &power) == 0) == pow10_is_exact(e);
}

int
main(void)
{
	int wrong = 0, loose = 0;

	for (int e = POW10_MIN; e <= POW10_MAX; e++) {
		struct pow10 t = pow10_get(e);

		wrong += !is_bracketed(e);
		loose += t.hi >> 63 == 0;
	}
	ok(wrong == 0, "each entry is its power of ten, cut");
	ok(loose == 0, "each entry has its highest bit set");
	return tap_done();
}
