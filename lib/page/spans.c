/* SPDX-License-Identifier: MIT */
#include "page/spans.h"

#include <stdlib.h>

void
spans_init(struct spans *s)
{
	*s = (struct spans){0};
}

void
spans_finish(struct spans *s)
{
	free(s->at);
	spans_init(s);
}

static void
coarsen(struct spans *s)
{
	while (s->n > SPANS_MAX / 2) {
		int n = 1;

		s->apart = s->apart ? 2 * s->apart : 1;
		for (int i = 1; i < s->n; i++) {
			struct span *last = &s->at[n - 1];

			if (s->at[i].from - last->to <= s->apart)
				last->to = s->at[i].to;
			else
				s->at[n++] = s->at[i];
		}
		s->n = n;
	}
}

static int
make_room(struct spans *s)
{
	int size = s->size ? 2 * s->size : 16;
	struct span *at;

	if (s->n == SPANS_MAX)
		coarsen(s);
	if (s->n < s->size)
		return 0;
	at = realloc(s->at, (size_t)size * sizeof *at);
	if (!at)
		return -1;
	s->at = at;
	s->size = size;
	return 0;
}

/* The last one grows by what the new one has beyond it. */
static void
extend(struct spans *s, struct span *last, int64_t to, int cause)
{
	if (last->cause < 0)
		last->cause = cause;
	if (to <= last->to)
		return;
	s->missing += to - last->to;
	last->to = to;
}

int
spans_add(struct spans *s, int64_t from, int64_t to, int cause)
{
	struct span *last = s->n ? &s->at[s->n - 1] : NULL;

	if (to < from)
		return 0;
	if (last && from <= last->to + 1) {
		extend(s, last, to, cause);
		return 0;
	}
	s->count++;
	s->missing += to - from + 1;
	if (last && s->apart && from - last->to <= s->apart) {
		last->to = to;
		return 0;
	}
	if (make_room(s) != 0)
		return -1;
	s->at[s->n++] = (struct span){from, to, cause};
	return 0;
}

int64_t
spans_covered(const struct spans *s, int64_t after, int64_t before)
{
	int lo = 0, hi = s->n;
	int64_t sum = 0;

	while (lo < hi) { /* the first that ends behind after */
		int mid = lo + (hi - lo) / 2;

		if (s->at[mid].to > after)
			hi = mid;
		else
			lo = mid + 1;
	}
	for (; lo < s->n && s->at[lo].from < before; lo++) {
		int64_t from = s->at[lo].from, to = s->at[lo].to + 1;

		if (from < after)
			from = after;
		if (to > before)
			to = before;
		sum += to - from;
	}
	return sum;
}
