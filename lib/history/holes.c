/* SPDX-License-Identifier: MIT */
#include "history/holes.h"

#include <stdlib.h>
#include <string.h>

#include "history/dataset.h"

/* One after it, of the same kind?  Then it grows. */
static bool
grow(struct hole *last, const struct hole *x)
{
	if (last->cause != x->cause || last->to + 1 != x->from ||
	    last->from_id || x->from_id)
		return false;
	last->to = x->to;
	last->missing += x->missing;
	return true;
}

/* Where there are very many already, the last one of ids takes the next in. */
static bool
take_in(struct hole *last, const struct hole *x)
{
	if (last->cause != x->cause || !last->from_id || !x->from_id ||
	    x->from_id <= last->to_id)
		return false;
	last->to = x->to;
	last->to_id = x->to_id;
	last->missing += x->missing;
	return true;
}

static int
add(struct holes *h, const struct hole *x)
{
	struct hole *last = h->n ? &h->list[h->n - 1] : NULL;

	h->missing += x->missing;
	if (last && (grow(last, x) || (h->n >= HOLES_IDS && take_in(last, x))))
		return 0;
	if (h->n == h->room) {
		size_t room = h->room ? 2 * h->room : 16;
		struct hole *list = realloc(h->list, room * sizeof *list);

		if (!list)
			return -1;
		h->list = list;
		h->room = room;
	}
	h->list[h->n++] = *x;
	return 0;
}

int
holes_add(struct holes *h, const struct row_format *f, int64_t from, int64_t to,
    enum gap_cause cause)
{
	struct hole x = {.from = from, .to = to - 1, .cause = cause};

	if (from >= to)
		return 0;
	if (dataset_has_grid(f->data)) {
		x.missing = interval_count(f->interval, from, to);
		if (x.missing <= 0)
			return 0;
	}
	return add(h, &x);
}

int
holes_add_ids(struct holes *h, int64_t from, int64_t to, int64_t from_id,
    int64_t to_id, enum gap_cause cause)
{
	struct hole x = {
	    .from = from,
	    .to = to,
	    .missing = to_id - from_id + 1,
	    .from_id = from_id,
	    .to_id = to_id,
	    .cause = cause,
	};

	return add(h, &x);
}

static int
by_time(const void *a, const void *b)
{
	const struct hole *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->from_id != y->from_id)
		return x->from_id < y->from_id ? -1 : 1;
	return 0;
}

void
holes_sort(struct holes *h)
{
	size_t n = 0;

	if (h->n == 0)
		return;
	qsort(h->list, h->n, sizeof h->list[0], by_time);
	for (size_t i = 1; i < h->n; i++)
		if (!grow(&h->list[n], &h->list[i]))
			h->list[++n] = h->list[i];
	h->n = n + 1;
}

static bool
is_theirs(enum gap_cause cause)
{
	return cause == CAUSE_EXCHANGE || cause == CAUSE_NOT_LISTED ||
	       cause == CAUSE_DELISTED;
}

int
holes_wanting(const struct holes *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (!is_theirs(h->list[i].cause))
			return 1;
	return 0;
}

int64_t
holes_missing(const struct holes *h, enum gap_cause cause)
{
	int64_t n = 0;

	for (size_t i = 0; i < h->n; i++)
		if (h->list[i].cause == cause)
			n += h->list[i].missing ? h->list[i].missing : 1;
	return n;
}

void
holes_free(struct holes *h)
{
	free(h->list);
	memset(h, 0, sizeof *h);
}
