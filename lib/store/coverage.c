/* SPDX-License-Identifier: MIT */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/sqlite.h"

/* Feeds the lines of the cursor's records to md. */
static int
digest_rows(struct store *s, struct cursor *c, EVP_MD_CTX *md, int64_t *rows)
{
	const struct record *r;
	size_t size = 0;
	char *line = NULL;

	while ((r = cursor_next(c))) {
		size_t need = rec_room(r);

		if (need > size) {
			free(line);
			size = 2 * need;
			if (!(line = malloc(size)))
				return store_say(s, "out of memory");
		}
		if (!EVP_DigestUpdate(
			md, line, (size_t)(rec_put(line, r) - line))) {
			free(line);
			return store_say(s, "SHA-256 failed");
		}
		++*rows;
	}
	free(line);
	return cursor_failed(c) ? -1 : 0;
}

static int
digest_of(
    struct store *s, struct cursor *c, int64_t *rows, char hex[STORE_DIGEST])
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;
	int rc = -1;

	*rows = 0;
	if (!md || !EVP_DigestInit_ex(md, EVP_sha256(), NULL)) {
		store_say(s, "SHA-256 is not available");
		goto out;
	}
	if (c && digest_rows(s, c, md, rows) != 0)
		goto out;
	if (!EVP_DigestFinal_ex(md, sum, &len)) {
		store_say(s, "SHA-256 failed");
		goto out;
	}
	for (unsigned i = 0; i < len; i++)
		(void)snprintf(hex + 2 * i, 3, "%02x", sum[i]);
	rc = 0;
out:
	EVP_MD_CTX_free(md);
	return rc;
}

int
store_digest(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, int64_t *rows, char hex[STORE_DIGEST])
{
	struct cursor *c = NULL;
	int64_t id = series_find(s, series);
	int rc;

	if (id < 0)
		return -1;
	if (id > 0 && !(c = cursor_of(s, id, series, from, to)))
		return -1;
	rc = digest_of(s, c, rows, hex);
	cursor_close(c);
	return rc;
}

static int
insert(struct store *s, int64_t id, const struct store_cover *c)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT OR REPLACE INTO coverage(series, \"from\", \"to\", source,"
	    " rows, checksum, digest, verified_at)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
	int rc;

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, id);
	sqlite3_bind_int64(st, 2, c->from);
	sqlite3_bind_int64(st, 3, c->to);
	sqlite3_bind_text(st, 4, c->source, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 5, c->rows);
	sqlite3_bind_text(st, 6, c->checksum, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 7, c->digest, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 8, c->verified_at);
	rc = store_run(s, st);
	sqlite3_finalize(st);
	return rc;
}

int
store_cover(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, const char *source, const char *checksum)
{
	char hex[STORE_DIGEST];
	struct store_cover c = {
	    .from = from,
	    .to = to,
	    .source = source,
	    .checksum = checksum ? checksum : "",
	    .digest = hex,
	    .verified_at = clock_now(),
	};
	int64_t id;

	if (!s->own)
		return store_say(s, "coverage without its transaction");
	if (from > to)
		return store_say(s, "coverage ends before it begins");
	if (store_enter(s) != 0 || put_flush(s) != 0 ||
	    (id = series_make(s, series)) < 0 ||
	    store_digest(s, series, from, to, &c.rows, hex) != 0 ||
	    insert(s, id, &c) != 0) {
		store_rollback(s);
		return -1;
	}
	return 0;
}

/* Binds the series to ?1, NULL for all.  The statement, or NULL: failed. */
static sqlite3_stmt *
prepare_list(
    struct store *s, const char *sql, const struct store_series *series)
{
	int64_t id = series ? series_find(s, series) : 0;
	sqlite3_stmt *st = id < 0 ? NULL : store_prepare(s, sql);

	if (st && series)
		sqlite3_bind_int64(st, 1, id);
	return st;
}

static void
read_cover(sqlite3_stmt *st, struct store_cover *c)
{
	c->from = sqlite3_column_int64(st, 4);
	c->to = sqlite3_column_int64(st, 5);
	c->rows = sqlite3_column_int64(st, 6);
	c->source = (const char *)sqlite3_column_text(st, 7);
	c->checksum = (const char *)sqlite3_column_text(st, 8);
	c->digest = (const char *)sqlite3_column_text(st, 9);
	c->verified_at = sqlite3_column_int64(st, 10);
}

int
store_coverage(struct store *s, const struct store_series *series,
    int (*fn)(const struct store_cover *, void *), void *arg)
{
	sqlite3_stmt *st = prepare_list(s,
	    "SELECT type, venue, symbol, interval, \"from\", \"to\", rows,"
	    " source, checksum, digest, verified_at"
	    " FROM coverage JOIN series ON id = series"
	    " WHERE series = coalesce(?1, series)"
	    " ORDER BY type, symbol, venue, interval, \"from\", \"to\", source",
	    series);
	struct store_cover c;
	int rc, ret = 0;

	if (!st)
		return -1;
	while (ret == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (!series_read(st, 0, &c.series))
			continue;
		read_cover(st, &c);
		ret = fn(&c, arg);
	}
	if (ret == 0 && rc != SQLITE_DONE)
		ret = store_fail(s, "read");
	sqlite3_finalize(st);
	return ret;
}

int
store_counters(
    struct store *s, int (*fn)(const struct store_counter *, void *), void *arg)
{
	sqlite3_stmt *st = prepare_list(s,
	    "SELECT type, venue, symbol, interval, rows, inserted, updated,"
	    " kept, first, last, changed"
	    " FROM counter JOIN series ON id = series"
	    " ORDER BY type, symbol, venue, interval",
	    NULL);
	struct store_counter c;
	int rc, ret = 0;

	if (!st)
		return -1;
	while (ret == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (!series_read(st, 0, &c.series))
			continue;
		c.rows = sqlite3_column_int64(st, 4);
		c.inserted = sqlite3_column_int64(st, 5);
		c.updated = sqlite3_column_int64(st, 6);
		c.kept = sqlite3_column_int64(st, 7);
		c.first = sqlite3_column_int64(st, 8);
		c.last = sqlite3_column_int64(st, 9);
		c.changed = sqlite3_column_int64(st, 10);
		ret = fn(&c, arg);
	}
	if (ret == 0 && rc != SQLITE_DONE)
		ret = store_fail(s, "read");
	sqlite3_finalize(st);
	return ret;
}

static int
add_span(struct store *s, struct store_span **spans, int *n, int64_t from,
    int64_t to)
{
	struct store_span *grown;

	if (from > to)
		return 0;
	grown = realloc(*spans, ((size_t)*n + 1) * sizeof *grown);
	if (!grown)
		return store_say(s, "out of memory");
	grown[*n] = (struct store_span){from, to};
	*spans = grown;
	++*n;
	return 0;
}

int
store_uncovered(struct store *s, const struct store_series *series,
    int64_t from, int64_t to, struct store_span **spans)
{
	sqlite3_stmt *st = prepare_list(s,
	    "SELECT \"from\", \"to\" FROM coverage WHERE series = ?1"
	    " AND \"from\" <= ?3 AND \"to\" >= ?2 ORDER BY \"from\"",
	    series);
	int64_t next = from; /* not covered up to here */
	int rc, n = 0, bad = 0;

	*spans = NULL;
	if (!st)
		return -1;
	sqlite3_bind_int64(st, 2, from);
	sqlite3_bind_int64(st, 3, to);
	while (!bad && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		int64_t first = sqlite3_column_int64(st, 0);
		int64_t last = sqlite3_column_int64(st, 1);

		bad = add_span(s, spans, &n, next, first - 1);
		if (last >= next)
			next = last + 1;
	}
	if (!bad && rc != SQLITE_DONE)
		bad = store_fail(s, "read");
	if (!bad)
		bad = add_span(s, spans, &n, next, to);
	sqlite3_finalize(st);
	if (!bad)
		return n;
	free(*spans);
	*spans = NULL;
	return -1;
}
