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

#include "market/interval.h"

enum { ARCHIVE_SHA256 = 64 + 1 }; /* in hexadecimal, and a NUL */

enum archive_span { ARCHIVE_DAILY, ARCHIVE_MONTHLY };

/* A file of candles. */
struct archive_file {
	const char *venue; /* "binance-um", "binance-spot" */
	const char *symbol;
	enum interval interval;
	enum archive_span span;
	int64_t day; /* a ms of its day or month */
};

/* Whether the archive is of this venue. */
bool archive_has_venue(const char *venue);

/* Whether there are daily files of candles of this interval; there are monthly
 * ones of each. */
bool archive_is_daily(enum interval iv);

/* The day or month that holds t: its first ms, and that of the next. */
int64_t archive_start(enum archive_span span, int64_t t);
int64_t archive_next(enum archive_span span, int64_t t);

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
