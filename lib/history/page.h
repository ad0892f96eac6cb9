/* SPDX-License-Identifier: MIT */
/* page - one request of the REST interface: on its way, checked, read. */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "exchange/row.h"
#include "history/dataset.h"

struct budget;
struct fetch;
struct fetcher;

struct rest { /* of a run */
	struct fetcher *fetcher;
	struct budget *budget;
	const char *root; /* a URL */
};

enum page_got {
	PAGE_ROWS,    /* or none: there are none */
	PAGE_UNKNOWN, /* the exchange does not know the symbol (any more) */
	PAGE_BEYOND,  /* it does not give what is so old */
	PAGE_LATER,   /* the network or the server failed, tries included */
	PAGE_DENIED,  /* the server lets nobody have it: ask no further */
	PAGE_BROKEN,  /* this machine failed */
	PAGE_STOPPED, /* the stop flag was set */
};

enum { PAGE_WHY = 600 };

struct page {
	const struct rest *rest;
	const struct target *target;
	int64_t from, to; /* places; of a page by id, from is the id */
	bool by_id;
	int limit;
	char *url;
	int pool;
	int64_t cost;
	struct fetch *fetch;
	struct rows rows; /* settled; in [from, to), or from the id on */
	bool full;        /* as many rows as may be: there may be more */
	int64_t end;      /* of places that it knows all about */
	int64_t date;     /* the server's clock, 0 if it did not say */
	char why[PAGE_WHY];
};

/* Begins; *new*, NULL: out of memory. */
struct page *page_start(
    const struct rest *rest, const struct target *t, int64_t from, int64_t to);

/* Trades from this id on. */
struct page *page_start_id(
    const struct rest *rest, const struct target *t, int64_t id);

enum page_got page_wait(struct page *p);
void page_free(struct page *p); /* p may be NULL */

/*
 * When the market began: the first ms of its first candle; INT64_MAX if there
 * is none yet.
 */
enum page_got page_listed(const struct rest *rest, const struct target *t,
    int64_t *listed, char url[PAGE_WHY], char why[PAGE_WHY]);

#endif
