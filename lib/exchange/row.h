/* SPDX-License-Identifier: MIT */
/*
 * row - one row of history, as the exchange's files and replies give it, and
 * lists of them.
 */
#ifndef ROW_H
#define ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "market/interval.h"

enum dataset {
	DATA_CANDLES,
	DATA_TRADES, /* aggregated */
	DATA_OPEN_INTEREST,
	DATA_FUNDING,
	DATA_PREMIUM, /* candles of the premium index */
	DATASETS,
};

struct row {
	/*
	 * ms: of a candle where it opens, of open interest the moment when the
	 * value held, of a trade or a funding rate as given.
	 */
	int64_t time;
	int64_t id;   /* of a trade, else 0 */
	int64_t line; /* of the file; its place in a reply, from 1 */
	union {
		struct { /* premium: the four prices only */
			double open, high, low, close;
			struct decimal volume, quote_volume; /* all digits */
			struct decimal taker_buy_volume, taker_buy_quote_volume;
			int64_t trades;
		} kline;
		struct {
			double price, qty;
			int64_t first_id, last_id;
			bool sell; /* the aggressor's side */
		} trade;
		struct {
			double amount, value;
			int64_t label; /* the time that the source gave */
			bool has_value;
		} interest;
		struct {
			double rate, mark_price; /* 0: not given */
			int64_t hours;           /* 0: not given */
		} funding;
	} u;
};

/* What is read. */
struct row_format {
	enum dataset data;
	const char *symbol; /* *borrowed*; a row of another is an error */
	/* Of bars; of open interest the period: what does not lie on its
	 * multiples is passed over. */
	enum interval interval;
	/* Open interest: how many ms after their labels the values held.
	 * csv_read() finds out by itself; of replies 0. */
	int64_t label_lag;
};

/*
 * NULL; or why there can be no such row, as the record that it becomes would
 * be refused (record.h).  A trade of quantity 0 passes: row_is_record().
 */
const char *row_check(const struct row *r, const struct row_format *f);

/*
 * False: a trade of quantity 0, which files of 2023-05 have.  It is no trade,
 * but its id is not missing either: count it among the ids, write no record.
 * Source: binance-public-data issue 342.
 */
static inline bool
row_is_record(const struct row *r, enum dataset data)
{
	return data != DATA_TRADES || r->u.trade.qty > 0;
}

/* What tells rows of a series apart: a trade's id, a funding's minute, the
 * time of all others. */
int64_t row_key(const struct row *r, enum dataset data);

/* Whether they say the same; lines and labels are not compared. */
bool row_same(const struct row *a, const struct row *b, enum dataset data);

/* A list; {0} is an empty one. */
struct rows {
	struct row *list;
	size_t n, room;
	/* What was repaired: rows behind a later one, given twice, of another
	 * day or month. */
	int64_t unsorted, doubled, outside;
	int64_t blank; /* rows left out: what is needed of them is empty */
};

/* Room for n more at once.  0, or -1: out of memory. */
int rows_reserve(struct rows *rs, size_t n);

/* 0, or -1: out of memory. */
int rows_add(struct rows *rs, const struct row *r);

/*
 * In the order of time from here on, trades in that of their ids; each key
 * once.  0, or the line of a row that contradicts another one of its key.
 */
int64_t rows_settle(struct rows *rs, const struct row_format *f);

void rows_free(struct rows *rs);

#endif
