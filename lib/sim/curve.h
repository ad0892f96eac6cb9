/* SPDX-License-Identifier: MIT */
/*
 * curve - the account's equity over time: every sample counts for the
 * drawdown, one row a UTC day is kept.
 */
#ifndef CURVE_H
#define CURVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "sim/beta.h"
#include "sim/drawdown.h"

struct day {
	int64_t day;      /* since 1970-01-01 */
	int64_t last;     /* time of its last sample */
	double close;     /* equity then */
	double high, low; /* of its samples */
	double drawdown;  /* largest between two of its samples */
};

enum { CURVE_FRESH = 64 };

struct curve {
	double start;             /* equity before the first sample */
	int64_t first;            /* time of that; -1: none */
	struct drawdown drawdown; /* has the peak, the last time, the number */
	struct beta beta;
	int64_t exposed; /* samples with a position */
	int64_t day_end; /* last ms of the last day; -1: there is none */

	struct sample fresh[CURVE_FRESH]; /* not in the above yet */
	int nfresh;
	struct day *days;
	size_t n, size;
};

void curve_init(struct curve *c, double start);
void curve_finish(struct curve *c);

/*
 * Works the fresh samples into the rest, which is behind until then.  0, or -1:
 * out of memory.
 */
int curve_settle(struct curve *c);

/*
 * Adds a sample; times do not fall.  exposed: a position was held since the
 * last one.  As above.
 */
static inline int
curve_push(struct curve *c, const struct sample *at, bool exposed)
{
	c->exposed += exposed;
	c->fresh[c->nfresh++] = *at;
	return c->nfresh == CURVE_FRESH ? curve_settle(c) : 0;
}

/*
 * How far equity has fallen from a peak, as a fraction of it: 0 to 1, and 1
 * for an account that is ruined, even if it owes more than it had.
 */
static inline double
curve_fall(double peak, double equity)
{
	if (equity >= peak || peak <= 0)
		return 0;
	return equity > 0 ? (peak - equity) / peak : 1;
}

/* A part of the curve: the equity it begins with, and whole days. */
struct stretch {
	double base;
	int64_t base_day;
	bool base_is_day; /* and not the start */
	const struct day *days;
	size_t n;
};

/* Of a settled one, as all below. */
struct stretch curve_whole(const struct curve *c);

/*
 * The whole days after start, on top of the equity at the end of the day
 * that start cuts (the curve's start where there is none), up to the last
 * one whose last sample is not behind end.
 */
struct stretch curve_between(const struct curve *c, int64_t start, int64_t end);

/* The largest fall from a peak, the base being the first. */
double stretch_drawdown(const struct stretch *s);

#endif
