/* SPDX-License-Identifier: MIT */
/* spread - mean and standard deviation of the last n values. */
#ifndef SPREAD_H
#define SPREAD_H

#include <math.h>
#include <stdbool.h>

/*
 * The deviation is the population's: sqrt(sum((x - mean)^2) / n).
 *
 * Sums of x and of its square would lose a small deviation under a large
 * price.  The sums here are of distances from an origin, the window's mean
 * when they were last made, and are made anew every n values, by
 * spread_anchor(), and as soon as the squares have shrunk so far under what
 * they were that rounding could show.  The result is within 1e-12 of the
 * definition's, computed in two passes.
 */
struct spread {
	double *at; /* n values, a ring */
	int n, pos, seen;
	int left;           /* values until the sums are made anew */
	double k;           /* 1 / n */
	double origin;      /* what the distances are from */
	double sum, square; /* of the distances */
	double most;        /* the largest square since they were made */
};

int spread_init(struct spread *s, int n); /* n >= 1; -1: no memory */
void spread_finish(struct spread *s);
void spread_reset(struct spread *s);  /* starts again */
void spread_anchor(struct spread *s); /* see window.h */

/* Inputs up to and including the first that gives a value: n. */
int spread_warmup(int n);

/* True, and both values, once spread_warmup() inputs were seen. */
static inline bool spread_push(
    struct spread *s, double x, double *mean, double *sd);

/* How far the squares may shrink: 8 of the 53 bits. */
enum { SPREAD_SHRINK = 256 };

static inline double
spread_squares(const struct spread *s)
{
	return s->square - s->sum * s->sum * s->k;
}

static inline bool
spread_push(struct spread *s, double x, double *mean, double *sd)
{
	double d, rest, gone = s->origin;

	if (s->seen == s->n)
		gone = s->at[s->pos];
	else if (s->seen++ == 0)
		s->origin = gone = x;
	d = x - s->origin;
	gone -= s->origin;
	s->sum += d - gone;
	s->square += d * d - gone * gone;
	s->at[s->pos] = x;
	if (++s->pos == s->n)
		s->pos = 0;
	if (s->square > s->most)
		s->most = s->square;
	rest = spread_squares(s);
	if (--s->left == 0 || rest * SPREAD_SHRINK < s->most) {
		spread_anchor(s);
		rest = spread_squares(s);
	}
	if (s->seen < s->n)
		return false;
	*mean = s->origin + s->sum * s->k;
	*sd = rest > 0 ? sqrt(rest * s->k) : 0;
	return true;
}

#endif
