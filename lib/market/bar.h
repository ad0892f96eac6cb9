/* SPDX-License-Identifier: MIT */
/* bar - one candle being put together from trades or finer candles. */
#ifndef BAR_H
#define BAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/decimal.h"
#include "market/interval.h"
#include "market/record.h"

enum { /* the exact sums */
	BAR_VOLUME,
	BAR_QUOTE_VOLUME,
	BAR_TAKER_BUY_VOLUME,
	BAR_TAKER_BUY_QUOTE_VOLUME,
	BAR_SUMS,
};

struct bar_sums {
	struct decimal v[BAR_SUMS];
	int64_t trades;
};

/* What one trade or one finer candle adds to every bar that holds it. */
struct bar_flow {
	double open, high, low, close;
	/* Its share of each sum, m * 10^exp; where that is too long, wide. */
	int64_t m[BAR_SUMS];
	int exp[BAR_SUMS];
	struct decimal wide[BAR_SUMS];
	bool is_wide;
	int64_t trades;
	uint32_t has; /* bit M_x of the candle's members that it knows */
	bool traded;  /* its volume is not 0 */
};

struct bar {
	int64_t open_time, end; /* ms: from open_time up to, not with, end */
	double open, high, low, close;
	struct bar_sums sums;
	uint32_t has;
	bool traded;
	bool half; /* its beginning lies before the input: never written */
	bool last; /* the finer candle that ends it has come */
	int flows;
};

/* Room for the texts of a bar's sums while its record is written. */
struct bar_text {
	char sum[BAR_SUMS][NUM_DECIMAL_MAX];
};

/*
 * What the trade, print or candle r adds.  NULL, or a literal that says why
 * it cannot be used: a number beyond 38 digits, ids in the wrong order.
 */
const char *bar_flow_of(struct bar_flow *f, const struct record *r);

/* An empty bar.  none holds zeros; exponents near the flows' make it fast. */
void bar_init(struct bar *b, enum interval iv, int64_t open_time,
    const struct bar_sums *none);

/*
 * Whether f can be added to b as it is: nearly always.  If not, the sums of b
 * with f added, into *next: -1 if one of them needs more than 38 digits or
 * the count more than 63 bits.
 */
bool bar_near(const struct bar *b, const struct bar_flow *f);
int bar_sum(
    const struct bar *b, const struct bar_flow *f, struct bar_sums *next);

/*
 * Takes f in, in the order of arrival; next is from bar_sum(), or NULL if
 * bar_near().  A candle in which nothing traded repeats the price before it,
 * so its prices count only in a bar in which nothing trades at all: that is
 * what the exchange's own coarser candles do.
 */
void bar_add(
    struct bar *b, const struct bar_flow *f, const struct bar_sums *next);

/* The candle record, without venue and symbol; *text is *borrowed* by it. */
void bar_record(const struct bar *b, enum interval iv, struct record *out,
    struct bar_text *text);

#endif
