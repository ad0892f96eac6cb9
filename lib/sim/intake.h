/* SPDX-License-Identifier: MIT */
/*
 * intake - from the records of a stream to the events that simulations hear:
 * which are prices, whose they are, what cannot be used, and the count of it
 * all.
 */
#ifndef INTAKE_H
#define INTAKE_H

#include <stdint.h>

#include "base/map.h"
#include "market/calendar.h"
#include "market/reader.h"
#include "sim/event.h"
#include "sim/market.h"
#include "sim/rules.h"

struct intake_counts {
	int64_t records, skipped;
	int64_t first, last; /* times; -1: there was none */
	int64_t symbols;     /* with prices */
	int64_t bars;        /* simulated; or trades */
};

struct intake {
	/* What is wanted; *borrowed* rules: prices and half_spread count. */
	const struct rules *rules;
	int iv; /* enum interval of all; -1: a symbol's first */
	enum calendar calendar;
	int64_t max_disorder;

	struct markets markets;
	struct map *setups; /* names, by the number in wish.setup */
	struct intake_counts counts;
	struct wish wish;      /* of the last signal */
	int symbol;            /* of the last candle; -1: none */
	struct market *latest; /* and its market */
};

enum intake_kind {
	INTAKE_NOTHING, /* simulations need not hear of it */
	INTAKE_PRICE,
	INTAKE_EVENT,
	INTAKE_REFUSED,
	INTAKE_NOMEM,
};

/* 0, or -1: out of memory.  What is wanted is set after it. */
int intake_init(struct intake *in);
void intake_finish(struct intake *in);

/*
 * What a record of the reader is; time is that of the last price.  *e is made
 * for INTAKE_PRICE and INTAKE_EVENT, valid until the next call; *why says why
 * it is INTAKE_REFUSED, and then it has not been counted.
 */
enum intake_kind intake_take(struct intake *in, const struct reader *rd,
    const struct record *r, int64_t time, struct event *e, const char **why);

#endif
