/* SPDX-License-Identifier: MIT */
#include "base/clock.h"
#include "store/sqlite.h"

static int
insert(struct store *s, int64_t id, const struct store_quarantine *q)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT OR REPLACE INTO quarantine(series, \"from\", \"to\","
	    " source, sha256, published, bytes, reason, path, time)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
	int rc;

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, id);
	sqlite3_bind_int64(st, 2, q->from);
	sqlite3_bind_int64(st, 3, q->to);
	sqlite3_bind_text(st, 4, q->source, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 5, q->sha256, -1, SQLITE_STATIC);
	sqlite3_bind_text(
	    st, 6, q->published ? q->published : "", -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 7, q->bytes);
	sqlite3_bind_text(st, 8, q->reason, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 9, q->path ? q->path : "", -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 10, clock_now());
	rc = store_run(s, st);
	sqlite3_finalize(st);
	return rc;
}

int
store_quarantine(struct store *s, const struct store_quarantine *q)
{
	bool own = s->own;
	int64_t id;

	if (q->from > q->to)
		return store_say(s, "quarantine ends before it begins");
	if (store_enter(s) == 0 && (id = series_make(s, &q->series)) > 0 &&
	    insert(s, id, q) == 0)
		return own ? 0 : store_commit(s);
	store_rollback(s);
	return -1;
}

static void
read_row(sqlite3_stmt *st, int at, struct store_quarantine *q)
{
	q->from = sqlite3_column_int64(st, at);
	q->to = sqlite3_column_int64(st, at + 1);
	q->source = (const char *)sqlite3_column_text(st, at + 2);
	q->sha256 = (const char *)sqlite3_column_text(st, at + 3);
	q->published = (const char *)sqlite3_column_text(st, at + 4);
	q->bytes = sqlite3_column_int64(st, at + 5);
	q->reason = (const char *)sqlite3_column_text(st, at + 6);
	q->path = (const char *)sqlite3_column_text(st, at + 7);
	q->time = sqlite3_column_int64(st, at + 8);
}

int
store_quarantined(struct store *s, const struct store_series *series,
    int (*fn)(const struct store_quarantine *, void *), void *arg)
{
	struct store_quarantine q;
	sqlite3_stmt *st;
	int rc, ret = 0;

	if (s->schema < 2)
		return 0; /* the file of an older version */
	st = series_list(s,
	    "SELECT type, venue, symbol, interval, \"from\", \"to\", source,"
	    " sha256, published, bytes, reason, path, time"
	    " FROM quarantine JOIN series ON id = series"
	    " WHERE series = coalesce(?1, series)"
	    " ORDER BY type, symbol, venue, interval, \"from\", \"to\", source,"
	    " sha256",
	    series);
	if (!st)
		return -1;
	while (ret == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (!series_read(st, 0, &q.series))
			continue;
		read_row(st, 4, &q);
		ret = fn(&q, arg);
	}
	if (ret == 0 && rc != SQLITE_DONE)
		ret = store_fail(s, "read");
	sqlite3_finalize(st);
	return ret;
}
