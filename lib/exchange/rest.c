/* SPDX-License-Identifier: MIT */
#include "exchange/rest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "net/budget.h"
#include "net/http.h"

enum {
	MINUTE = 60 * 1000,
	HOUR = 60 * MINUTE,
	FIVE_MINUTES = 5 * MINUTE,
	BY_LIMIT = 0, /* the weight grows with the limit */
};

struct route {
	const char *path; /* NULL: there is none */
	int pool;
	int64_t cost;
	int page;
	int64_t reach;
};

struct venue {
	const char *name, *root;
	struct budget_pool pools[REST_POOLS];
	struct route routes[DATASETS];
};

static const struct venue venues[] = {
    {
	.name = "binance-um",
	.root = "https://fapi.binance.com",
	.pools =
	    {
		[REST_WEIGHT] = {"weight", 2400, MINUTE},
		[REST_FUNDING] = {"funding", 500, FIVE_MINUTES},
		[REST_DATA] = {"data", 1000, FIVE_MINUTES},
	    },
	.routes =
	    {
		/* 499: weight 2 under the documented table and the measured
		 * one, more bars by weight than any other page. */
		[DATA_CANDLES] = {"/fapi/v1/klines", REST_WEIGHT, BY_LIMIT, 499,
		    0},
		/* 48 hours since 2026-08-13; a range must be shorter than one
		 * hour. */
		[DATA_TRADES] = {"/fapi/v1/aggTrades", REST_WEIGHT, 20, 1000,
		    48 * HOUR},
		/* "Only the data of the latest 1 month is available." */
		[DATA_OPEN_INTEREST] = {"/futures/data/openInterestHist",
		    REST_DATA, 1, 500, 30 * DAY_MS},
		[DATA_FUNDING] = {"/fapi/v1/fundingRate", REST_FUNDING, 1, 1000,
		    0},
		/* Weights as of klines: its page of the documentation. */
		[DATA_PREMIUM] = {"/fapi/v1/premiumIndexKlines", REST_WEIGHT,
		    BY_LIMIT, 499, 0},
	    },
    },
    {
	.name = "binance-spot",
	.root = "https://api.binance.com",
	.pools =
	    {
		[REST_WEIGHT] = {"weight", 6000, MINUTE},
		/* of futures alone */
		[REST_FUNDING] = {"funding", 0, FIVE_MINUTES},
		[REST_DATA] = {"data", 0, FIVE_MINUTES},
	    },
	.routes =
	    {
		[DATA_CANDLES] = {"/api/v3/klines", REST_WEIGHT, 2, 1000, 0},
		[DATA_TRADES] = {"/api/v3/aggTrades", REST_WEIGHT, 4, 1000, 0},
	    },
    },
};

static const struct venue *
find_venue(const char *name)
{
	for (size_t i = 0; i < sizeof venues / sizeof venues[0]; i++)
		if (strcmp(venues[i].name, name) == 0)
			return &venues[i];
	return NULL;
}

/* Of a venue and a data set that rest_has(). */
static const struct route *
find_route(const char *venue, enum dataset data)
{
	return &find_venue(venue)->routes[data];
}

const struct budget_pool *
rest_pools(const char *venue)
{
	const struct venue *v = find_venue(venue);

	return v ? v->pools : NULL;
}

const char *
rest_root(const char *venue)
{
	const struct venue *v = find_venue(venue);

	return v ? v->root : NULL;
}

bool
rest_has(const char *venue, enum dataset data)
{
	const struct venue *v = find_venue(venue);

	return v && v->routes[data].path;
}

bool
rest_is_period(enum interval period)
{
	return period >= INTERVAL_5M && period <= INTERVAL_1D &&
	       period != INTERVAL_8H;
}

int64_t
rest_reach(const char *venue, enum dataset data)
{
	return find_route(venue, data)->reach;
}

int
rest_page(const char *venue, enum dataset data)
{
	return find_route(venue, data)->page;
}

static bool
has_interval(enum dataset data)
{
	return data == DATA_CANDLES || data == DATA_PREMIUM ||
	       data == DATA_OPEN_INTEREST;
}

/* Of USDT-M klines: [1, 100) 1, [100, 500) 2, [500, 1000] 5, more 10; the
 * bounds are the documentation's, which are the dearer ones. */
static int64_t
cost_of(const struct route *route, int limit)
{
	if (route->cost != BY_LIMIT)
		return route->cost;
	if (limit < 100)
		return 1;
	if (limit < 500)
		return 2;
	return limit <= 1000 ? 5 : 10;
}

/* No more rows than there can be: small ranges cost less. */
static int
least_limit(const struct row_format *f, int64_t from, int64_t to, int limit)
{
	int64_t rows;

	if (!has_interval(f->data) || f->interval == INTERVAL_1MO)
		return limit;
	rows = (to - from) / interval_ms(f->interval) + 1;
	return rows < limit ? (int)rows : limit;
}

/* Path, symbol, interval, and what is asked for of them. */
static int
set_url(struct rest_request *r, const char *root, const struct route *route,
    const struct row_format *f, const char *asked)
{
	char *symbol = http_escape(f->symbol);
	const char *iv = "", *name = "";

	if (has_interval(f->data)) {
		iv = f->data == DATA_OPEN_INTEREST ? "&period=" : "&interval=";
		name = interval_name(f->interval);
	}
	if (!symbol || asprintf(&r->url, "%s%s?symbol=%s%s%s%s", root,
			   route->path, symbol, iv, name, asked) < 0)
		r->url = NULL;
	free(symbol);
	return r->url ? 0 : -1;
}

int
rest_range(struct rest_request *r, const char *root, const char *venue,
    const struct row_format *f, int64_t from, int64_t to, int limit)
{
	const struct route *route = find_route(venue, f->data);
	char asked[128];

	limit = least_limit(f, from, to, limit);
	(void)snprintf(asked, sizeof asked,
	    "&startTime=%lld&endTime=%lld&limit=%d", (long long)from,
	    (long long)to, limit);
	r->pool = route->pool;
	r->cost = cost_of(route, limit);
	return set_url(r, root, route, f, asked);
}

int
rest_from_id(struct rest_request *r, const char *root, const char *venue,
    const struct row_format *f, int64_t id, int limit)
{
	const struct route *route = find_route(venue, f->data);
	char asked[128];

	(void)snprintf(
	    asked, sizeof asked, "&fromId=%lld&limit=%d", (long long)id, limit);
	r->pool = route->pool;
	r->cost = cost_of(route, limit);
	return set_url(r, root, route, f, asked);
}
