/* SPDX-License-Identifier: MIT */
#include "base/big.h"

#include "tap.h"

/* m * 5^fives * 2^twos by single steps. */
static struct big
slowly(uint64_t m, int fives, int twos)
{
	struct big b;

	big_set(&b, m);
	while (fives-- > 0)
		big_mul_add(&b, 5, 0);
	while (twos-- > 0)
		big_mul_add(&b, 2, 0);
	return b;
}

static const struct {
	const char *title;
	uint64_t a;
	int a5, a2;
	uint64_t b;
	int b5, b2;
	int want;
} cmps[] = {
    {"equal", 7, 0, 0, 7, 0, 0, 0},
    {"zero is equal to zero, shifted or not", 0, 0, 0, 0, 30, 200, 0},
    {"zero is less than one", 0, 0, 0, 1, 0, 0, -1},
    {"10^3 = 1000", 1, 3, 3, 1000, 0, 0, 0},
    {"10^27 - a power table's step", 1, 27, 27, 1000000000000000000, 9, 9, 0},
    {"a low limb decides", UINT64_MAX, 0, 64, UINT64_MAX, 1, 0, 1},
    {"more limbs are more", 1, 0, 64, UINT64_MAX, 0, 0, 1},
    {"a carry runs up", UINT64_MAX, 60, 500, UINT64_MAX - 1, 60, 500, 1},
    {"the widest in use", 1, 1125, 1100, 3, 1125, 1098, 1},
};

int
main(void)
{
	for (size_t i = 0; i < sizeof cmps / sizeof *cmps; i++) {
		struct big a, b, c;

		big_set(&a, cmps[i].a);
		big_mul_pow5(&a, cmps[i].a5);
		big_shift(&a, cmps[i].a2);
		b = slowly(cmps[i].b, cmps[i].b5, cmps[i].b2);
		c = slowly(cmps[i].a, cmps[i].a5, cmps[i].a2);
		ok(big_cmp(&a, &c) == 0 && big_cmp(&a, &b) == cmps[i].want &&
			big_cmp(&b, &a) == -cmps[i].want,
		    "%s", cmps[i].title);
	}
	return tap_done();
}
