/* SPDX-License-Identifier: MIT */
/*
 * rng - pseudo-random numbers that are the same on every machine.
 *
 * Sources: splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom
 * number generators", 2014) spreads a seed; xoshiro256** (Blackman, Vigna,
 * "Scrambled linear pseudorandom number generators", 2021) does the rest.
 */
#ifndef RNG_H
#define RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t s[4];
};

/* The next number of the sequence that *state walks through. */
uint64_t rng_splitmix(uint64_t *state);

void rng_seed(struct rng *r, uint64_t seed);

/* A number from a name: FNV-1a, then mixed. */
uint64_t rng_hash(const char *s, size_t len);

static inline uint64_t rng_next(struct rng *r);

/* 0 .. n - 1, n > 0; biased by less than n / 2^64. */
static inline int64_t rng_below(struct rng *r, int64_t n);

/*
 * A bell-shaped number made of 64 random bits: the sum of four uniform ones
 * about their mean, within RNG_BELL_MAX of 0, standard deviation RNG_BELL_SD.
 */
enum { RNG_BELL_MAX = 131070, RNG_BELL_SD = 37837 };
static inline int64_t rng_bell(uint64_t bits);

static inline uint64_t
rng_next(struct rng *r)
{
	uint64_t *s = r->s, x = s[1] * 5, t = s[1] << 17;

	x = (x << 7 | x >> 57) * 9;
	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = s[3] << 45 | s[3] >> 19;
	return x;
}

static inline int64_t
rng_below(struct rng *r, int64_t n)
{
	return (int64_t)((unsigned __int128)rng_next(r) * (uint64_t)n >> 64);
}

static inline int64_t
rng_bell(uint64_t bits)
{
	uint64_t sum = (bits & 0xffff) + (bits >> 16 & 0xffff) +
		       (bits >> 32 & 0xffff) + (bits >> 48);

	return (int64_t)sum - RNG_BELL_MAX;
}

#endif
