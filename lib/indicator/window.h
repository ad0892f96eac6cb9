/* SPDX-License-Identifier: MIT */
/* window - the last n values and their sum: what rolling indicators share. */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>

/*
 * The sum is kept up by adding what comes and taking off what leaves, and is
 * summed anew, oldest value first, every n values: so it does not drift.
 * window_anchor() sums it anew at once.  A caller who does that at moments
 * that depend on the data's time alone gets sums that do not depend, to the
 * last bit, on where the run began.
 */
struct window {
	double
	    *at; /* n values, a ring; at[pos] is the oldest once it is full */
	int n, pos, seen;
	int left; /* values until the sum is summed anew */
	double sum;
};

/* n >= 1.  0, or -1: no memory. */
int window_init(struct window *w, int n);
void window_finish(struct window *w);
void window_reset(struct window *w); /* forgets all values */
void window_anchor(struct window *w);

static inline bool
window_full(const struct window *w)
{
	return w->seen == w->n;
}

/* The value that came i values before the newest, 0 <= i < seen. */
static inline double
window_back(const struct window *w, int i)
{
	int at = w->pos - 1 - i;

	return w->at[at < 0 ? at + w->n : at];
}

/* Adds a value; true once there are n. */
static inline bool
window_push(struct window *w, double x)
{
	if (w->seen == w->n) {
		w->sum += x - w->at[w->pos];
	} else {
		w->sum += x;
		w->seen++;
	}
	w->at[w->pos] = x;
	if (++w->pos == w->n)
		w->pos = 0;
	if (--w->left == 0)
		window_anchor(w);
	return w->seen == w->n;
}

#endif
