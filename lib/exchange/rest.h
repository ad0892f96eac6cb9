/* SPDX-License-Identifier: MIT */
/*
 * rest - Binance's REST interface: where it is, what it has, and what a
 * request of it costs.
 * Facts: developers.binance.com (USDT-M futures), github.com/binance/
 * binance-spot-api-docs, and the docstrings of binance-connector-python.
 */
#ifndef REST_H
#define REST_H

#include <stdbool.h>
#include <stdint.h>

#include "exchange/row.h"

struct budget_pool;

/* What it counts requests in: in weight; those of funding rates and those of
 * statistics apart, one by one. */
enum rest_pool { REST_WEIGHT, REST_FUNDING, REST_DATA, REST_POOLS };

/* REST_POOLS of them, for budget_open(); NULL: no such venue. */
const struct budget_pool *rest_pools(const char *venue);

/* "https://fapi.binance.com": the part of URLs that a test replaces. */
const char *rest_root(const char *venue);

bool rest_has(const char *venue, enum dataset data);

/* Whether open interest can be had by this period. */
bool rest_is_period(enum interval period);

/* How many ms back from now it goes; 0: to the beginning. */
int64_t rest_reach(const char *venue, enum dataset data);

/* Rows of the page that costs least by the row. */
int rest_page(const char *venue, enum dataset data);

struct rest_request {
	char *url; /* *new* */
	int pool;
	int64_t cost;
};

/*
 * Rows with from <= time <= to (of bars the time where they open), at most
 * limit (up to rest_page()).  root has no slash at its end.  0, or -1: out of
 * memory.
 */
int rest_range(struct rest_request *r, const char *root, const char *venue,
    const struct row_format *f, int64_t from, int64_t to, int limit);

/* Trades from this id on.  Ids and times never go together: "might cause
 * response timeout". */
int rest_from_id(struct rest_request *r, const char *root, const char *venue,
    const struct row_format *f, int64_t id, int limit);

#endif
