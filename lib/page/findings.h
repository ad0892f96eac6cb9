/* SPDX-License-Identifier: MIT */
/*
 * findings - what the output of a backtest says, condensed while it is read:
 * thinned curves, the trades, the holes, and the report at the end.  What it
 * takes is bounded by the number of trades, symbols and months, not by that of
 * candles.
 */
#ifndef FINDINGS_H
#define FINDINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/json_tree.h"
#include "base/map.h"
#include "market/reader.h"
#include "market/record.h"
#include "page/months.h"
#include "page/spans.h"
#include "page/thin.h"

/* A position; NaN, and -1 in a time or count: not known. */
struct deal {
	int64_t id;
	int64_t opened, closed; /* closed < 0: it is open */
	double entry, exit;     /* prices */
	double ret, pnl;
	double mae, mfe; /* fractions of the entry, >= 0 */
	int64_t bars;
	int symbol;
	int reason; /* number in findings.reasons; -1 */
	bool is_long;
};

struct deals {
	struct deal *at;
	int n, size;
};

/* Prices of a symbol: candles of an interval, or its trades. */
struct prices {
	int symbol;
	int iv; /* enum interval; -1: trades */
	int64_t n;
	int64_t last_open; /* of candles */
	double first;      /* close of the first, as are all that follow */
	struct thin curve;
};

/* Of each symbol. */
struct part {
	int prices;         /* the chosen one; -1: none */
	int deals;          /* closed */
	double pnl;         /* of those */
	struct spans holes; /* in what is traded */
};

enum finding { /* members of the report record, and the certificate */
	FOUND_PARAMS,
	FOUND_INPUT,
	FOUND_WINDOWS,
	FOUND_SUMMARY,
	FOUND_STATS,
	FOUND_GROUPS,
	FOUND_LUCK,
	FOUND_SEARCH,
	FOUND_PROOF,
	FOUND_CERTIFICATE, /* the whole record */
	FINDINGS,
};

struct findings {
	const struct reader *rd; /* *borrowed*: the names */
	int64_t first, last;     /* times of prices and equity; -1: none */

	struct thin equity, drawdown; /* drawdown is <= 0 here */
	struct months months;
	double start, peak, final; /* equity; NaN: none */
	int64_t equities;          /* records */
	int64_t last_equity;       /* time of the last of them */

	struct deals closed, open;
	struct map *reasons;

	struct prices *prices; /* in order of first sight */
	int nprices, prices_size;
	int *of_series; /* by record.series: number in prices, or -1 */
	int nseries;
	struct part *parts; /* by record.symbol */
	int nparts;

	bool reported; /* the report record was there */
	struct json_tree *tree[FINDINGS];

	int64_t passed_over; /* reports of earlier runs */
	bool mixed;          /* fills of several runs among each other */
	int64_t last_order;
};

/* *new*; NULL: out of memory. */
struct findings *findings_new(const struct reader *rd);
void findings_free(struct findings *f);

/*
 * Takes a record of any type.  One that belongs to a run, behind a report,
 * begins another run: what there was is forgotten and counted, unless runs
 * are mixed, which nobody can part.
 * 0; -1: out of memory; 1: a member of the report or of the certificate cannot
 * be read and is left out, why (size bytes) names it.
 */
int findings_take(
    struct findings *f, const struct record *r, char *why, size_t size);

/* Forgets all but that there was one more run.  0, or -1: out of memory. */
int findings_restart(struct findings *f);

/* The input is over: chooses each symbol's prices, and what the equity began
 * with.  To be called once. */
void findings_end(struct findings *f);

/* The root of what was found, or NULL. */
const struct json_node *found(const struct findings *f, enum finding which);

/* A member of it that is a number; NaN: there is none. */
double found_number(
    const struct findings *f, enum finding which, const char *name);

/* Whether the report is of an account; else of trades that were finished
 * elsewhere. */
bool found_account(const struct findings *f);

/* A number of a node; NaN. */
double node_number(const struct json_node *n, const char *name);
/* A text of a node, *borrowed*; NULL. */
const char *node_text(const struct json_node *n, const char *name);

/* The symbol's name; of several venues "symbol (venue)", in buf. */
enum { FINDINGS_NAME = 160 };
const char *findings_symbol(
    const struct findings *f, int symbol, char buf[FINDINGS_NAME]);

/*
 * The symbols with prices or trades, most trades first, then as they came;
 * at most max of them into list.  How many there are.
 */
int findings_symbols(const struct findings *f, int *list, int max);

/* Prices of a symbol, or NULL. */
const struct prices *findings_prices(const struct findings *f, int symbol);

#endif
