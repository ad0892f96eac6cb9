/* SPDX-License-Identifier: MIT */
#include "base/big.h"

#include <stdlib.h>

static void
append(struct big *b, uint64_t limb)
{
	if (!limb)
		return;
	if (b->n == BIG_LIMBS)
		abort();
	b->limb[b->n++] = limb;
}

void
big_set(struct big *b, uint64_t v)
{
	b->n = 0;
	append(b, v);
}

void
big_mul_add(struct big *b, uint64_t mul, uint64_t add)
{
	for (int i = 0; i < b->n; i++) {
		unsigned __int128 x = (unsigned __int128)b->limb[i] * mul + add;

		b->limb[i] = (uint64_t)x;
		add = (uint64_t)(x >> 64);
	}
	append(b, add);
}

void
big_mul_pow5(struct big *b, int n)
{
	for (; n >= 27; n -= 27)
		big_mul_add(b, 7450580596923828125u, 0); /* 5^27 < 2^64 */
	for (; n > 0; n--)
		big_mul_add(b, 5, 0);
}

void
big_shift(struct big *b, int bits)
{
	int limbs = bits / 64;

	big_mul_add(b, 1ull << bits % 64, 0);
	if (b->n == 0)
		return;
	if (limbs > BIG_LIMBS - b->n)
		abort();
	for (int i = b->n - 1; i >= 0; i--)
		b->limb[i + limbs] = b->limb[i];
	for (int i = 0; i < limbs; i++)
		b->limb[i] = 0;
	b->n += limbs;
}

int
big_cmp(const struct big *a, const struct big *b)
{
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (int i = a->n - 1; i >= 0; i--)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}
