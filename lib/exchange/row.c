/* SPDX-License-Identifier: MIT */
#include "exchange/row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MINUTE = 60000 };

#define TIME_END INT64_C(253402300800000) /* the year 10000 */

static const char *
check_prices(const struct row *r)
{
	double open = r->u.kline.open, high = r->u.kline.high;
	double low = r->u.kline.low, close = r->u.kline.close;

	if (high < low)
		return "high is below low";
	if (open > high || open < low)
		return "open is outside low to high";
	if (close > high || close < low)
		return "close is outside low to high";
	return NULL;
}

static const char *
check_bar(const struct row *r, const struct row_format *f)
{
	if (r->time != interval_open(f->interval, r->time))
		return "open_time is not where a bar begins";
	/* A premium is a difference: it may be 0 and less. */
	if (f->data == DATA_CANDLES &&
	    !(r->u.kline.open > 0 && r->u.kline.high > 0 &&
		r->u.kline.low > 0 && r->u.kline.close > 0))
		return "a price is 0";
	return check_prices(r);
}

static const char *
check_trade(const struct row *r)
{
	if (r->id < 0)
		return "the id is below 0";
	if (r->u.trade.qty > 0 && !(r->u.trade.price > 0))
		return "the price is 0";
	return NULL;
}

const char *
row_check(const struct row *r, const struct row_format *f)
{
	if (r->time < 0 || r->time >= TIME_END)
		return "the time is impossible";
	switch (f->data) {
	case DATA_CANDLES:
	case DATA_PREMIUM:
		return check_bar(r, f);
	case DATA_TRADES:
		return check_trade(r);
	default:
		return NULL;
	}
}

int64_t
row_key(const struct row *r, enum dataset data)
{
	switch (data) {
	case DATA_TRADES:
		return r->id;
	case DATA_FUNDING: /* its time jitters by some ms */
		return (r->time + MINUTE / 2) / MINUTE * MINUTE;
	default:
		return r->time;
	}
}

static bool
same_prices(const struct row *a, const struct row *b)
{
	return a->u.kline.open == b->u.kline.open &&
	       a->u.kline.high == b->u.kline.high &&
	       a->u.kline.low == b->u.kline.low &&
	       a->u.kline.close == b->u.kline.close;
}

static bool
same_volumes(const struct row *a, const struct row *b)
{
	return a->u.kline.trades == b->u.kline.trades &&
	       decimal_cmp(a->u.kline.volume, b->u.kline.volume) == 0 &&
	       decimal_cmp(a->u.kline.quote_volume, b->u.kline.quote_volume) ==
		   0 &&
	       decimal_cmp(a->u.kline.taker_buy_volume,
		   b->u.kline.taker_buy_volume) == 0 &&
	       decimal_cmp(a->u.kline.taker_buy_quote_volume,
		   b->u.kline.taker_buy_quote_volume) == 0;
}

bool
row_same(const struct row *a, const struct row *b, enum dataset data)
{
	if (row_key(a, data) != row_key(b, data))
		return false;
	switch (data) {
	case DATA_CANDLES:
		return same_prices(a, b) && same_volumes(a, b);
	case DATA_PREMIUM:
		return same_prices(a, b);
	case DATA_TRADES:
		return a->time == b->time &&
		       a->u.trade.price == b->u.trade.price &&
		       a->u.trade.qty == b->u.trade.qty &&
		       a->u.trade.first_id == b->u.trade.first_id &&
		       a->u.trade.last_id == b->u.trade.last_id &&
		       a->u.trade.sell == b->u.trade.sell;
	case DATA_OPEN_INTEREST:
		return a->u.interest.amount == b->u.interest.amount &&
		       a->u.interest.has_value == b->u.interest.has_value &&
		       a->u.interest.value == b->u.interest.value;
	default:
		return a->u.funding.rate == b->u.funding.rate &&
		       a->u.funding.hours == b->u.funding.hours;
	}
}

/* The order that a source gives rows in: ids where there are any. */
static bool
is_before(const struct row *a, const struct row *b)
{
	return a->id != b->id ? a->id < b->id : a->time < b->time;
}

static int
set_room(struct rows *rs, size_t room)
{
	struct row *list = realloc(rs->list, room * sizeof *list);

	if (!list)
		return -1;
	rs->list = list;
	rs->room = room;
	return 0;
}

int
rows_reserve(struct rows *rs, size_t n)
{
	size_t room = rs->n + n;

	if (room <= rs->room)
		return 0;
	return set_room(rs, room < 2 * rs->room ? 2 * rs->room : room);
}

int
rows_add(struct rows *rs, const struct row *r)
{
	if (rs->n == rs->room &&
	    set_room(rs, rs->room ? 2 * rs->room : 256) != 0)
		return -1;
	if (rs->n > 0 && is_before(r, &rs->list[rs->n - 1]))
		rs->unsorted++;
	rs->list[rs->n++] = *r;
	return 0;
}

static int
cmp(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_id(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->id != y->id)
		return cmp(x->id, y->id);
	if (x->time != y->time)
		return cmp(x->time, y->time);
	return cmp(x->line, y->line);
}

int64_t
rows_settle(struct rows *rs, const struct row_format *f)
{
	enum dataset data = f->data;
	size_t kept = 0;

	if (rs->unsorted)
		qsort(rs->list, rs->n, sizeof rs->list[0], by_id);
	for (size_t i = 0; i < rs->n; i++) {
		const struct row *r = &rs->list[i];
		const struct row *last = kept ? &rs->list[kept - 1] : NULL;

		if (last && row_key(last, data) == row_key(r, data)) {
			if (!row_same(last, r, data))
				return r->line;
			rs->doubled++;
			continue;
		}
		if (kept < i)
			rs->list[kept] = *r;
		kept++;
	}
	rs->n = kept;
	return 0;
}

void
rows_free(struct rows *rs)
{
	free(rs->list);
	memset(rs, 0, sizeof *rs);
}
