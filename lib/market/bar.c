/* SPDX-License-Identifier: MIT */
#include "market/bar.h"

#include <stddef.h>
#include <string.h>

#define E18 INT64_C(1000000000000000000)
#define E38                                                                    \
	((__int128)E18 * E18 * 100) /* anything below has at most 38 digits */

/* The candle's member of each sum. */
static const unsigned char sum_slot[BAR_SUMS] = {
    [BAR_VOLUME] = CANDLE_VOLUME,
    [BAR_QUOTE_VOLUME] = CANDLE_QUOTE_VOLUME,
    [BAR_TAKER_BUY_VOLUME] = CANDLE_TAKER_BUY_VOLUME,
    [BAR_TAKER_BUY_QUOTE_VOLUME] = CANDLE_TAKER_BUY_QUOTE_VOLUME,
};

#define BIT(slot) (UINT32_C(1) << (slot))

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
	if (bar_flow_quick(f, r))
		return NULL;
	f->open = f->high = f->low = f->close = r->v[TRADE_PRICE].num;
	f->has = CANDLE_SUMS;
	f->traded = true;
	f->trades = 1;
	return widen_trade(f, r) == 0 ? count_fills(f, r) : too_long;
}

static const char *
flow_of_candle(struct bar_flow *f, const struct record *r)
{
	f->open = r->v[CANDLE_OPEN].num;
	f->high = r->v[CANDLE_HIGH].num;
	f->low = r->v[CANDLE_LOW].num;
	f->close = r->v[CANDLE_CLOSE].num;
	f->has = r->has & CANDLE_SUMS;
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
	    .has = CANDLE_SUMS,
	};
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
	if (finer > 0 && finer <= 19 &&
	    !__builtin_mul_overflow(s->m, num_pow10u[finer], &m) &&
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
