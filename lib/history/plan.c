/* SPDX-License-Identifier: MIT */
#include "history/plan.h"

#include <stdlib.h>

#include "exchange/archive.h"

/* Spans of any ms to spans of whole bars. */
static void
round_spans(struct plan *p)
{
	int n = 0;

	for (int i = 0; i < p->nspans; i++) {
		struct store_span s = {
		    .from = interval_open(p->interval, p->spans[i].from),
		    .to = interval_open(p->interval, p->spans[i].to + 1) - 1,
		};

		if (s.from <= s.to)
			p->spans[n++] = s;
	}
	p->nspans = n;
}

int
plan_init(struct plan *p, struct store *s, const struct store_series *series,
    int64_t since, int64_t until)
{
	p->interval = (enum interval)series->interval;
	p->lo = interval_open(p->interval, since);
	p->hi = interval_open(p->interval, until);
	p->spans = NULL;
	p->nspans = 0;
	if (p->lo >= p->hi)
		return 0;
	p->nspans = store_uncovered(s, series, p->lo, p->hi - 1, &p->spans);
	if (p->nspans < 0)
		return -1;
	round_spans(p);
	return 0;
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

int64_t
plan_day_end(int64_t from, int64_t to)
{
	int64_t end = archive_next(ARCHIVE_DAILY, from);

	return end < to ? end : to;
}

/* The first bar that opens at t or later. */
static int64_t
bar_from(enum interval iv, int64_t t)
{
	int64_t open = interval_open(iv, t);

	return open == t ? t : interval_next(iv, open);
}

bool
plan_month(const struct plan *p, int64_t t, int64_t *from, int64_t *to)
{
	bool whole;

	*from = bar_from(p->interval, archive_start(ARCHIVE_MONTHLY, t));
	*to = bar_from(p->interval, archive_next(ARCHIVE_MONTHLY, t));
	whole = *from >= p->lo && *to <= p->hi;
	if (*from < p->lo)
		*from = p->lo;
	if (*to > p->hi)
		*to = p->hi;
	return whole || !archive_is_daily(p->interval);
}

int64_t
plan_files(const struct plan *p)
{
	int64_t n = 0, from, to;

	for (int64_t t = p->lo; t < p->hi;
	     t = archive_next(ARCHIVE_MONTHLY, t)) {
		if (plan_month(p, t, &from, &to)) {
			n += plan_lacks(p, from, to);
			continue;
		}
		for (; from < to; from = plan_day_end(from, to))
			n += plan_lacks(p, from, plan_day_end(from, to));
	}
	return n;
}
