/* SPDX-License-Identifier: MIT */
#include "market/bar.h"

#include <stddef.h>
#include <string.h>

#define E18 INT64_C(1000000000000000000)
#define E37 ((__int128)E18 * E18 * 10)
#define E38 (E37 * 10) /* anything below has at most 38 digits */

enum { POW10_MAX = 18 };

static const int64_t pow10_int[POW10_MAX + 1] = {
    INT64_C(1),
    INT64_C(10),
    INT64_C(100),
    INT64_C(1000),
    INT64_C(10000),
    INT64_C(100000),
    INT64_C(1000000),
    INT64_C(10000000),
    INT64_C(100000000),
    INT64_C(1000000000),
    INT64_C(10000000000),
    INT64_C(100000000000),
    INT64_C(1000000000000),
    INT64_C(10000000000000),
    INT64_C(100000000000000),
    INT64_C(1000000000000000),
    INT64_C(10000000000000000),
    INT64_C(100000000000000000),
    E18,
};

/* The candle's member of each sum. */
static const unsigned char sum_slot[BAR_SUMS] = {
    [BAR_VOLUME] = CANDLE_VOLUME,
    [BAR_QUOTE_VOLUME] = CANDLE_QUOTE_VOLUME,
    [BAR_TAKER_BUY_VOLUME] = CANDLE_TAKER_BUY_VOLUME,
    [BAR_TAKER_BUY_QUOTE_VOLUME] = CANDLE_TAKER_BUY_QUOTE_VOLUME,
};

#define BIT(slot) (UINT32_C(1) << (slot))
#define SUM_MEMBERS                                                            \
	(BIT(CANDLE_VOLUME) | BIT(CANDLE_QUOTE_VOLUME) | BIT(CANDLE_TRADES) |  \
	    BIT(CANDLE_TAKER_BUY_VOLUME) | BIT(CANDLE_TAKER_BUY_QUOTE_VOLUME))

static const char too_long[] = "number of more than 38 digits";

/* Slow but whole: the shares of a trade whose numbers are long. */
static int
widen_trade(struct bar_flow *f, const struct record *r)
{
	struct decimal price, qty, quote;

	if (rec_decimal(r, TRADE_PRICE, &price) != 0 ||
	    rec_decimal(r, TRADE_QTY, &qty) != 0 ||
	    decimal_mul(&quote, price, qty) != 0)
		return -1;
	memset(f->wide, 0, sizeof f->wide);
	f->is_wide = true;
	f->wide[BAR_VOLUME] = qty;
	f->wide[BAR_QUOTE_VOLUME] = quote;
	if (r->v[TRADE_SIDE].i == SIDE_BUY) {
		f->wide[BAR_TAKER_BUY_VOLUME] = qty;
		f->wide[BAR_TAKER_BUY_QUOTE_VOLUME] = quote;
	}
	return 0;
}

static const char *
count_fills(struct bar_flow *f, const struct record *r)
{
	int64_t n;

	if (r->type == REC_PRINT || !rec_has(r, TRADE_FIRST_ID) ||
	    !rec_has(r, TRADE_LAST_ID))
		return NULL;
	if (__builtin_sub_overflow(
		r->v[TRADE_LAST_ID].i, r->v[TRADE_FIRST_ID].i, &n) ||
	    __builtin_add_overflow(n, 1, &n))
		return "trade of more than 2^63 - 1 fills";
	if (n <= 0)
		return "trade whose last_id is below its first_id";
	f->trades = n;
	return NULL;
}

static const char *
flow_of_trade(struct bar_flow *f, const struct record *r)
{
	const struct value *price = &r->v[TRADE_PRICE];
	const struct value *qty = &r->v[TRADE_QTY];
	bool buy = r->v[TRADE_SIDE].i == SIDE_BUY;
	int64_t quote;
	int exp;

	f->open = f->high = f->low = f->close = price->num;
	f->has = SUM_MEMBERS;
	f->traded = true; /* there are no trades of quantity 0 */
	f->trades = 1;
	f->is_wide = false;
	if (price->exp == EXP_WIDE || qty->exp == EXP_WIDE ||
	    __builtin_mul_overflow(price->i, qty->i, &quote)) {
		if (widen_trade(f, r) != 0)
			return too_long;
	} else {
		exp = price->exp + qty->exp;
		f->m[BAR_VOLUME] = qty->i;
		f->m[BAR_QUOTE_VOLUME] = quote;
		f->m[BAR_TAKER_BUY_VOLUME] = buy ? qty->i : 0;
		f->m[BAR_TAKER_BUY_QUOTE_VOLUME] = buy ? quote : 0;
		f->exp[BAR_VOLUME] = f->exp[BAR_TAKER_BUY_VOLUME] = qty->exp;
		f->exp[BAR_QUOTE_VOLUME] = exp;
		f->exp[BAR_TAKER_BUY_QUOTE_VOLUME] = exp;
	}
	return count_fills(f, r);
}

static const char *
flow_of_candle(struct bar_flow *f, const struct record *r)
{
	f->open = r->v[CANDLE_OPEN].num;
	f->high = r->v[CANDLE_HIGH].num;
	f->low = r->v[CANDLE_LOW].num;
	f->close = r->v[CANDLE_CLOSE].num;
	f->has = r->has & SUM_MEMBERS;
	f->trades = rec_has(r, CANDLE_TRADES) ? r->v[CANDLE_TRADES].i : 0;
	f->is_wide = false;
	for (int i = 0; i < BAR_SUMS; i++) {
		const struct value *v = &r->v[sum_slot[i]];

		f->m[i] = f->exp[i] = 0;
		if (!rec_has(r, sum_slot[i]))
			continue;
		f->m[i] = v->i;
		f->exp[i] = v->exp;
		f->is_wide |= v->exp == EXP_WIDE;
	}
	for (int i = 0; f->is_wide && i < BAR_SUMS; i++) {
		f->wide[i] = (struct decimal){0};
		if (rec_has(r, sum_slot[i]) &&
		    rec_decimal(r, sum_slot[i], &f->wide[i]) != 0)
			return too_long;
	}
	f->traded =
	    f->is_wide ? f->wide[BAR_VOLUME].m != 0 : f->m[BAR_VOLUME] != 0;
	return NULL;
}

const char *
bar_flow_of(struct bar_flow *f, const struct record *r)
{
	return r->type == REC_CANDLE ? flow_of_candle(f, r)
				     : flow_of_trade(f, r);
}

void
bar_init(struct bar *b, enum interval iv, int64_t open_time,
    const struct bar_sums *none)
{
	*b = (struct bar){
	    .open_time = open_time,
	    .end = interval_end(iv, open_time) + 1,
	    .sums = *none,
	    .has = SUM_MEMBERS,
	};
}

bool
bar_near(const struct bar *b, const struct bar_flow *f)
{
	if (f->is_wide || f->trades > INT32_MAX ||
	    b->sums.trades > INT64_MAX / 2)
		return false;
	for (int i = 0; i < BAR_SUMS; i++) {
		const struct decimal *s = &b->sums.v[i];

		/* 10^37 + 2^63 * 10^18 < 10^38 */
		if ((unsigned)(f->exp[i] - s->exp) > POW10_MAX || s->m >= E37)
			return false;
	}
	return true;
}

/* *s += d; both are >= 0. */
static int
sum_add(struct decimal *s, struct decimal d)
{
	int finer = s->exp - d.exp;
	__int128 m;

	if (d.m == 0)
		return 0;
	if (s->m == 0) {
		*s = d;
		return 0;
	}
	/* Go on at the finer exponent: what follows is near. */
	if (finer > 0 && finer <= POW10_MAX &&
	    !__builtin_mul_overflow(s->m, pow10_int[finer], &m) &&
	    !__builtin_add_overflow(m, d.m, &m) && m < E38) {
		s->m = m;
		s->exp = d.exp;
		return 0;
	}
	return decimal_add(s, d);
}

int
bar_sum(const struct bar *b, const struct bar_flow *f, struct bar_sums *next)
{
	*next = b->sums;
	for (int i = 0; i < BAR_SUMS; i++) {
		struct decimal d = {f->m[i], f->exp[i]};

		if (sum_add(&next->v[i], f->is_wide ? f->wide[i] : d) != 0)
			return -1;
	}
	return __builtin_add_overflow(next->trades, f->trades, &next->trades)
		   ? -1
		   : 0;
}

static void
add_near(struct bar_sums *sums, const struct bar_flow *f)
{
	for (int i = 0; i < BAR_SUMS; i++) {
		struct decimal *s = &sums->v[i];

		s->m += (__int128)f->m[i] * pow10_int[f->exp[i] - s->exp];
	}
	sums->trades += f->trades;
}

void
bar_add(struct bar *b, const struct bar_flow *f, const struct bar_sums *next)
{
	if (next)
		b->sums = *next;
	else
		add_near(&b->sums, f);
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

void
bar_record(const struct bar *b, enum interval iv, struct record *out,
    struct bar_text *text)
{
	rec_init(out, REC_CANDLE, b->end - 1);
	rec_set_int(out, CANDLE_INTERVAL, iv);
	rec_set_int(out, CANDLE_OPEN_TIME, b->open_time);
	rec_set_num(out, CANDLE_OPEN, b->open);
	rec_set_num(out, CANDLE_HIGH, b->high);
	rec_set_num(out, CANDLE_LOW, b->low);
	rec_set_num(out, CANDLE_CLOSE, b->close);
	if (b->has & BIT(CANDLE_TRADES))
		rec_set_int(out, CANDLE_TRADES, b->sums.trades);
	for (int i = 0; i < BAR_SUMS; i++) {
		if (b->has & BIT(sum_slot[i]))
			rec_set_sum(
			    out, sum_slot[i], b->sums.v[i], text->sum[i]);
	}
}
