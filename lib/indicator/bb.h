/* SPDX-License-Identifier: MIT */
/* bb - Bollinger's bands. */
#ifndef BB_H
#define BB_H

#include <stdbool.h>

#include "indicator/spread.h"

/*
 * With the mean and the population's standard deviation sd of the last n
 * inputs (Bollinger, Bollinger on Bollinger Bands, 2001):
 *   upper, lower = mean +- k sd, middle = mean
 *   width = (upper - lower) / middle; 0 where the middle is 0
 *   pct   = (x - lower) / (upper - lower), %b; 0.5 where the bands meet
 */
struct bb_value {
	double upper, middle, lower; /* NaN while not known */
	double height;               /* 2 k sd */
};

struct bb {
	struct spread spread;
	double k;
};

int bb_init(struct bb *b, int n, double k); /* n >= 1, k > 0; -1: no memory */
void bb_finish(struct bb *b);
void bb_reset(struct bb *b);  /* starts again */
void bb_anchor(struct bb *b); /* see window.h */

/* Inputs up to and including the first that gives a value: n. */
int bb_warmup(int n);

/* True once bb_warmup() inputs were seen. */
static inline bool
bb_push(struct bb *b, double x, struct bb_value *v)
{
	double mean, sd, half;

	if (!spread_push(&b->spread, x, &mean, &sd)) {
		*v = (struct bb_value){NAN, NAN, NAN, NAN};
		return false;
	}
	half = b->k * sd;
	v->middle = mean;
	v->upper = mean + half;
	v->lower = mean - half;
	v->height = 2 * half;
	return true;
}

/* NaN while the bands are not known. */
static inline double
bb_width(const struct bb_value *v)
{
	return v->middle == 0 ? 0 : v->height / v->middle;
}

static inline double
bb_pct(const struct bb_value *v, double x)
{
	return v->height == 0 ? 0.5 : (x - v->lower) / v->height;
}

#endif
