/* SPDX-License-Identifier: MIT */
/*
 * What SQLite alone costs, under T10 and T12.
 *   bare_store insert DB FILE [ROWS]   the file's candles from memory, by one
 *       plain prepared INSERT, into a new store that store(1) has made,
 *       committed as store(1) commits, or after so many; only this counts
 *   bare_store scan DB          all columns of its candles, in order
 */
#include <sqlite3.h>
#include <string.h>

#include "rows.h"

enum { COMMIT_ROWS = 10000 };

static sqlite3 *db;

static void
run(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "%s: %s", sql, sqlite3_errmsg(db));
}

static sqlite3_stmt *
prepare(const char *sql)
{
	sqlite3_stmt *st;

	if (sqlite3_prepare_v3(
		db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "%s: %s", sql, sqlite3_errmsg(db));
	return st;
}

static void
insert(const struct row *rows, size_t n, size_t commit)
{
	sqlite3_stmt *st;

	run("PRAGMA cache_size = -16384; PRAGMA synchronous = FULL;"
	    "INSERT INTO series(id, type, venue, symbol, interval)"
	    " VALUES(1, 'candle', 'synth', 'BTCUSDT', '1m')");
	st = prepare("INSERT INTO candle(series, open_time, trades, open,"
		     " high, low, close, volume, quote_volume,"
		     " taker_buy_volume, taker_buy_quote_volume)"
		     " VALUES(1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	run("BEGIN IMMEDIATE");
	for (size_t i = 0; i < n; i++) {
		sqlite3_bind_int64(st, 1, rows[i].open_time);
		sqlite3_bind_int64(st, 2, rows[i].trades);
		for (int k = 0; k < ROW_V; k++)
			sqlite3_bind_double(st, k + 3, rows[i].v[k]);
		if (sqlite3_step(st) != SQLITE_DONE)
			die(EXIT_FAIL, "%s", sqlite3_errmsg(db));
		sqlite3_reset(st);
		if ((i + 1) % commit == 0)
			run("COMMIT; BEGIN IMMEDIATE");
	}
	run("COMMIT");
	sqlite3_finalize(st);
}

static void
scan(void)
{
	sqlite3_stmt *st =
	    prepare("SELECT open_time, trades, open, high, low, close, volume,"
		    " quote_volume, taker_buy_volume, taker_buy_quote_volume"
		    " FROM candle WHERE series = 1 ORDER BY open_time");
	int64_t whole = 0;
	double sum = 0;
	long n = 0;

	for (; sqlite3_step(st) == SQLITE_ROW; n++) {
		whole += sqlite3_column_int64(st, 0);
		whole += sqlite3_column_int64(st, 1);
		for (int k = 0; k < ROW_V; k++)
			sum += sqlite3_column_double(st, k + 2);
	}
	sqlite3_finalize(st);
	printf("%ld %lld %.17g\n", n, (long long)whole, sum);
}

int
main(int argc, char *argv[])
{
	size_t commit = COMMIT_ROWS;
	struct row *rows = NULL;
	double start;
	size_t n = 0;

	log_init(argv[0]);
	if (argc == 5)
		commit = strtoul(argv[--argc], NULL, 10);
	if (argc == 4 && strcmp(argv[1], "insert") == 0)
		rows = rows_load(argv[3], &n);
	else if (argc != 3 || strcmp(argv[1], "scan") != 0)
		die(EXIT_USAGE, "bare_store insert DB FILE | scan DB");
	start = rows_cpu();
	if (sqlite3_open_v2(argv[2], &db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		die(EXIT_FAIL, "'%s': %s", argv[2], sqlite3_errmsg(db));
	if (rows)
		insert(rows, n, commit);
	else
		scan();
	sqlite3_close(db);
	if (rows)
		rows_tell(rows_cpu() - start);
	free(rows);
	return EXIT_OK;
}
