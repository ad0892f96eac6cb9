/* SPDX-License-Identifier: MIT */
#include "history/dataset.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	enum rec_type type;
	bool grid;
} defs[DATASETS] = {
    [DATA_CANDLES] = {"candles", REC_CANDLE, true},
    [DATA_TRADES] = {"trades", REC_TRADE, false},
    [DATA_OPEN_INTEREST] = {"open_interest", REC_OPEN_INTEREST, true},
    [DATA_FUNDING] = {"funding", REC_FUNDING, false},
    [DATA_PREMIUM] = {"premium", REC_PREMIUM, true},
};

int
dataset_find(const char *name)
{
	for (int d = 0; d < DATASETS; d++)
		if (strcmp(name, defs[d].name) == 0 ||
		    strcmp(name, rec_defs[defs[d].type].name) == 0)
			return d;
	return -1;
}

const char *
dataset_name(enum dataset d)
{
	return defs[d].name;
}

enum rec_type
dataset_type(enum dataset d)
{
	return defs[d].type;
}

bool
dataset_has_grid(enum dataset d)
{
	return defs[d].grid;
}

bool
dataset_has_interval(enum dataset d)
{
	return defs[d].grid;
}

int64_t
dataset_offset(const struct row_format *f)
{
	return f->data == DATA_OPEN_INTEREST ? interval_ms(f->interval) : 0;
}

int64_t
dataset_place(const struct row_format *f, const struct row *r)
{
	return r->time - dataset_offset(f);
}

int64_t
dataset_shift(enum dataset d)
{
	return d == DATA_OPEN_INTEREST;
}

int64_t
dataset_floor(const struct row_format *f, int64_t t)
{
	return dataset_has_grid(f->data) ? interval_open(f->interval, t) : t;
}

struct store_series
dataset_series(const struct target *t)
{
	const struct row_format *f = &t->format;

	return (struct store_series){
	    .type = defs[f->data].type,
	    .venue = t->venue,
	    .symbol = f->symbol,
	    .interval = dataset_has_interval(f->data) ? (int)f->interval : -1,
	};
}

const char *
target_text(const struct target *t, char text[TARGET_TEXT])
{
	const struct row_format *f = &t->format;
	bool has = dataset_has_interval(f->data);

	(void)snprintf(text, TARGET_TEXT, "'%s' %s%s%s", f->symbol,
	    defs[f->data].name, has ? " " : "",
	    has ? interval_name(f->interval) : "");
	return text;
}

void
dataset_begin(struct record *r, const struct target *t)
{
	enum rec_type type = defs[t->format.data].type;
	int slot = rec_interval_slot(type);

	rec_init(r, type, 0);
	rec_set_text(r, M_VENUE, t->venue, strlen(t->venue));
	rec_set_text(r, M_SYMBOL, t->format.symbol, strlen(t->format.symbol));
	if (slot >= 0)
		rec_set_int(r, slot, t->format.interval);
}

static void
fill_candle(struct record *r, const struct row *row,
    char sums[DATASET_SUMS][NUM_DECIMAL_MAX])
{
	rec_set_int(r, CANDLE_OPEN_TIME, row->time);
	rec_set_num(r, CANDLE_OPEN, row->u.kline.open);
	rec_set_num(r, CANDLE_HIGH, row->u.kline.high);
	rec_set_num(r, CANDLE_LOW, row->u.kline.low);
	rec_set_num(r, CANDLE_CLOSE, row->u.kline.close);
	rec_set_sum(r, CANDLE_VOLUME, row->u.kline.volume, sums[0]);
	rec_set_sum(r, CANDLE_QUOTE_VOLUME, row->u.kline.quote_volume, sums[1]);
	rec_set_int(r, CANDLE_TRADES, row->u.kline.trades);
	rec_set_sum(
	    r, CANDLE_TAKER_BUY_VOLUME, row->u.kline.taker_buy_volume, sums[2]);
	rec_set_sum(r, CANDLE_TAKER_BUY_QUOTE_VOLUME,
	    row->u.kline.taker_buy_quote_volume, sums[3]);
}

static void
fill_premium(struct record *r, const struct row *row)
{
	rec_set_int(r, CANDLE_OPEN_TIME, row->time);
	rec_set_num(r, CANDLE_OPEN, row->u.kline.open);
	rec_set_num(r, CANDLE_HIGH, row->u.kline.high);
	rec_set_num(r, CANDLE_LOW, row->u.kline.low);
	rec_set_num(r, CANDLE_CLOSE, row->u.kline.close);
}

static void
fill_trade(struct record *r, const struct row *row)
{
	rec_set_int(r, TRADE_ID, row->id);
	rec_set_num(r, TRADE_PRICE, row->u.trade.price);
	rec_set_num(r, TRADE_QTY, row->u.trade.qty);
	rec_set_int(r, TRADE_SIDE, row->u.trade.sell ? SIDE_SELL : SIDE_BUY);
	rec_set_int(r, TRADE_FIRST_ID, row->u.trade.first_id);
	rec_set_int(r, TRADE_LAST_ID, row->u.trade.last_id);
}

static void
fill_interest(struct record *r, const struct row *row)
{
	r->has &= ~(UINT32_C(1) << OI_OPEN_INTEREST_VALUE);
	rec_set_num(r, OI_OPEN_INTEREST, row->u.interest.amount);
	if (row->u.interest.has_value)
		rec_set_num(r, OI_OPEN_INTEREST_VALUE, row->u.interest.value);
	rec_set_int(r, OI_LABEL, row->u.interest.label);
}

static void
fill_funding(struct record *r, const struct row *row)
{
	r->has &= ~(UINT32_C(1) << FUNDING_MARK_PRICE |
		    UINT32_C(1) << FUNDING_INTERVAL_HOURS);
	rec_set_num(r, FUNDING_RATE, row->u.funding.rate);
	if (row->u.funding.mark_price > 0)
		rec_set_num(r, FUNDING_MARK_PRICE, row->u.funding.mark_price);
	if (row->u.funding.hours > 0)
		rec_set_int(r, FUNDING_INTERVAL_HOURS, row->u.funding.hours);
}

void
dataset_fill(struct record *r, const struct row_format *f,
    const struct row *row, char sums[DATASET_SUMS][NUM_DECIMAL_MAX])
{
	int64_t time = row->time;

	switch (f->data) {
	case DATA_CANDLES:
		time = interval_end(f->interval, row->time);
		fill_candle(r, row, sums);
		break;
	case DATA_PREMIUM:
		time = interval_end(f->interval, row->time);
		fill_premium(r, row);
		break;
	case DATA_TRADES:
		fill_trade(r, row);
		break;
	case DATA_OPEN_INTEREST:
		fill_interest(r, row);
		break;
	default:
		fill_funding(r, row);
		break;
	}
	r->time = r->v[M_TIME].i = time;
}
