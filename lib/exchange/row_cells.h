/* SPDX-License-Identifier: MIT */
/*
 * row_cells - the cells of a row made its members: those of klines and
 * aggTrades stand in the same order in files and in replies.
 */
#ifndef ROW_CELLS_H
#define ROW_CELLS_H

#include "exchange/cell.h"
#include "exchange/row.h"

enum {
	KLINE_OPEN_TIME,
	KLINE_OPEN,
	KLINE_HIGH,
	KLINE_LOW,
	KLINE_CLOSE,
	KLINE_VOLUME,
	KLINE_CLOSE_TIME,
	KLINE_QUOTE_VOLUME,
	KLINE_TRADES,
	KLINE_TAKER_BUY_VOLUME,
	KLINE_TAKER_BUY_QUOTE_VOLUME,
	KLINE_CELLS, /* a twelfth holds nothing */
};

enum {
	TRADE_CELL_ID,
	TRADE_CELL_PRICE,
	TRADE_CELL_QTY,
	TRADE_CELL_FIRST_ID,
	TRADE_CELL_LAST_ID,
	TRADE_CELL_TIME,
	TRADE_CELLS,
};

/* That a cell is not what it should be. */
const char *kline_bad_cell(int cell);
const char *trade_bad_cell(int cell);

/*
 * All of *r but its line, and of a trade its side; NULL, or why there can be
 * no such row.  close_time is looked at but not kept: after a halt it is
 * short.
 */
const char *kline_take(const struct row_format *f,
    const struct cell cells[KLINE_CELLS], struct row *r);
const char *trade_take(const struct row_format *f,
    const struct cell cells[TRADE_CELLS], struct row *r);

#endif
