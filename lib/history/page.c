/* SPDX-License-Identifier: MIT */
#include "history/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "exchange/reply.h"
#include "exchange/rest.h"
#include "net/fetch.h"

enum {
	REPLY_MAX = 8 << 20,
	READS = 3, /* a reply that cannot be read is asked for again */
};

/* Settlements are eight hours apart, or less. */
#define FUNDING_BEFORE_MS INT64_C(90000000)

/* The codes of errors: binance-spot-api-docs errors.md and others. */
enum {
	CODE_SYMBOL = -1121, /* unknown */
	CODE_STATUS = -1122, /* known, but not traded any more */
	CODE_VALUE = -1130,  /* "parameter 'startTime' is not valid" */
	CODE_WINDOW = -4166, /* "recent 2 days only" */
};

static int
send(struct page *p)
{
	struct fetch_request r = {
	    .url = p->url,
	    .max = REPLY_MAX,
	    .budget = p->rest->budget,
	    .pool = p->pool,
	    .cost = p->cost,
	    .json = true,
	};

	fetch_free(p->fetch);
	p->fetch = fetch_start(p->rest->fetcher, &r);
	return p->fetch ? 0 : -1;
}

/* The times of rows that have their places in [from, to). */
static void
ask_range(const struct page *p, int64_t *from, int64_t *to)
{
	const struct row_format *f = &p->target->format;

	*from = p->from + dataset_offset(f);
	*to = p->to - 1 + dataset_offset(f);
	/* How long a period is shows by the settlement before. */
	if (f->data == DATA_FUNDING)
		*from = p->from > FUNDING_BEFORE_MS
			    ? p->from - FUNDING_BEFORE_MS
			    : 0;
	/* A stretch with both ends is shorter than an hour. */
	if (f->data == DATA_TRADES && *to - *from >= HOUR_MS)
		*to = *from + HOUR_MS - 1;
}

static struct page *
start(const struct rest *rest, const struct target *t, int64_t from, int64_t to,
    bool by_id)
{
	struct rest_request r = {0};
	struct page *p = calloc(1, sizeof *p);
	int64_t lo, hi;
	int rc;

	if (!p)
		return NULL;
	*p = (struct page){
	    .rest = rest,
	    .target = t,
	    .from = from,
	    .to = to,
	    .by_id = by_id,
	    .limit = rest_page(t->venue, t->format.data),
	};
	ask_range(p, &lo, &hi);
	if (by_id)
		rc = rest_from_id(
		    &r, rest->root, t->venue, &t->format, from, p->limit);
	else
		rc = rest_range(
		    &r, rest->root, t->venue, &t->format, lo, hi, p->limit);
	p->url = r.url;
	p->pool = r.pool;
	p->cost = r.cost;
	if (rc == 0 && send(p) == 0)
		return p;
	page_free(p);
	return NULL;
}

struct page *
page_start(
    const struct rest *rest, const struct target *t, int64_t from, int64_t to)
{
	return start(rest, t, from, to, false);
}

struct page *
page_start_id(const struct rest *rest, const struct target *t, int64_t id)
{
	return start(rest, t, id, INT64_MAX, true);
}

/* The code of what the exchange says instead of rows, and its words as why; 0:
 * it says no such thing. */
static int
say_error(struct page *p)
{
	char msg[256];
	int code;

	if (reply_error(fetch_body(p->fetch, NULL), &code, msg, sizeof msg) !=
	    0)
		return 0;
	(void)snprintf(p->why, PAGE_WHY, "the exchange says %d: %s", code, msg);
	return code;
}

static enum page_got
judge_refusal(struct page *p)
{
	(void)snprintf(p->why, PAGE_WHY, "%s", fetch_why(p->fetch));
	switch (say_error(p)) {
	case CODE_SYMBOL:
	case CODE_STATUS:
		return PAGE_UNKNOWN;
	case CODE_WINDOW:
	case CODE_VALUE:
		return PAGE_BEYOND;
	default:
		return PAGE_DENIED;
	}
}

static enum page_got
judge(struct page *p, enum fetch_status st)
{
	if (st == FETCH_REFUSED)
		return judge_refusal(p);
	(void)snprintf(p->why, PAGE_WHY, "%s", fetch_why(p->fetch));
	switch (st) {
	case FETCH_OK:
		return PAGE_ROWS;
	case FETCH_LATER:
	case FETCH_CORRUPT:
		return PAGE_LATER;
	case FETCH_ABSENT:
	case FETCH_DENIED:
		return PAGE_DENIED;
	case FETCH_STOPPED:
		return PAGE_STOPPED;
	default:
		return PAGE_BROKEN;
	}
}

/* How long the period before each settlement was, by the one before it. */
static void
fill_hours(struct rows *rs)
{
	for (size_t i = 1; i < rs->n; i++) {
		int64_t ms = rs->list[i].time - rs->list[i - 1].time;
		int64_t hours = (ms + HOUR_MS / 2) / HOUR_MS;

		if (hours >= 1 && hours <= 24)
			rs->list[i].u.funding.hours = hours;
	}
}

/* Leaves the rows that were asked for; says how far they reach. */
static void
cut(struct page *p)
{
	const struct row_format *f = &p->target->format;
	struct rows *rs = &p->rows;
	size_t n = 0;

	p->full = rs->n >= (size_t)p->limit;
	p->end = p->to;
	if (f->data == DATA_FUNDING)
		fill_hours(rs);
	if (p->full && !dataset_has_grid(f->data)) /* more of that ms follow */
		p->end = rs->list[rs->n - 1].time + (f->data == DATA_FUNDING);
	if (!p->by_id && f->data == DATA_TRADES && !p->full &&
	    p->to - p->from > HOUR_MS)
		p->end = p->from + HOUR_MS;
	if (p->end > p->to)
		p->end = p->to;
	for (size_t i = 0; i < rs->n; i++) {
		int64_t place = dataset_place(f, &rs->list[i]);
		bool wanted = p->by_id ? rs->list[i].id >= p->from
				       : place >= p->from && place < p->to;

		if (wanted)
			rs->list[n++] = rs->list[i];
	}
	rs->n = n;
}

static int
read_reply(struct page *p)
{
	const struct row_format *f = &p->target->format;
	size_t len;
	const char *body = fetch_body(p->fetch, &len);
	int64_t line;

	rows_free(&p->rows);
	if (reply_rows(&p->rows, body, len, f, p->why) != 0)
		return -1;
	line = rows_settle(&p->rows, f);
	if (line == 0)
		return 0;
	(void)snprintf(p->why, PAGE_WHY,
	    "row %lld of the reply contradicts another of its time",
	    (long long)line);
	return -1;
}

enum page_got
page_wait(struct page *p)
{
	enum page_got got = PAGE_LATER;

	for (int i = 0; i < READS; i++) {
		if (i > 0 && send(p) != 0) {
			(void)snprintf(p->why, PAGE_WHY, "out of memory");
			return PAGE_BROKEN;
		}
		got = judge(p, fetch_wait(p->fetch));
		if (got != PAGE_ROWS)
			return got;
		p->date = fetch_date(p->fetch);
		if (read_reply(p) == 0) {
			cut(p);
			fetch_free(p->fetch);
			p->fetch = NULL;
			return PAGE_ROWS;
		}
		/* Some errors come with a status of 200. */
		(void)say_error(p);
		log_info("'%s': %s", p->url, p->why);
		got = PAGE_LATER;
	}
	return got;
}

void
page_free(struct page *p)
{
	if (!p)
		return;
	fetch_free(p->fetch);
	rows_free(&p->rows);
	free(p->url);
	free(p);
}

enum page_got
page_listed(const struct rest *rest, const struct target *t, int64_t *listed,
    char url[PAGE_WHY], char why[PAGE_WHY])
{
	struct target first = {
	    .venue = t->venue,
	    .format = {.data = DATA_CANDLES,
		.symbol = t->format.symbol,
		.interval = INTERVAL_1M},
	};
	struct page p = {
	    .rest = rest, .target = &first, .to = clock_now(), .limit = 1};
	struct rest_request r = {0};
	enum page_got got = PAGE_BROKEN;

	(void)snprintf(why, PAGE_WHY, "out of memory");
	if (rest_range(
		&r, rest->root, t->venue, &first.format, 0, p.to, p.limit) != 0)
		return got;
	p.url = r.url;
	p.pool = r.pool;
	p.cost = r.cost;
	if (send(&p) == 0)
		got = page_wait(&p);
	(void)snprintf(url, PAGE_WHY, "%s", p.url);
	(void)snprintf(why, PAGE_WHY, "%s", p.why);
	if (got == PAGE_ROWS)
		*listed = p.rows.n ? p.rows.list[0].time : INT64_MAX;
	fetch_free(p.fetch);
	rows_free(&p.rows);
	free(p.url);
	return got;
}
