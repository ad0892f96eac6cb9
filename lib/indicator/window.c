/* SPDX-License-Identifier: MIT */
#include "indicator/window.h"

#include <stdlib.h>

int
window_init(struct window *w, int n)
{
	*w = (struct window){.n = n, .left = n};
	w->at = malloc((size_t)n * sizeof *w->at);
	return w->at ? 0 : -1;
}

void
window_finish(struct window *w)
{
	free(w->at);
	w->at = NULL;
}

void
window_reset(struct window *w)
{
	w->pos = w->seen = 0;
	w->left = w->n;
	w->sum = 0;
}

void
window_anchor(struct window *w)
{
	double sum = 0;

	for (int i = w->seen - 1; i >= 0; i--)
		sum += window_back(w, i);
	w->sum = sum;
	w->left = w->n;
}
