/* SPDX-License-Identifier: MIT */
#include "indicator/wma.h"

int
wma_init(struct wma *m, int n)
{
	m->sum = 0;
	m->scale = 2 / ((double)n * (n + 1));
	return window_init(&m->w, n);
}

void
wma_finish(struct wma *m)
{
	window_finish(&m->w);
}

void
wma_reset(struct wma *m)
{
	window_reset(&m->w);
	m->sum = 0;
}

/* Until the window is full, the weights are those of a full one. */
static void
sum_anew(struct wma *m)
{
	double sum = 0;

	for (int i = m->w.seen - 1; i >= 0; i--)
		sum += (m->w.n - i) * window_back(&m->w, i);
	m->sum = sum;
}

void
wma_anchor(struct wma *m)
{
	window_anchor(&m->w);
	sum_anew(m);
}

int
wma_warmup(int n)
{
	return n;
}

bool
wma_push(struct wma *m, double x, double *value)
{
	m->sum += m->w.n * x - m->w.sum;
	window_push(&m->w, x);
	if (m->w.left == m->w.n)
		sum_anew(m);
	if (!window_full(&m->w))
		return false;
	*value = m->sum * m->scale;
	return true;
}
