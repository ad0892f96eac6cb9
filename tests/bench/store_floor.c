/* SPDX-License-Identifier: MIT */
/*
 * The floor under T10-T12: rows of candles from memory into a store's own
 * table by one prepared INSERT, committed as store(1) commits; and the bare
 * scan of all its columns.  Prints CPU seconds.
 *   store_floor insert DB file.jsonl    DB: a store, made by store(1)
 *   store_floor scan DB
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "market/reader.h"
#include "store/store.h"

enum { COLUMNS = 9 };

static const int slots[COLUMNS] = {
    CANDLE_OPEN,
    CANDLE_HIGH,
    CANDLE_LOW,
    CANDLE_CLOSE,
    CANDLE_VOLUME,
    CANDLE_QUOTE_VOLUME,
    CANDLE_TRADES,
    CANDLE_TAKER_BUY_VOLUME,
    CANDLE_TAKER_BUY_QUOTE_VOLUME,
};

struct row {
	int64_t open_time, trades;
	double v[COLUMNS];
};

static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void
run(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "%s: %s", sql, sqlite3_errmsg(db));
}

static struct row *
load(const char *path, size_t *n)
{
	struct reader_opts opts = {0};
	const struct record *r;
	struct row *rows = NULL;
	size_t size = 0;
	char why[512];
	struct reader *rd = reader_open(&path, 1, &opts, why, sizeof why);

	if (!rd)
		die(EXIT_FAIL, "%s", why);
	for (*n = 0; (r = reader_next(rd)); ++*n) {
		if (*n == size) {
			size = size ? 2 * size : 1 << 16;
			rows = realloc(rows, size * sizeof *rows);
			if (!rows)
				die(EXIT_FAIL, "out of memory");
		}
		rows[*n].open_time = r->v[CANDLE_OPEN_TIME].i;
		for (int i = 0; i < COLUMNS; i++)
			rows[*n].v[i] = rec_num(r, slots[i], 0);
		rows[*n].trades = r->v[CANDLE_TRADES].i;
	}
	reader_close(rd);
	return rows;
}

static size_t
insert(sqlite3 *db, const struct row *rows, size_t n)
{
	sqlite3_stmt *st;

	run(db, "INSERT INTO series(id, type, symbol) VALUES(1, 'candle', '')");
	if (sqlite3_prepare_v3(db,
		"INSERT INTO candle VALUES(1,?,?,?,?,?,?,?,?,?,?)", -1,
		SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "%s", sqlite3_errmsg(db));
	run(db, "BEGIN IMMEDIATE");
	for (size_t i = 0; i < n; i++) {
		sqlite3_bind_int64(st, 1, rows[i].open_time);
		for (int k = 0; k < COLUMNS; k++)
			if (slots[k] == CANDLE_TRADES)
				sqlite3_bind_int64(st, k + 2, rows[i].trades);
			else
				sqlite3_bind_double(st, k + 2, rows[i].v[k]);
		if (sqlite3_step(st) != SQLITE_DONE)
			die(EXIT_FAIL, "%s", sqlite3_errmsg(db));
		sqlite3_reset(st);
		if ((i + 1) % STORE_ROWS == 0)
			run(db, "COMMIT; BEGIN IMMEDIATE");
	}
	run(db, "COMMIT");
	sqlite3_finalize(st);
	return n;
}

static size_t
scan(sqlite3 *db)
{
	volatile double sum = 0;
	sqlite3_stmt *st;
	size_t n = 0;

	if (sqlite3_prepare_v2(db,
		"SELECT open_time, open, high, low, close, volume,"
		" quote_volume, taker_buy_volume, taker_buy_quote_volume,"
		" trades FROM candle WHERE series = 1 ORDER BY open_time",
		-1, &st, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "%s", sqlite3_errmsg(db));
	for (; sqlite3_step(st) == SQLITE_ROW; n++) {
		int64_t whole =
		    sqlite3_column_int64(st, 0) + sqlite3_column_int64(st, 9);

		sum += (double)whole;
		for (int k = 1; k < 9; k++)
			sum += sqlite3_column_double(st, k);
	}
	sqlite3_finalize(st);
	return n;
}

int
main(int argc, char *argv[])
{
	struct row *rows = NULL;
	size_t n = 0;
	double start;
	sqlite3 *db;

	log_init(argv[0]);
	if (argc < 3)
		die(EXIT_USAGE, "store_floor insert DB FILE | scan DB");
	if (argc > 3)
		rows = load(argv[3], &n);
	start = cpu();
	if (sqlite3_open_v2(argv[2], &db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "%s", sqlite3_errmsg(db));
	run(db, rows ? "PRAGMA cache_size = -16384; PRAGMA synchronous = FULL"
		     : "PRAGMA cache_size = -4096");
	n = rows ? insert(db, rows, n) : scan(db);
	sqlite3_close(db);
	printf("%zu rows %.3f s\n", n, cpu() - start);
	free(rows);
	return 0;
}
