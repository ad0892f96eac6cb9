/* SPDX-License-Identifier: MIT */
#include "base/rng.h"

static uint64_t
mix(uint64_t z)
{
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
	z = (z ^ z >> 27) * 0x94d049bb133111ebU;
	return z ^ z >> 31;
}

uint64_t
rng_splitmix(uint64_t *state)
{
	*state += 0x9e3779b97f4a7c15U;
	return mix(*state);
}

void
rng_seed(struct rng *r, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		r->s[i] = rng_splitmix(&seed);
}

/* FNV-1a: Fowler, Noll, Vo; offset basis and prime of its 64-bit form. */
uint64_t
rng_hash(const char *s, size_t len)
{
	uint64_t h = 0xcbf29ce484222325U;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3U;
	return mix(h);
}
