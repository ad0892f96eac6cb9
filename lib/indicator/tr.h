/* SPDX-License-Identifier: MIT */
/* tr - Wilder's true range of a bar, in units of price. */
#ifndef TR_H
#define TR_H

#include <stdbool.h>

/*
 * TR = max(high - low, |high - close'|, |low - close'|), close' that of the
 * bar before (Wilder, 1978): the first bar has none.  Caller's storage.
 */
struct tr {
	bool known; /* close is that of the bar before */
	double close;
};

void tr_init(struct tr *t); /* also starts again */

/* Bars up to and including the first that gives a value: 2. */
int tr_warmup(void);

/* False for the first bar. */
static inline bool
tr_push(struct tr *t, double high, double low, double close, double *value)
{
	double top = high > t->close ? high : t->close;
	double bottom = low < t->close ? low : t->close;
	bool known = t->known;

	t->known = true;
	t->close = close;
	if (known)
		*value = top - bottom;
	return known;
}

#endif
