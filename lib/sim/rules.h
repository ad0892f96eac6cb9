/* SPDX-License-Identifier: MIT */
/*
 * rules - how a simulation trades: the options of backtest(1), EXECUTION
 * MODEL, as numbers.
 */
#ifndef RULES_H
#define RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum size_kind { SIZE_ALL_IN, SIZE_QUOTE, SIZE_FRACTION, SIZE_RISK };
enum opposite { OPPOSITE_CLOSE, OPPOSITE_REVERSE, OPPOSITE_IGNORE };
enum entry { ENTRY_MARKET, ENTRY_LIMIT };
enum finish { FINISH_MARK, FINISH_CLOSE, FINISH_OPEN };
enum prices { PRICES_BAR, PRICES_TRADE };

/* Where a stop or a target is. */
enum level_kind {
	LEVEL_SIGNAL,   /* where the signal says */
	LEVEL_NONE,     /* nowhere */
	LEVEL_FRACTION, /* so far from the entry, as a fraction of it */
	LEVEL_RISK,     /* a target: so many times as far as the stop */
};

struct level {
	enum level_kind kind;
	double far;
};

struct rules {
	double cash;
	double fee;       /* of a taker, as a fraction of the notional */
	double maker_fee; /* NaN: as fee */
	double slippage_bps;
	bool half_spread; /* and not slippage_bps */
	enum size_kind size;
	double amount; /* of SIZE_QUOTE, _FRACTION, _RISK */
	bool whole_units;
	int opposite; /* enum opposite, and so on */
	int entry;
	int finish;
	int prices;
	struct level stop, target;
	double min_score; /* NaN: any, and none */
	int64_t max_bars; /* 0: no limit */
};

void rules_init(struct rules *r);

/*
 * Sets one by its option's name (without "--") and text; whole-units takes no
 * text or "yes", "no".  0, or -1: the text is wrong; *expected is then what it
 * should be ("a fraction from 0 to 1"), or NULL if no rule has this name.
 */
int rules_set(
    struct rules *r, const char *name, const char *text, const char **expected);

/* Members of a JSON object, with a comma before each: ,"cash":10000 ... */
void rules_put(FILE *f, const struct rules *r);

/* What the options do not say of it, in words. */
const char *rules_model(const struct rules *r);

static inline double
rules_fee(const struct rules *r, bool maker)
{
	return maker && r->maker_fee == r->maker_fee ? r->maker_fee : r->fee;
}

#endif
