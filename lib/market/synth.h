/* SPDX-License-Identifier: MIT */
/*
 * synth - the records of an invented market: the tapes of its symbols as
 * trades, candles, open interest and funding, merged in the order of records.
 *
 * The same options give the same records anywhere.  A later end only adds
 * records; which types are asked for changes no record of another type, nor
 * does a symbol change another.
 */
#ifndef SYNTH_H
#define SYNTH_H

#include <stddef.h>
#include <stdint.h>

#include "market/interval.h"
#include "market/record.h"

struct synth;

/* The types that can be made, as a set of 1 << type. */
enum {
	SYNTH_TYPES = 1 << REC_TRADE | 1 << REC_CANDLE |
		      1 << REC_OPEN_INTEREST | 1 << REC_FUNDING,
};

struct synth_opts {
	const char *const *symbols; /* all different */
	int n;
	const char *venue;
	uint64_t seed;
	int64_t start, end; /* start <= time < end; whole minutes apart */
	uint32_t types;
	enum interval interval; /* of candles; not 3d */
	int64_t every;          /* 0, or shares: ms between trades (tape.h) */
};

/* *new*, or NULL: no memory.  Texts of *opts must outlive it. */
struct synth *synth_new(const struct synth_opts *opts);
void synth_free(struct synth *sy);

/* The next record, *borrowed* until the next call; NULL at the end. */
const struct record *synth_next(struct synth *sy);

#endif
