/* SPDX-License-Identifier: MIT */
#include "history/chain.h"

#include <stdlib.h>

#include "history/work.h"

enum { BLOCK = 512 };

/* The last trade before, or none: 1, 0, -1. */
static int
last_before(struct chain *c, int64_t *time, int64_t *id)
{
	struct work *w = c->work;
	struct cursor *cur = series_cursor(
	    w->tools->store, &w->writer.series, 0, c->from - 1, true);
	const struct record *r;
	int rc = -1;

	if (!cur)
		return -1;
	r = cursor_next(cur);
	if (r) {
		*time = r->time;
		*id = r->v[TRADE_ID].i;
		rc = 1;
	} else if (!cursor_failed(cur)) {
		rc = 0;
	}
	cursor_close(cur);
	return rc;
}

/* The id of the trade before, if what lies between is covered. */
static void
look_back(struct chain *c)
{
	struct work *w = c->work;
	struct store_span *spans = NULL;
	int64_t time, id;
	int n, rc = c->from > 0 ? last_before(c, &time, &id) : 0;

	if (rc < 0)
		work_give_up_store(w);
	if (rc <= 0)
		return;
	n = store_uncovered(
	    w->tools->store, &w->writer.series, time, c->from - 1, &spans);
	free(spans);
	if (n < 0)
		work_give_up_store(w);
	if (n != 0)
		return;
	c->last_id = id;
	c->last_time = time;
}

void
chain_init(struct chain *c, struct work *w, int64_t from, int64_t to,
    const char *source, const char *checksum, struct steps *more,
    enum route route)
{
	*c = (struct chain){
	    .work = w,
	    .source = source,
	    .checksum = checksum,
	    .start = from,
	    .from = from,
	    .done = from,
	    .to = to,
	    .pushed = -1,
	    .last_id = -1,
	    .more = more,
	    .route = route,
	};
	work_flush(w);
	if (!w->over)
		look_back(c);
}

void
chain_cover(struct chain *c, int64_t end)
{
	struct work *w = c->work;

	if (end < c->done)
		end = c->done;
	if (end > c->to)
		end = c->to;
	if (w->over || c->from >= end)
		return;
	if (writer_cover(
		&w->writer, c->from, end, c->source, c->checksum, -1) != 0)
		work_give_up_store(w);
	else
		c->from = c->done = end;
}

/* Where the other source begins, which has the trades before one at to. */
static int64_t
doubt_from(const struct chain *c)
{
	int64_t from = c->last_id < 0 ? c->start : c->last_time + 1;
	int64_t reach = c->work->routes.reach;

	return c->route == ROUTE_REST && from < reach ? reach : from;
}

/*
 * So long without the trades between is no halt of the exchange: it is left
 * open, and another source is asked for it.  What was covered a moment ago
 * because a file ended is, too.
 */
static void
doubt(struct chain *c, int64_t to)
{
	struct work *w = c->work;
	int64_t from = doubt_from(c);
	int rc;

	chain_cover(c, from);
	if (c->route == ROUTE_DAY)
		rc = steps_add_days(c->more, &w->plan, &w->routes, from, to);
	else
		rc = steps_add_rest(
		    c->more, &w->plan, &w->routes, from, to, true);
	if (rc != 0)
		work_give_up(w, "out of memory");
	if (c->from < to)
		c->from = c->done = to;
}

/* So long without a trade before to, of which another source may know. */
static bool
is_long(const struct chain *c, int64_t to)
{
	int64_t from = c->last_id < 0 ? c->start : c->last_time;

	return c->more && to - from >= CHAIN_DOUBT_MS && to > doubt_from(c);
}

static bool
is_doubtful(const struct chain *c, const struct row *r)
{
	return r->id != c->last_id + 1 && is_long(c, r->time);
}

void
chain_finish(struct chain *c)
{
	/* Else the next trade tells, if its source leads to the other one. */
	bool last = c->route == ROUTE_DAY ||
		    !plan_lacks(&c->work->plan, c->to, c->to + 1);

	if (last && !c->work->over && is_long(c, c->to))
		doubt(c, c->to);
	else
		chain_cover(c, c->to);
}

/* What lies between this trade and the one before. */
static void
join(struct chain *c, const struct row *r)
{
	struct work *w = c->work;
	int64_t to = r->time > c->last_time ? r->time - 1 : c->last_time;

	if (is_doubtful(c, r))
		doubt(c, r->time);
	else if (c->last_id >= 0 && r->id > c->last_id + 1 &&
		 holes_add_ids(&w->st->holes, c->last_time, to, c->last_id + 1,
		     r->id - 1, CAUSE_EXCHANGE) != 0)
		work_give_up(w, "out of memory");
	c->pushed = r->id;
	/* One of a higher id may have come before the first of the range. */
	if (r->id > c->last_id)
		c->last_id = r->id;
	c->last_time = r->time;
}

static void
put(struct chain *c, const struct row *rows, size_t n)
{
	struct work *w = c->work;

	if (n == 0 || w->over)
		return;
	if (writer_put(&w->writer, rows, n) != 0) {
		work_give_up_store(w);
		return;
	}
	/* What is covered, but not with these, is to be covered again. */
	for (size_t i = 0; i < n; i++)
		if (rows[i].time < c->from)
			c->from = rows[i].time;
	if (!writer_is_full(&w->writer))
		return;
	/* More of the last ms may follow, and times may step back a little. */
	chain_cover(c, rows[n - 1].time - CHAIN_BACK_MS);
	work_flush(w);
}

static bool
is_wanted(const struct chain *c, const struct row *r)
{
	return r->time >= c->start && r->time < c->to && r->id > c->pushed;
}

void
chain_push(struct chain *c, const struct row *rows, size_t n)
{
	size_t i = 0, first;

	while (i < n && !c->work->over) {
		/* Nothing is covered before its rows are put. */
		for (first = i; i < n && i - first < BLOCK; i++) {
			if (!is_wanted(c, &rows[i]) ||
			    !row_is_record(&rows[i], DATA_TRADES) ||
			    (i > first && is_doubtful(c, &rows[i])))
				break;
			join(c, &rows[i]);
		}
		put(c, rows + first, i - first);
		if (i > first || i == n)
			continue;
		if (is_wanted(c, &rows[i])) /* no trade, but an id */
			join(c, &rows[i]);
		i++;
	}
}
