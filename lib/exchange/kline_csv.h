/* SPDX-License-Identifier: MIT */
/* kline_csv - the candles of one file of the archive, checked and in order. */
#ifndef KLINE_CSV_H
#define KLINE_CSV_H

#include <stddef.h>
#include <stdint.h>

#include "base/decimal.h"
#include "market/interval.h"

struct zip_csv;

struct kline {
	int64_t open_time;
	double open, high, low, close;
	struct decimal volume, quote_volume; /* sums: all their digits */
	struct decimal taker_buy_volume, taker_buy_quote_volume;
	int64_t trades;
	int64_t line; /* of the file */
};

/*
 * The row [text, end), *end == '\n' and ZIP_SLACK bytes readable behind it:
 * 11 or 12 columns; times in ms, or in us where they have 16 digits.  The
 * file's close_time is not kept: after a halt it is short.
 * 0, or -1 with *why.
 */
int kline_parse(const char *text, const char *end, enum interval iv,
    struct kline *k, const char **why);

struct klines { /* by open_time, each once */
	struct kline *rows;
	size_t n, room;
	/* what was repaired: rows behind a later one, rows given twice, rows
	 * of another day or month */
	int64_t unsorted, doubled, outside;
};

enum klines_status {
	KLINES_OK,
	KLINES_CORRUPT, /* nothing of the file can be trusted */
	KLINES_FAILED,  /* this machine failed */
};

enum { KLINES_WHY = 512 };

/*
 * All rows of the file that open in [from, to), with or without a header
 * line; *ks is the caller's to klines_free() in any case.
 * A file that has the same candle twice and differently is corrupt, as is one
 * with no candle.  Unless KLINES_OK, why says which line and why.
 */
enum klines_status klines_read(struct klines *ks, struct zip_csv *z,
    enum interval iv, int64_t from, int64_t to, char *why);

void klines_free(struct klines *ks);

/* The first row that opens at t or later: its place, or n. */
size_t klines_find(const struct klines *ks, int64_t t);

#endif
