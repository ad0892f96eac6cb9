/* SPDX-License-Identifier: MIT */
#include "indicator/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of a double: its exponent and four bits of mantissa, as one number. */
enum { SHIFT = 48, FIRST = (1023 - 24) << 4 };

static const double LEAST = 0x1p-24, LARGEST = 0x1.fffffffffffffp23;

/* The number of x >= LEAST's bin, from 1. */
static int
bin_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return (int)(bits >> SHIFT) - FIRST + 1;
}

/* Where bin i >= 1 begins. */
static double
bin_low(int i)
{
	uint64_t bits = (uint64_t)(i - 1 + FIRST) << SHIFT;
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

int
rank_init(struct rank *r, int n)
{
	*r = (struct rank){.n = n};
	r->ring = malloc((size_t)n * sizeof *r->ring);
	return r->ring ? 0 : -1;
}

void
rank_finish(struct rank *r)
{
	free(r->ring);
	r->ring = NULL;
}

void
rank_reset(struct rank *r)
{
	*r = (struct rank){.ring = r->ring, .n = r->n};
}

static void
count(struct rank *r, int bin, int by)
{
	r->bins[bin] = (uint16_t)(r->bins[bin] + by);
	if (bin)
		r->octaves[(bin - 1) / 16] =
		    (uint16_t)(r->octaves[(bin - 1) / 16] + by);
}

void
rank_push(struct rank *r, double x)
{
	int bin = x < LEAST ? 0 : bin_of(x < LARGEST ? x : LARGEST);

	if (r->seen == r->n)
		count(r, r->ring[r->pos], -1);
	else
		r->seen++;
	r->ring[r->pos] = (uint16_t)bin;
	count(r, bin, 1);
	if (++r->pos == r->n)
		r->pos = 0;
}

int
rank_count(const struct rank *r)
{
	return r->seen;
}

/*
 * The sum of the first n of v[0 .. of - 1], of a multiple of 4.  A processor
 * does not foresee where they end, so all are added, under a mask, four at a
 * time: no sum is over RANK_MAX, so there is no carry between the four.
 */
static inline unsigned
first(const uint16_t *v, int of, int n)
{
	static const uint16_t mask[2 * RANK_OCTAVES] = {
	    [0 ... RANK_OCTAVES - 1] = UINT16_MAX};
	const uint16_t *under = mask + RANK_OCTAVES - n;
	uint64_t sum = 0;

	for (int i = 0; i < of; i += 4) {
		uint64_t four, m;

		memcpy(&four, v + i, sizeof four);
		memcpy(&m, under + i, sizeof m);
		sum += four & m;
	}
	return (unsigned)(sum * 0x0001000100010001u >> 48);
}

/* Values in lower bins than this one, from 1. */
static unsigned
below(const struct rank *r, int bin)
{
	int octave = (bin - 1) / 16, rest = (bin - 1) % 16;

	return r->bins[0] + first(r->octaves, RANK_OCTAVES, octave) +
	       first(r->bins + 1 + 16 * octave, 16, rest);
}

double
rank_of(const struct rank *r, double x)
{
	double lo, share;
	int bin;

	if (!r->seen)
		return NAN;
	if (x < LEAST)
		return 0.5 * r->bins[0] / r->seen;
	if (x > LARGEST)
		x = LARGEST;
	bin = bin_of(x);
	lo = bin_low(bin);
	share = (x - lo) / (bin_low(bin + 1) - lo);
	return (below(r, bin) + share * r->bins[bin]) / r->seen;
}
