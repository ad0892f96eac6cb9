/* SPDX-License-Identifier: MIT */
#include "indicator/hma.h"

#include <math.h>

static int
half_of(int n)
{
	return n > 1 ? n / 2 : 1;
}

static int
root_of(int n)
{
	return (int)sqrt(n);
}

int
hma_init(struct hma *m, int n)
{
	int half = wma_init(&m->half, half_of(n));
	int whole = wma_init(&m->whole, n);
	int root = wma_init(&m->root, root_of(n));

	if (half == 0 && whole == 0 && root == 0)
		return 0;
	hma_finish(m);
	return -1;
}

void
hma_finish(struct hma *m)
{
	wma_finish(&m->half);
	wma_finish(&m->whole);
	wma_finish(&m->root);
}

void
hma_reset(struct hma *m)
{
	wma_reset(&m->half);
	wma_reset(&m->whole);
	wma_reset(&m->root);
}

void
hma_anchor(struct hma *m)
{
	wma_anchor(&m->half);
	wma_anchor(&m->whole);
	wma_anchor(&m->root);
}

int
hma_warmup(int n)
{
	return n + root_of(n) - 1;
}

bool
hma_push(struct hma *m, double x, double *value)
{
	double half, whole;

	if (!wma_push(&m->half, x, &half))
		half = 0;
	if (!wma_push(&m->whole, x, &whole))
		return false;
	return wma_push(&m->root, 2 * half - whole, value);
}
