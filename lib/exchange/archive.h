/* SPDX-License-Identifier: MIT */
/*
 * archive - how Binance's public archive of files is laid out: what a file is
 * called, which time it holds, what its .CHECKSUM says.
 * Facts: github.com/binance/binance-public-data, README.
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exchange/row.h"

enum { ARCHIVE_SHA256 = 64 + 1 }; /* in hexadecimal, and a NUL */

enum archive_span { ARCHIVE_DAILY, ARCHIVE_MONTHLY };

struct archive_file {
	const char *venue; /* "binance-um", "binance-spot" */
	const char *symbol;
	enum dataset data;
	enum interval interval; /* of bars; of all others it says nothing */
	enum archive_span span;
	int64_t day; /* a ms of its day or month */
};

/* Whether the archive is of this venue. */
bool archive_has_venue(const char *venue);

/*
 * Whether there are such files: daily and monthly ones of candles and trades,
 * and of USDT-M futures of the premium index; monthly ones of their funding,
 * daily ones of their open interest.
 */
bool archive_has(const char *venue, enum dataset data, enum archive_span span);

/* Whether there are daily files of bars of this interval; there are monthly
 * ones of each. */
bool archive_is_daily(enum interval iv);

/*
 * The ms where the oldest file that there is of any symbol begins: nothing
 * older needs to be asked for.  Most symbols begin later.
 */
int64_t archive_floor(const char *venue, enum dataset data);

/* The day or month that holds t: its first ms, and that of the next. */
int64_t archive_start(enum archive_span span, int64_t t);
int64_t archive_next(enum archive_span span, int64_t t);

/*
 * The times [*from, *to) of the rows that a file holds: its day or month, by
 * the time where a bar opens.  A day's file of open interest holds 00:05 to
 * 24:00, in both eras of its labels: 00:05 to 00:00 until 2026-06-24, then
 * 00:00 to 23:55, which say when the 5 minutes began whose end is meant (#491).
 */
void archive_times(const struct archive_file *f, int64_t *from, int64_t *to);

/* "BTCUSDT-1m-2022-01-01": the file's name without its ".zip"; *new*. */
char *archive_stem(const struct archive_file *f);

/* Where it is below root (which has no slash at its end); *new*. */
char *archive_url(const char *root, const struct archive_file *f);

/*
 * The hash in the text of a .CHECKSUM: 64 hexadecimal digits, two spaces and
 * the name of the file, which must be name.  0, or -1.
 */
int archive_checksum(
    const char *text, size_t len, const char *name, char hex[ARCHIVE_SHA256]);

#endif
