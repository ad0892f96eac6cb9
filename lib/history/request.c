/* SPDX-License-Identifier: MIT */
#include "history/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "exchange/archive.h"
#include "exchange/rest.h"
#include "market/symbol.h"

static const char *say(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

static const char *
say(const char *fmt, ...)
{
	static char why[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof why, fmt, ap);
	va_end(ap);
	return why;
}

static const char *
add_symbol(struct request *q, char *name)
{
	const char *why = symbol_check(name);

	if (why)
		return say("'%s': %s", name, why);
	for (int i = 0; i < q->nsymbols; i++)
		if (strcmp(q->symbols[i], name) == 0)
			return NULL;
	if (q->nsymbols == REQUEST_MAX)
		return say("more than %d", REQUEST_MAX);
	q->symbols[q->nsymbols++] = name;
	return NULL;
}

const char *
request_symbols(struct request *q, char *list)
{
	const char *why = NULL;
	char *word;

	q->nsymbols = 0;
	while (!why && (word = strsep(&list, ",")))
		why = add_symbol(q, word);
	return why;
}

static const char *
add_interval(struct request *q, const char *name)
{
	int iv = interval_parse(name, strlen(name));

	if (iv < 0)
		return say("'%s': 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 1w "
			   "or 1M is wanted",
		    name);
	if (iv == INTERVAL_3D)
		return say("'3d': where such a bar begins is not documented");
	for (int i = 0; i < q->nintervals; i++)
		if (q->intervals[i] == (enum interval)iv)
			return NULL;
	q->intervals[q->nintervals++] = (enum interval)iv;
	return NULL;
}

const char *
request_intervals(struct request *q, char *list)
{
	const char *why = NULL;
	char *word;

	q->nintervals = 0;
	while (!why && (word = strsep(&list, ",")))
		why = add_interval(q, word);
	return why;
}

const char *
request_datasets(uint32_t *set, char *list)
{
	char *word;

	*set = 0;
	while ((word = strsep(&list, ","))) {
		int d = dataset_find(word);

		if (d < 0)
			return say("'%s': candles, trades, open_interest, "
				   "funding or premium is wanted",
			    word);
		*set |= UINT32_C(1) << d;
	}
	return NULL;
}

const char *
request_period(struct request *q, const char *name)
{
	int iv = interval_parse(name, strlen(name));

	if (iv < 0 || !rest_is_period((enum interval)iv))
		return say(
		    "'%s': 5m 15m 30m 1h 2h 4h 6h 12h or 1d is wanted", name);
	q->period = (enum interval)iv;
	return NULL;
}

const char *
request_source(struct request *q, const char *name)
{
	int mode = source_mode_find(name);

	if (mode < 0)
		return say("'%s': auto, archive or rest is wanted", name);
	q->mode = (enum source_mode)mode;
	return NULL;
}

const char *
request_venue(struct request *q, const char *name)
{
	if (!archive_has_venue(name))
		return say("'%s': binance-um or binance-spot is wanted", name);
	q->venue = name;
	return NULL;
}

/* What is there of a venue at all. */
static uint32_t
datasets_of(const char *venue)
{
	uint32_t set = 0;

	for (int d = 0; d < DATASETS; d++)
		if (rest_has(venue, (enum dataset)d))
			set |= UINT32_C(1) << d;
	return set;
}

const char *
request_settle(struct request *q)
{
	uint32_t there;

	if (!q->venue)
		q->venue = "binance-um";
	if (q->nintervals == 0)
		q->intervals[q->nintervals++] = INTERVAL_1M;
	there = datasets_of(q->venue);
	if (!q->datasets)
		q->datasets =
		    q->emit ? q->emit : there & ~(UINT32_C(1) << DATA_PREMIUM);
	for (int d = 0; d < DATASETS; d++)
		if ((q->datasets | q->emit) & ~there & UINT32_C(1) << d)
			return say("%s has no %s", q->venue,
			    dataset_name((enum dataset)d));
	q->datasets = (q->datasets | q->emit) & ~q->skip;
	if (!q->datasets)
		return say("nothing is left to fetch");
	return NULL;
}

struct store_query
request_query(const struct request *q, uint32_t datasets)
{
	struct store_query query = store_query_all;

	query.symbols = (const char *const *)q->symbols;
	query.nsymbols = q->nsymbols;
	query.venue = q->venue;
	if (q->nintervals == 1)
		query.interval = (int)q->intervals[0];
	query.since = q->since;
	query.until = q->until;
	for (int d = 0; d < DATASETS; d++)
		if (datasets >> d & 1)
			query.types |= UINT32_C(1)
				       << dataset_type((enum dataset)d);
	return query;
}
