/* SPDX-License-Identifier: MIT */
#include "page/thin.h"

#include <stdlib.h>

enum { FIRST_CELLS = 64 };

void
thin_init(struct thin *t)
{
	*t = (struct thin){0};
}

void
thin_finish(struct thin *t)
{
	free(t->cells);
	thin_init(t);
}

/* b, which is later, becomes a part of a. */
static void
join(struct thin_cell *a, const struct thin_cell *b)
{
	bool low = b->low<a->low, high = b->high> a->high;

	if (low && high)
		a->low_first = b->low_first;
	else if (low)
		a->low_first = false;
	else if (high)
		a->low_first = true;
	if (low)
		a->low = b->low;
	if (high)
		a->high = b->high;
	a->last = b->last;
	if (b->to > a->to)
		a->to = b->to;
}

static void
lengthen(struct thin *t)
{
	while (t->n > THIN_CELLS / 2) {
		int n = 1;

		t->shift++;
		for (int i = 1; i < t->n; i++) {
			struct thin_cell *a = &t->cells[n - 1];
			const struct thin_cell *b = &t->cells[i];

			if (a->from >> t->shift == b->from >> t->shift)
				join(a, b);
			else
				t->cells[n++] = *b;
		}
		t->n = n;
	}
}

static int
make_room(struct thin *t)
{
	int size = t->size ? 2 * t->size : FIRST_CELLS;
	struct thin_cell *cells;

	if (t->n == THIN_CELLS)
		lengthen(t);
	if (t->n < t->size)
		return 0;
	cells = realloc(t->cells, (size_t)size * sizeof *cells);
	if (!cells)
		return -1;
	t->cells = cells;
	t->size = size;
	return 0;
}

int
thin_push(struct thin *t, int64_t time, double first, double low, double high,
    double last)
{
	struct thin_cell c = {
	    time, time, first, low, high, last, last >= first};
	struct thin_cell *end = t->n ? &t->cells[t->n - 1] : NULL;

	if (end && time >> t->shift <= end->from >> t->shift) {
		join(end, &c);
		return 0;
	}
	if (make_room(t) != 0)
		return -1;
	end = t->n ? &t->cells[t->n - 1] : NULL;
	if (end && time >> t->shift <= end->from >> t->shift)
		join(end, &c);
	else
		t->cells[t->n++] = c;
	return 0;
}

int
thin_point(struct thin *t, int64_t time, double v)
{
	return thin_push(t, time, v, v, v, v);
}

void
thin_range(const struct thin *t, double *lo, double *hi)
{
	for (int i = 0; i < t->n; i++) {
		if (t->cells[i].low < *lo)
			*lo = t->cells[i].low;
		if (t->cells[i].high > *hi)
			*hi = t->cells[i].high;
	}
}
