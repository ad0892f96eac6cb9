/* SPDX-License-Identifier: MIT */
#include "history/plan.h"

#include <stdlib.h>

/* The first place at t or later. */
static int64_t
place_from(const struct row_format *f, int64_t t)
{
	int64_t place = dataset_floor(f, t);

	return place == t || !dataset_has_grid(f->data)
		   ? t
		   : interval_next(f->interval, place);
}

/* Spans of times of records to spans of whole places. */
static void
round_spans(struct plan *p)
{
	const struct row_format *f = &p->target->format;
	int64_t shift = dataset_shift(f->data);
	int n = 0;

	for (int i = 0; i < p->nspans; i++) {
		struct store_span s = {
		    .from = dataset_floor(f, p->spans[i].from - shift),
		    .to = dataset_floor(f, p->spans[i].to - shift + 1) - 1,
		};

		if (s.from <= s.to)
			p->spans[n++] = s;
	}
	p->nspans = n;
}

int
plan_renew(struct plan *p, struct store *s)
{
	struct store_series series = dataset_series(p->target);
	int64_t shift = dataset_shift(p->target->format.data);

	plan_finish(p);
	if (p->lo >= p->hi)
		return 0;
	p->nspans = store_uncovered(
	    s, &series, p->lo + shift, p->hi - 1 + shift, &p->spans);
	if (p->nspans < 0) {
		p->nspans = 0;
		return -1;
	}
	round_spans(p);
	return 0;
}

static int
lack_all(struct plan *p)
{
	if (p->lo >= p->hi)
		return 0;
	p->spans = malloc(sizeof *p->spans);
	if (!p->spans)
		return -1;
	p->spans[0] = (struct store_span){p->lo, p->hi - 1};
	p->nspans = 1;
	return 0;
}

int
plan_init(struct plan *p, struct store *s, const struct target *t,
    int64_t since, int64_t until, bool all)
{
	int64_t shift = dataset_shift(t->format.data);

	*p = (struct plan){.target = t};
	p->lo = dataset_floor(&t->format, since - shift);
	p->hi = dataset_floor(&t->format, until - shift);
	if (p->lo < 0)
		p->lo = place_from(&t->format, 0);
	return all ? lack_all(p) : plan_renew(p, s);
}

void
plan_finish(struct plan *p)
{
	free(p->spans);
	p->spans = NULL;
	p->nspans = 0;
}

bool
plan_next(
    const struct plan *p, int64_t from, int64_t to, struct store_span *part)
{
	for (int i = 0; i < p->nspans; i++) {
		const struct store_span *s = &p->spans[i];

		part->from = s->from > from ? s->from : from;
		part->to = s->to < to ? s->to : to - 1;
		if (part->from <= part->to)
			return true;
	}
	return false;
}

bool
plan_lacks(const struct plan *p, int64_t from, int64_t to)
{
	struct store_span part;

	return plan_next(p, from, to, &part);
}

int
plan_drop(struct plan *p, int64_t from, int64_t to)
{
	struct store_span *kept;
	int n = 0;

	kept = malloc(((size_t)p->nspans + 1) * sizeof *kept);
	if (!kept)
		return -1;
	for (int i = 0; i < p->nspans; i++) {
		struct store_span s = p->spans[i];

		if (s.from < from)
			kept[n++] = (struct store_span){
			    s.from, s.to < from ? s.to : from - 1};
		if (s.to >= to)
			kept[n++] = (struct store_span){
			    s.from >= to ? s.from : to, s.to};
	}
	free(p->spans);
	p->spans = kept;
	p->nspans = n;
	return 0;
}
