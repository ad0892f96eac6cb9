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

/* The same for a trade or print of short numbers: nearly all.  False: for this
 * one bar_flow_of() is needed. */
static inline bool bar_flow_quick(struct bar_flow *f, const struct record *r);

/* An empty bar.  none holds zeros; exponents near the flows' make it fast. */
void bar_init(struct bar *b, enum interval iv, int64_t open_time,
    const struct bar_sums *none);

/*
 * Whether f can be added to b as it is: nearly always.  If not, the sums of b
 * with f added, into *next: -1 if one of them needs more than 38 digits or
 * the count more than 63 bits.
 */
static inline bool bar_near(const struct bar *b, const struct bar_flow *f);
int bar_sum(
    const struct bar *b, const struct bar_flow *f, struct bar_sums *next);

/*
 * Takes f in, in the order of arrival; next is from bar_sum(), or NULL if
 * bar_near().  A candle in which nothing traded repeats the price before it,
 * so its prices count only in a bar in which nothing trades at all: that is
 * what the exchange's own coarser candles do.
 */
static inline void bar_add(
    struct bar *b, const struct bar_flow *f, const struct bar_sums *next);

/* The candle record, without venue and symbol; *text is *borrowed* by it. */
void bar_record(const struct bar *b, enum interval iv, struct record *out,
    struct bar_text *text);

/* The rest is the inline part of the above. */

static inline bool
bar_flow_quick(struct bar_flow *f, const struct record *r)
{
	const struct value *price = &r->v[TRADE_PRICE];
	const struct value *qty = &r->v[TRADE_QTY];
	bool buy = r->v[TRADE_SIDE].i == SIDE_BUY;
	uint64_t more = 0; /* fills, but the first */
	int64_t quote;
	int exp = price->exp + qty->exp;

	if (rec_has(r, TRADE_FIRST_ID) && rec_has(r, TRADE_LAST_ID))
		more = (uint64_t)r->v[TRADE_LAST_ID].i -
		       (uint64_t)r->v[TRADE_FIRST_ID].i;
	if (price->exp == EXP_WIDE || qty->exp == EXP_WIDE ||
	    __builtin_mul_overflow(price->i, qty->i, &quote) ||
	    more >= INT32_MAX)
		return false;
	f->open = f->high = f->low = f->close = price->num;
	f->m[BAR_VOLUME] = qty->i;
	f->m[BAR_QUOTE_VOLUME] = quote;
	f->m[BAR_TAKER_BUY_VOLUME] = buy ? qty->i : 0;
	f->m[BAR_TAKER_BUY_QUOTE_VOLUME] = buy ? quote : 0;
	f->exp[BAR_VOLUME] = f->exp[BAR_TAKER_BUY_VOLUME] = qty->exp;
	f->exp[BAR_QUOTE_VOLUME] = f->exp[BAR_TAKER_BUY_QUOTE_VOLUME] = exp;
	f->is_wide = false;
	f->trades = (int64_t)more + 1;
	f->has = CANDLE_SUMS;
	f->traded = true; /* there are no trades of quantity 0 */
	return true;
}

/* How many more places sum i of the bar has; far beyond 15 if fewer. */
static inline unsigned
bar_places(const struct bar *b, const struct bar_flow *f, int i)
{
	return (unsigned)(f->exp[i] - b->sums.v[i].exp);
}

static inline bool
bar_near(const struct bar *b, const struct bar_flow *f)
{
	const struct decimal *s = b->sums.v;

	if (f->is_wide || f->trades > INT32_MAX ||
	    b->sums.trades > INT64_MAX / 2)
		return false;
	/* Each below 16, each below 2^122: 2^122 + 2^63 * 10^15 < 10^38. */
	return (bar_places(b, f, BAR_VOLUME) |
		   bar_places(b, f, BAR_QUOTE_VOLUME) |
		   bar_places(b, f, BAR_TAKER_BUY_VOLUME) |
		   bar_places(b, f, BAR_TAKER_BUY_QUOTE_VOLUME)) < 16 &&
	       (s[0].m | s[1].m | s[2].m | s[3].m) >> 122 == 0;
}

/* Adds its share to sum i, which is near. */
static inline void
bar_add_share(struct bar *b, const struct bar_flow *f, int i)
{
	int64_t scale = (int64_t)num_pow10u[bar_places(b, f, i)];

	b->sums.v[i].m += (__int128)f->m[i] * scale;
}

static inline void
bar_add(struct bar *b, const struct bar_flow *f, const struct bar_sums *next)
{
	if (next) {
		b->sums = *next;
	} else {
		bar_add_share(b, f, BAR_VOLUME);
		bar_add_share(b, f, BAR_QUOTE_VOLUME);
		bar_add_share(b, f, BAR_TAKER_BUY_VOLUME);
		bar_add_share(b, f, BAR_TAKER_BUY_QUOTE_VOLUME);
		b->sums.trades += f->trades;
	}
	b->has &= f->has;
	if (b->flows++ == 0 || (f->traded && !b->traded)) {
		b->open = f->open;
		b->high = f->high;
		b->low = f->low;
		b->close = f->close;
		b->traded = f->traded;
	} else if (f->traded || !b->traded) {
		if (f->high > b->high)
			b->high = f->high;
		if (f->low < b->low)
			b->low = f->low;
		b->close = f->close;
	}
}

#endif
