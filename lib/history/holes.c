/* SPDX-License-Identifier: MIT */
#include "history/holes.h"

#include <stdlib.h>
#include <string.h>

static int64_t
bars_in(enum interval iv, int64_t from, int64_t to)
{
	int64_t n = 0;

	if (iv != INTERVAL_1MO)
		return (to - from) / interval_ms(iv);
	for (; from < to; from = interval_next(iv, from))
		n++;
	return n;
}

int
holes_add(struct holes *h, enum interval iv, int64_t from, int64_t to,
    enum gap_cause cause)
{
	struct hole *last = h->n ? &h->list[h->n - 1] : NULL;
	int64_t bars = bars_in(iv, from, to);

	if (bars <= 0)
		return 0;
	h->missing += bars;
	if (last && last->cause == cause && last->to + 1 == from) {
		last->to = to - 1;
		last->missing += bars;
		return 0;
	}
	if (h->n == h->room) {
		size_t room = h->room ? 2 * h->room : 16;

		last = realloc(h->list, room * sizeof *last);
		if (!last)
			return -1;
		h->list = last;
		h->room = room;
	}
	h->list[h->n++] = (struct hole){
	    .from = from,
	    .to = to - 1,
	    .missing = bars,
	    .cause = cause,
	};
	return 0;
}

void
holes_cut(struct holes *h, enum interval iv, int64_t t)
{
	while (h->n > 0 && h->list[h->n - 1].to >= t) {
		struct hole *last = &h->list[h->n - 1];
		int64_t from = last->from > t ? last->from : t;
		int64_t bars = bars_in(iv, from, last->to + 1);

		h->missing -= bars;
		last->missing -= bars;
		last->to = t - 1;
		if (last->from < t)
			return;
		h->n--;
	}
}

int64_t
holes_missing(const struct holes *h, enum gap_cause cause)
{
	int64_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		if (h->list[i].cause == cause)
			n += h->list[i].missing;
	return n;
}

void
holes_free(struct holes *h)
{
	free(h->list);
	memset(h, 0, sizeof *h);
}
