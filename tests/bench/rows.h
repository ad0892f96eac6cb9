/* SPDX-License-Identifier: MIT */
/* rows - a file of candles in memory, and what came after loading it cost. */
#ifndef ROWS_H
#define ROWS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "market/reader.h"

enum { ROW_V = 8, ROWS_OWN_FD = 3 /* see measure.c */ };

static const int row_slots[ROW_V] = {
    CANDLE_OPEN,
    CANDLE_HIGH,
    CANDLE_LOW,
    CANDLE_CLOSE,
    CANDLE_VOLUME,
    CANDLE_QUOTE_VOLUME,
    CANDLE_TAKER_BUY_VOLUME,
    CANDLE_TAKER_BUY_QUOTE_VOLUME,
};

struct row {
	int64_t time, open_time, trades;
	double v[ROW_V]; /* the members of row_slots */
};

/* All candles of the file, *new*; ends the process if it cannot. */
static inline struct row *
rows_load(const char *path, size_t *n)
{
	struct reader_opts opts = {0};
	struct row *rows = NULL;
	size_t size = 0;
	char why[512];
	const struct record *r;
	struct reader *rd = reader_open(&path, 1, &opts, why, sizeof why);

	if (!rd)
		die(EXIT_FAIL, "%s", why);
	for (*n = 0; (r = reader_next(rd)); ++*n) {
		struct row *row;

		if (*n == size) {
			size = size ? 2 * size : 1 << 16;
			rows = realloc(rows, size * sizeof *rows);
			if (!rows)
				die(EXIT_FAIL, "out of memory");
		}
		row = &rows[*n];
		row->time = r->time;
		row->open_time = r->v[CANDLE_OPEN_TIME].i;
		row->trades = r->v[CANDLE_TRADES].i;
		for (int i = 0; i < ROW_V; i++)
			row->v[i] = r->v[row_slots[i]].num;
	}
	if (reader_failed(rd) || reader_skipped(rd))
		die(EXIT_FAIL, "'%s': not all of it could be read", path);
	reader_close(rd);
	return rows;
}

static inline double
rows_cpu(void)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	return (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
	       (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) * 1e-6;
}

/* Tells measure.c, if that is who runs us, how much of it is to count. */
static inline void
rows_tell(double cpu)
{
	(void)dprintf(ROWS_OWN_FD, "%.6f\n", cpu);
}

#endif
