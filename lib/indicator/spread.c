/* SPDX-License-Identifier: MIT */
#include "indicator/spread.h"

#include <math.h>
#include <stdlib.h>

/* How far the squares may shrink: 8 of the 53 bits. */
#define SHRINK 256

int
spread_init(struct spread *s, int n)
{
	*s = (struct spread){.n = n, .left = n, .k = 1.0 / n};
	s->at = malloc((size_t)n * sizeof *s->at);
	return s->at ? 0 : -1;
}

void
spread_finish(struct spread *s)
{
	free(s->at);
	s->at = NULL;
}

void
spread_reset(struct spread *s)
{
	*s = (struct spread){.at = s->at, .n = s->n, .left = s->n, .k = s->k};
}

/* The value that came i values before the newest. */
static double
back(const struct spread *s, int i)
{
	int at = s->pos - 1 - i;

	return s->at[at < 0 ? at + s->n : at];
}

void
spread_anchor(struct spread *s)
{
	double last, sum = 0, square = 0, rest = 0;

	s->left = s->n;
	if (s->seen == 0)
		return;
	/* From the newest value, so that equal values have no distance. */
	last = back(s, 0);
	for (int i = s->seen - 1; i > 0; i--)
		sum += back(s, i) - last;
	s->origin = last + sum / s->seen;
	for (int i = s->seen - 1; i >= 0; i--) {
		double d = back(s, i) - s->origin;

		rest += d;
		square += d * d;
	}
	s->sum = rest;
	s->square = s->most = square;
}

int
spread_warmup(int n)
{
	return n;
}

static double
squares(const struct spread *s)
{
	return s->square - s->sum * s->sum * s->k;
}

bool
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
	rest = squares(s);
	if (--s->left == 0 || rest * SHRINK < s->most) {
		spread_anchor(s);
		rest = squares(s);
	}
	if (s->seen < s->n)
		return false;
	*mean = s->origin + s->sum * s->k;
	*sd = rest > 0 ? sqrt(rest * s->k) : 0;
	return true;
}
