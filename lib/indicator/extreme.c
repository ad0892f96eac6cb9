/* SPDX-License-Identifier: MIT */
#include "indicator/extreme.h"

#include <stdlib.h>

int
extreme_init(struct extreme *e, enum extreme_kind kind, int n)
{
	*e = (struct extreme){.n = n, .sign = kind == EXTREME_MAX ? 1 : -1};
	e->at = malloc((size_t)n * sizeof *e->at);
	return e->at ? 0 : -1;
}

void
extreme_finish(struct extreme *e)
{
	free(e->at);
	e->at = NULL;
}

void
extreme_reset(struct extreme *e)
{
	e->first = e->used = 0;
	e->seen = 0;
}

int
extreme_warmup(int n)
{
	return n;
}

/* The place of the i-th value of the queue, 0 <= i <= n. */
static inline int
place(const struct extreme *e, int i)
{
	int at = e->first + i;

	return at >= e->n ? at - e->n : at;
}

bool
extreme_push(struct extreme *e, double x, double *value)
{
	double key = e->sign * x;

	if (e->used > 0 && e->seen - e->at[e->first].number >= e->n) {
		e->first = place(e, 1);
		e->used--;
	}
	while (e->used > 0 && e->at[place(e, e->used - 1)].x < key)
		e->used--;
	e->at[place(e, e->used++)] = (struct extreme_at){key, e->seen++};
	if (e->seen < e->n)
		return false;
	*value = e->sign * e->at[e->first].x;
	return true;
}

int
extreme_age(const struct extreme *e)
{
	return (int)(e->seen - 1 - e->at[e->first].number);
}
