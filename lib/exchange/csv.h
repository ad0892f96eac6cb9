/* SPDX-License-Identifier: MIT */
/*
 * csv - the rows of one file of Binance's archive, checked and in order.
 * Formats and their traps: github.com/binance/binance-public-data, README and
 * issues (numbers are given where one is met).
 */
#ifndef CSV_H
#define CSV_H

#include "exchange/row.h"

struct zip_csv;

enum { CSV_WHY = 512 };

/*
 * One line [text, end), *end == '\n' and ZIP_SLACK bytes readable behind it.
 * 1: *r is its row; its line is not set.  0: a line to be passed over: *why is
 * what it lacks, or NULL if it is of no multiple of the period.  -1: *why it
 * is no such line.
 */
int csv_row(const struct row_format *f, const char *text, const char *end,
    struct row *r, const char **why);

/* Whether the first line of a file is its header: files come with and
 * without, by no rule (#246, #283). */
bool csv_is_header(
    const struct row_format *f, const char *text, const char *end);

enum csv_status {
	CSV_OK,
	CSV_CORRUPT, /* nothing of the file can be trusted */
	CSV_FAILED,  /* this machine failed */
	CSV_STOPPED, /* the caller's function said so: csv_stream.h */
};

/*
 * All rows of a file whose times are in [from, to), which are those that
 * archive_times() gives, settled; *rs is the caller's to rows_free() in any
 * case.  A file that has the same key twice and differently is corrupt, as is
 * one with nothing at all in it.  Unless CSV_OK, why says what is wrong, in
 * CSV_WHY bytes.  Not for trades, which are too many: csv_stream.h.
 */
enum csv_status csv_read(struct rows *rs, struct zip_csv *z,
    const struct row_format *f, int64_t from, int64_t to, char *why);

#endif
