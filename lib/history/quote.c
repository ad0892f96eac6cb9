/* SPDX-License-Identifier: MIT */
#include "history/quote.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "exchange/rest.h"
#include "history/plan.h"
#include "history/steps.h"
#include "net/budget.h"
#include "store/store.h"

/*
 * Bytes a row, compressed: of candles and trades as measured on files and
 * replies that were recorded, of the others, of which there are few, about.
 * Rows a second into the store and bytes a second over the line are what a
 * small machine does at least.
 */
static const struct {
	double zipped, reply;
} bytes_a_row[DATASETS] = {
    [DATA_CANDLES] = {51, 52},
    [DATA_TRADES] = {16, 17},
    [DATA_OPEN_INTEREST] = {38, 50},
    [DATA_FUNDING] = {12, 45},
    [DATA_PREMIUM] = {24, 45},
};

enum {
	CHECKSUM_BYTES = 100,
	TRADES_A_DAY =
	    2000000, /* of BTCUSDT; where the store knows no better */
	ROWS_A_SECOND = 400000,
	BYTES_A_SECOND = 5000000,
};

struct rate { /* of trades, as the store knows it */
	const struct store_series *series;
	double rows_a_ms;
};

static int
take_rate(const struct store_counter *c, void *arg)
{
	struct rate *r = arg;

	if (c->series.type != r->series->type ||
	    strcmp(c->series.symbol, r->series->symbol) != 0 ||
	    !c->series.venue ||
	    strcmp(c->series.venue, r->series->venue) != 0 || c->rows < 1000 ||
	    c->last <= c->first)
		return 0;
	r->rows_a_ms = (double)c->rows / (double)(c->last - c->first);
	return 0;
}

int
quote_rate(struct store *s, const struct target *t, double *rate)
{
	struct store_series series = dataset_series(t);
	struct rate r = {&series, (double)TRADES_A_DAY / (double)DAY_MS};

	switch (t->format.data) {
	case DATA_TRADES:
		if (s && store_counters(s, take_rate, &r) != 0)
			return -1;
		*rate = r.rows_a_ms;
		return 0;
	case DATA_FUNDING:
		*rate = 3.0 / (double)DAY_MS;
		return 0;
	default:
		*rate = 1.0 / (double)interval_ms(t->format.interval);
		return 0;
	}
}

/* The part that a step goes on with, or a new one.  NULL: out of memory. */
static struct quote_part *
part_of(struct quote *q, const struct step *s)
{
	struct quote_part *last = q->n ? &q->list[q->n - 1] : NULL;

	if (last && last->route == s->route && last->to + 1 == s->from)
		return last;
	if (q->n == q->room) {
		size_t room = q->room ? 2 * q->room : 16;

		last = realloc(q->list, room * sizeof *last);
		if (!last)
			return NULL;
		q->list = last;
		q->room = room;
	}
	last = &q->list[q->n++];
	*last = (struct quote_part){.route = s->route, .from = s->from};
	return last;
}

static int64_t
ceil_div(int64_t a, int64_t b)
{
	return (a + b - 1) / b;
}

static int
add_step(
    struct quote *q, const struct target *t, const struct step *s, double rate)
{
	struct quote_part *p = part_of(q, s);
	enum dataset d = t->format.data;
	int64_t rows = (int64_t)((double)(s->to - s->from) * rate + 0.5);
	struct rest_request r = {0};
	int64_t pages;

	if (!p)
		return -1;
	p->to = s->to - 1;
	p->rows += rows;
	if (s->route != ROUTE_REST) {
		p->requests += 2;
		p->bytes += (int64_t)((double)rows * bytes_a_row[d].zipped) +
			    CHECKSUM_BYTES;
		return 0;
	}
	if (rest_range(&r, "", t->venue, &t->format, s->from, s->to - 1,
		rest_page(t->venue, d)) != 0)
		return -1;
	free(r.url);
	q->pool = r.pool;
	pages = ceil_div(rows, rest_page(t->venue, d));
	if (pages == 0)
		pages = 1;
	p->requests += pages;
	p->weight += r.cost * pages;
	p->bytes += (int64_t)((double)rows * bytes_a_row[d].reply);
	return 0;
}

/* The budget's windows, the line, and the store: one after the other. */
static double
minutes(const struct quote *q, const struct target *t)
{
	const struct budget_pool *pool = &rest_pools(t->venue)[q->pool];
	double windows = (double)q->weight / (0.95 * (double)pool->limit);
	double seconds =
	    (double)q->bytes / BYTES_A_SECOND + (double)q->rows / ROWS_A_SECOND;

	/* What fits into one window does not wait. */
	if (windows > 1)
		seconds += (windows - 1) * (double)pool->window_ms / 1000;
	return seconds / 60;
}

static void
sum_up(struct quote *q, const struct target *t)
{
	for (size_t i = 0; i < q->n; i++) {
		q->requests += q->list[i].requests;
		q->weight += q->list[i].weight;
		q->bytes += q->list[i].bytes;
		q->rows += q->list[i].rows;
	}
	q->minutes = minutes(q, t);
}

static int
add_steps(struct quote *q, const struct target *t, const struct plan *p,
    enum source_mode mode, double rate)
{
	struct routes routes;
	struct steps steps;
	int rc;

	steps_init(&steps);
	routes_init(&routes, t, mode, clock_now());
	q->asks = routes.has[ROUTE_REST] && p->nspans > 0 &&
		  p->spans[0].from == p->lo;
	rc = steps_make(&steps, p, &routes);
	for (const struct step *s = steps.first; s && rc == 0; s = s->next)
		rc = add_step(q, t, s, rate);
	steps_free(&steps);
	return rc;
}

int
quote_make(struct quote *q, struct store *s, const struct target *t,
    int64_t since, int64_t until, enum source_mode mode, bool all)
{
	struct plan plan;
	double rate;
	int rc;

	memset(q, 0, sizeof *q);
	if (quote_rate(s, t, &rate) != 0 ||
	    plan_init(&plan, s, t, since, until, all) != 0)
		return -1;
	rc = add_steps(q, t, &plan, mode, rate);
	plan_finish(&plan);
	sum_up(q, t);
	return rc;
}

int
quote_ask(struct quote *q, const struct target *t)
{
	const struct row_format f = {
	    .data = DATA_CANDLES,
	    .symbol = t->format.symbol,
	    .interval = INTERVAL_1M,
	};
	struct rest_request r = {0};

	if (rest_range(&r, "", t->venue, &f, 0, 0, 1) != 0)
		return -1;
	free(r.url);
	q->requests++;
	q->weight += r.cost;
	return 0;
}

void
quote_free(struct quote *q)
{
	free(q->list);
	memset(q, 0, sizeof *q);
}
