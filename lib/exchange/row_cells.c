/* SPDX-License-Identifier: MIT */
#include "exchange/row_cells.h"

static const char *const bad_kline[KLINE_CELLS] = {
    [KLINE_OPEN_TIME] = "open_time is no time",
    [KLINE_OPEN] = "open is no price",
    [KLINE_HIGH] = "high is no price",
    [KLINE_LOW] = "low is no price",
    [KLINE_CLOSE] = "close is no price",
    [KLINE_VOLUME] = "volume is no amount",
    [KLINE_CLOSE_TIME] = "close_time is no time",
    [KLINE_QUOTE_VOLUME] = "quote_volume is no amount",
    [KLINE_TRADES] = "the number of trades is no number",
    [KLINE_TAKER_BUY_VOLUME] = "taker_buy_volume is no amount",
    [KLINE_TAKER_BUY_QUOTE_VOLUME] = "taker_buy_quote_volume is no amount",
};

static const char *const bad_trade[TRADE_CELLS] = {
    [TRADE_CELL_ID] = "agg_trade_id is no id",
    [TRADE_CELL_PRICE] = "price is no price",
    [TRADE_CELL_QTY] = "quantity is no amount",
    [TRADE_CELL_FIRST_ID] = "first_trade_id is no id",
    [TRADE_CELL_LAST_ID] = "last_trade_id is no id",
    [TRADE_CELL_TIME] = "transact_time is no time",
};

const char *
kline_bad_cell(int cell)
{
	return bad_kline[cell];
}

const char *
trade_bad_cell(int cell)
{
	return bad_trade[cell];
}

static int
first_bad_kline(const struct cell *c, struct row *r)
{
	int64_t close_time;

	if (!cell_time(&c[KLINE_OPEN_TIME], &r->time))
		return KLINE_OPEN_TIME;
	if (!cell_number(&c[KLINE_OPEN], &r->u.kline.open))
		return KLINE_OPEN;
	if (!cell_number(&c[KLINE_HIGH], &r->u.kline.high))
		return KLINE_HIGH;
	if (!cell_number(&c[KLINE_LOW], &r->u.kline.low))
		return KLINE_LOW;
	if (!cell_number(&c[KLINE_CLOSE], &r->u.kline.close))
		return KLINE_CLOSE;
	if (!cell_exact(&c[KLINE_VOLUME], &r->u.kline.volume))
		return KLINE_VOLUME;
	if (!cell_time(&c[KLINE_CLOSE_TIME], &close_time))
		return KLINE_CLOSE_TIME;
	if (!cell_exact(&c[KLINE_QUOTE_VOLUME], &r->u.kline.quote_volume))
		return KLINE_QUOTE_VOLUME;
	if (!cell_count(&c[KLINE_TRADES], &r->u.kline.trades))
		return KLINE_TRADES;
	if (!cell_exact(
		&c[KLINE_TAKER_BUY_VOLUME], &r->u.kline.taker_buy_volume))
		return KLINE_TAKER_BUY_VOLUME;
	if (!cell_exact(&c[KLINE_TAKER_BUY_QUOTE_VOLUME],
		&r->u.kline.taker_buy_quote_volume))
		return KLINE_TAKER_BUY_QUOTE_VOLUME;
	return KLINE_CELLS;
}

const char *
kline_take(const struct row_format *f, const struct cell cells[KLINE_CELLS],
    struct row *r)
{
	int bad = first_bad_kline(cells, r);

	r->id = 0;
	return bad < KLINE_CELLS ? bad_kline[bad] : row_check(r, f);
}

static int
first_bad_trade(const struct cell *c, struct row *r)
{
	if (!cell_id(&c[TRADE_CELL_ID], &r->id))
		return TRADE_CELL_ID;
	if (!cell_amount(&c[TRADE_CELL_PRICE], &r->u.trade.price))
		return TRADE_CELL_PRICE;
	if (!cell_amount(&c[TRADE_CELL_QTY], &r->u.trade.qty))
		return TRADE_CELL_QTY;
	if (!cell_id(&c[TRADE_CELL_FIRST_ID], &r->u.trade.first_id))
		return TRADE_CELL_FIRST_ID;
	if (!cell_id(&c[TRADE_CELL_LAST_ID], &r->u.trade.last_id))
		return TRADE_CELL_LAST_ID;
	if (!cell_time(&c[TRADE_CELL_TIME], &r->time))
		return TRADE_CELL_TIME;
	return TRADE_CELLS;
}

const char *
trade_take(const struct row_format *f, const struct cell cells[TRADE_CELLS],
    struct row *r)
{
	int bad = first_bad_trade(cells, r);

	return bad < TRADE_CELLS ? bad_trade[bad] : row_check(r, f);
}
