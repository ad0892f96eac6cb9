/* SPDX-License-Identifier: MIT */
/*
 * csv_stream - files of trades, which are too large to be held (a month has
 * 60 million rows): proved first, then read once more, in bounded memory.
 */
#ifndef CSV_STREAM_H
#define CSV_STREAM_H

#include "exchange/csv.h"

enum { CSV_BLOCK = 1024 }; /* rows at a time */

/* What the CSV of a month may come to at most. */
#define CSV_STREAM_MAX (INT64_C(16) << 30)

struct csv_proof {     /* of the rows of its day or month */
	int64_t rows;  /* each id once */
	int64_t empty; /* of them, those of quantity 0: row_is_record() */
	/* Repaired or left out: behind a later row, given twice, of another
	 * day or month. */
	int64_t unsorted, doubled, outside;
	int64_t first_id, last_id;     /* the lowest, the highest */
	int64_t first_time, last_time; /* the earliest, the latest */
	int64_t back; /* ms that a row lies before an earlier one, at most */
};

/*
 * Reads all of the zip fd, whose CSV is called name, and keeps none of it:
 * sizes, CRC, each line, that no id is there twice and differently.  Files
 * whose rows are out of order are read several times, each for 4 million ids
 * of the disorder; 64 times must do.  As csv_read() in all else.
 *
 * tick (unless NULL) is called for each CSV_BLOCK lines or so; if it returns
 * other than 0 all ends with CSV_STOPPED.
 */
enum csv_status csv_prove(int fd, const char *name, const struct row_format *f,
    int64_t from, int64_t to, struct csv_proof *p, int (*tick)(void *arg),
    void *arg, char *why);

/*
 * Gives fn the rows in blocks, in the file's order; rows outside and rows
 * that say what the one before them said are left out.  Other than 0 from fn
 * ends it with CSV_STOPPED.  CSV_OK comes only when all was read and sound.
 */
enum csv_status csv_each(int fd, const char *name, const struct row_format *f,
    int64_t from, int64_t to,
    int (*fn)(const struct row *rows, size_t n, void *arg), void *arg,
    char *why);

#endif
