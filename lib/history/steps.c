/* SPDX-License-Identifier: MIT */
#include "history/steps.h"

#include <stdlib.h>

#include "exchange/archive.h"
#include "exchange/rest.h"
#include "history/file.h"
#include "history/page.h"

void
steps_init(struct steps *s)
{
	s->first = NULL;
	s->last = &s->first;
}

void
step_free(struct step *st)
{
	file_free(st->file);
	file_free(st->month);
	page_free(st->page);
	free(st);
}

struct step *
steps_take(struct steps *s)
{
	struct step *st = s->first;

	if (st && !(s->first = st->next))
		s->last = &s->first;
	return st;
}

void
steps_free(struct steps *s)
{
	struct step *st;

	while ((st = steps_take(s)))
		step_free(st);
}

struct step *
steps_add(struct steps *s, enum route route, int64_t from, int64_t to)
{
	struct step *st = calloc(1, sizeof *st);

	if (!st)
		return NULL;
	st->route = route;
	st->from = from;
	st->to = to;
	*s->last = st;
	s->last = &st->next;
	return st;
}

void
steps_prepend(struct steps *s, struct steps *more)
{
	if (!more->first)
		return;
	*more->last = s->first;
	if (!s->first)
		s->last = more->last;
	s->first = more->first;
	steps_init(more);
}

/* Where a page that begins at from ends. */
static int64_t
page_end(const struct target *t, int64_t from, int64_t to)
{
	const struct row_format *f = &t->format;
	int64_t page = rest_page(t->venue, f->data), end;

	if (!dataset_has_grid(f->data))
		return to; /* how far a page gets is seen when it is there */
	if (f->interval == INTERVAL_1MO)
		return to; /* 499 of them are more than there can be */
	end = from + page * interval_ms(f->interval);
	return end < to ? end : to;
}

int
steps_add_rest(struct steps *s, const struct plan *p, const struct routes *r,
    int64_t from, int64_t to, bool sure)
{
	struct store_span part;

	if (from < r->reach)
		from = r->reach;
	from = dataset_floor(&p->target->format, from);
	while (plan_next(p, from, to, &part)) {
		for (from = part.from; from <= part.to;) {
			int64_t end = page_end(p->target, from, part.to + 1);
			struct step *st = steps_add(s, ROUTE_REST, from, end);

			if (!st)
				return -1;
			st->sure = sure;
			from = end;
		}
	}
	return 0;
}

int64_t
steps_day_end(int64_t from, int64_t to)
{
	int64_t end = archive_next(ARCHIVE_DAILY, from);

	return end < to ? end : to;
}

/* Whether the archive may have a file of the day that holds t. */
static bool
is_filed(const struct routes *r, enum archive_span span, int64_t t)
{
	int64_t end = archive_next(span, t);

	return end <= r->end && end > r->floor;
}

int
steps_add_days(struct steps *s, const struct plan *p, const struct routes *r,
    int64_t from, int64_t to)
{
	int64_t end;

	for (; from < to; from = end) {
		end = steps_day_end(from, to);
		if (r->has[ROUTE_DAY] && is_filed(r, ARCHIVE_DAILY, from)) {
			if (plan_lacks(p, from, end) &&
			    !steps_add(s, ROUTE_DAY, from, end))
				return -1;
			continue;
		}
		while (end < to &&
		       !(r->has[ROUTE_DAY] && is_filed(r, ARCHIVE_DAILY, end)))
			end = steps_day_end(end, to);
		if (r->has[ROUTE_REST] &&
		    steps_add_rest(s, p, r, from, end, false) != 0)
			return -1;
	}
	return 0;
}

/* The places of a month that are asked for, and whether all of it is. */
static bool
month_part(const struct plan *p, int64_t t, int64_t *from, int64_t *to)
{
	const struct row_format *f = &p->target->format;
	bool whole;

	*from = archive_start(ARCHIVE_MONTHLY, t);
	*to = archive_next(ARCHIVE_MONTHLY, t);
	if (dataset_has_grid(f->data)) { /* a week may begin in another month */
		if (interval_open(f->interval, *from) != *from)
			*from = interval_next(
			    f->interval, interval_open(f->interval, *from));
		if (interval_open(f->interval, *to) != *to)
			*to = interval_next(
			    f->interval, interval_open(f->interval, *to));
	}
	whole = *from >= p->lo && *to <= p->hi;
	if (*from < p->lo)
		*from = p->lo;
	if (*to > p->hi)
		*to = p->hi;
	return whole;
}

/*
 * Whether the monthly file is the way.  That does not depend on what is in the
 * store: a run that goes on where another ended takes the same way.
 */
static bool
is_monthly(const struct routes *r, int64_t t, bool whole)
{
	return r->has[ROUTE_MONTH] && is_filed(r, ARCHIVE_MONTHLY, t) &&
	       (whole || !r->has[ROUTE_DAY]);
}

int
steps_make(struct steps *s, const struct plan *p, const struct routes *r)
{
	int64_t from, to;

	if (r->rest_first && r->has[ROUTE_REST])
		return steps_add_rest(s, p, r, p->lo, p->hi, false);
	for (int64_t t = p->lo; t < p->hi;
	     t = archive_next(ARCHIVE_MONTHLY, t)) {
		bool whole = month_part(p, t, &from, &to);

		if (!plan_lacks(p, from, to))
			continue;
		if (is_monthly(r, t, whole)) {
			if (!steps_add(s, ROUTE_MONTH, from, to))
				return -1;
		} else if (steps_add_days(s, p, r, from, to) != 0) {
			return -1;
		}
	}
	return 0;
}
