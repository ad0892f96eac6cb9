/* SPDX-License-Identifier: MIT */
#include "indicator/spread.h"

#include <stdlib.h>

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
