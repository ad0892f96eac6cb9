/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/sqlite.h"

/* What a row says, of the version that the file has. */
#define COLUMNS "\"from\", \"to\", rows, source, checksum, digest, verified_at"
#define COVERS(s) ((s)->schema < 2 ? COLUMNS ", ''" : COLUMNS ", cause")

enum { SQL = 512 };

/* The word of a cause, or "". */
static const char *
cause_name(int cause)
{
	return cause < 0 ? ""
			 : rec_defs[REC_GAP].members[GAP_CAUSE].words[cause];
}

static int
cause_of(const char *word)
{
	const char *const *words = rec_defs[REC_GAP].members[GAP_CAUSE].words;

	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* From the columns that COVERS() names, *borrowed* from the row. */
static void
read_cover(sqlite3_stmt *st, int at, struct store_cover *c)
{
	c->from = sqlite3_column_int64(st, at);
	c->to = sqlite3_column_int64(st, at + 1);
	c->rows = sqlite3_column_int64(st, at + 2);
	c->source = (const char *)sqlite3_column_text(st, at + 3);
	c->checksum = (const char *)sqlite3_column_text(st, at + 4);
	c->digest = (const char *)sqlite3_column_text(st, at + 5);
	c->verified_at = sqlite3_column_int64(st, at + 6);
	c->cause = cause_of((const char *)sqlite3_column_text(st, at + 7));
}

static int
insert(struct store *s, int64_t id, const struct store_cover *c)
{
	sqlite3_stmt *st = store_prepare(s,
	    "INSERT INTO coverage(series, \"from\", \"to\", source, rows,"
	    " checksum, digest, cause, verified_at)"
	    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
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
	sqlite3_bind_text(st, 8, cause_name(c->cause), -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 9, c->verified_at);
	rc = store_run(s, st);
	sqlite3_finalize(st);
	return rc;
}

/* The last stretch of [from, to] or part of it: 1; 0: there is none; -1. */
static int
last_in(
    struct store *s, int64_t id, struct store_span in, struct store_span *found)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT \"from\", \"to\" FROM coverage WHERE series = ?1"
	    " AND \"from\" <= ?2 ORDER BY \"from\" DESC LIMIT 1");
	int rc;

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, id);
	sqlite3_bind_int64(st, 2, in.to);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		found->from = sqlite3_column_int64(st, 0);
		found->to = sqlite3_column_int64(st, 1);
	} else if (rc != SQLITE_DONE) {
		store_fail(s, "read");
	}
	sqlite3_finalize(st);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? 0 : -1;
	return found->to >= in.from;
}

/* Changes the stretch that begins at from to what the store has of rest. */
static int
change(struct store *s, const char *sql, int64_t id,
    const struct store_series *series, int64_t from, struct store_span rest)
{
	char hex[STORE_DIGEST];
	sqlite3_stmt *st;
	int64_t rows;
	int rc;

	if (store_digest(s, series, rest.from, rest.to, &rows, hex) != 0 ||
	    !(st = store_prepare(s, sql)))
		return -1;
	sqlite3_bind_int64(st, 1, id);
	sqlite3_bind_int64(st, 2, from);
	sqlite3_bind_int64(st, 3, rest.from);
	sqlite3_bind_int64(st, 4, rest.to);
	sqlite3_bind_int64(st, 5, rows);
	sqlite3_bind_text(st, 6, hex, -1, SQLITE_STATIC);
	rc = store_run(s, st);
	sqlite3_finalize(st);
	return rc;
}

static int
drop(struct store *s, int64_t id, int64_t from)
{
	sqlite3_stmt *st = store_prepare(
	    s, "DELETE FROM coverage WHERE series = ?1 AND \"from\" = ?2");
	int rc;

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, id);
	sqlite3_bind_int64(st, 2, from);
	rc = store_run(s, st);
	sqlite3_finalize(st);
	return rc;
}

/* Takes [from, to] out of the stretches that are there. */
static int
cut(struct store *s, int64_t id, const struct store_series *series,
    struct store_span in)
{
	static const char split[] =
	    "INSERT INTO coverage(series, \"from\", \"to\", source, rows,"
	    " checksum, digest, cause, verified_at)"
	    " SELECT series, ?3, ?4, source, ?5, checksum, ?6, cause,"
	    " verified_at FROM coverage WHERE series = ?1 AND \"from\" = ?2";
	static const char shorten[] =
	    "UPDATE coverage SET \"from\" = ?3, \"to\" = ?4, rows = ?5,"
	    " digest = ?6 WHERE series = ?1 AND \"from\" = ?2";
	struct store_span old;
	int rc;

	while ((rc = last_in(s, id, in, &old)) == 1) {
		struct store_span before = {old.from, in.from - 1};
		struct store_span after = {in.to + 1, old.to};

		if (old.to > in.to &&
		    change(s, split, id, series, old.from, after) != 0)
			return -1;
		if (old.from < in.from
			? change(s, shorten, id, series, old.from, before) != 0
			: drop(s, id, old.from) != 0)
			return -1;
	}
	return rc;
}

/*
 * Rows and digest of [from, to], and all rows written.  Those that are new are
 * told from memory: to read them back would cost as much as to write them.
 */
static int
settle(struct store *s, const struct store_series *series,
    struct store_cover *c, char hex[STORE_DIGEST])
{
	const struct series *e = series_waiting(s, series);
	int known = 0;

	if (e)
		known = digest_waiting(s, e, c->from, c->to, &c->rows, hex);
	if (known < 0 || put_flush(s) != 0)
		return -1;
	return known ? 0
		     : store_digest(s, series, c->from, c->to, &c->rows, hex);
}

static int
cover(struct store *s, const struct store_series *series,
    const struct store_proof *p)
{
	char hex[STORE_DIGEST];
	struct store_cover c = {
	    .from = p->from,
	    .to = p->to,
	    .source = p->source,
	    .checksum = p->checksum ? p->checksum : "",
	    .digest = hex,
	    .cause = p->cause,
	    .verified_at = clock_now(),
	};
	struct store_span in = {p->from, p->to};
	int64_t id;

	if (store_enter(s) != 0 || settle(s, series, &c, hex) != 0 ||
	    (id = series_make(s, series)) < 0)
		return -1;
	if (p->cause >= 0 && c.rows > 0)
		return store_say(s,
		    "'%s' holds %lld %s records of '%s' of a time of which "
		    "'%s' says '%s'",
		    s->path, (long long)c.rows, rec_defs[series->type].name,
		    series->symbol ? series->symbol : "", p->source,
		    cause_name(p->cause));
	return cut(s, id, series, in) != 0 ? -1 : insert(s, id, &c);
}

int
store_cover(struct store *s, const struct store_series *series,
    const struct store_proof *p)
{
	if (!s->own)
		return store_say(s, "coverage without its transaction");
	if (p->from > p->to)
		return store_say(s, "coverage ends before it begins");
	if (cover(s, series, p) == 0)
		return 0;
	store_rollback(s);
	return -1;
}

/*
 * The stretch that begins at from, and the one that ends right before, if both
 * are of sources without a checksum: 1 with their whole range; or 0, or -1.
 */
static int
find_pair(struct store *s, int64_t id, int64_t from, int64_t most,
    struct store_span *whole, int64_t *rows, char hex[STORE_DIGEST])
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT a.\"from\", b.\"to\", a.rows, a.digest"
	    " FROM coverage AS a JOIN coverage AS b ON b.series = a.series"
	    " WHERE a.series = ?1 AND b.\"from\" = ?2 AND a.\"from\" ="
	    "  (SELECT max(\"from\") FROM coverage"
	    "   WHERE series = ?1 AND \"from\" < ?2)"
	    " AND a.\"to\" = ?2 - 1 AND a.rows + b.rows <= ?3"
	    " AND a.checksum = '' AND b.checksum = ''"
	    " AND a.cause = '' AND b.cause = ''");
	int rc;

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, id);
	sqlite3_bind_int64(st, 2, from);
	sqlite3_bind_int64(st, 3, most);
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		whole->from = sqlite3_column_int64(st, 0);
		whole->to = sqlite3_column_int64(st, 1);
		*rows = sqlite3_column_int64(st, 2);
		(void)snprintf(hex, STORE_DIGEST, "%s",
		    (const char *)sqlite3_column_text(st, 3));
	} else if (rc != SQLITE_DONE) {
		store_fail(s, "read");
	}
	sqlite3_finalize(st);
	return rc == SQLITE_ROW ? 1 : rc == SQLITE_DONE ? 0 : -1;
}

static int
join(struct store *s, const struct store_series *series, int64_t from,
    int64_t most)
{
	static const char extend[] =
	    "UPDATE coverage SET \"to\" = ?4, rows = ?5, digest = ?6,"
	    " (source, verified_at) = (SELECT source, verified_at"
	    "  FROM coverage WHERE series = ?1 AND \"from\" = ?2)"
	    " WHERE series = ?1 AND \"from\" = ?3";
	char proven[STORE_DIGEST], hex[STORE_DIGEST];
	struct store_span whole;
	int64_t id, rows, found;
	int rc;

	if (store_enter(s) != 0 || put_flush(s) != 0 ||
	    (id = series_find(s, series)) < 0)
		return -1;
	rc = find_pair(s, id, from, most, &whole, &rows, proven);
	if (rc <= 0)
		return rc;
	if (store_digest(s, series, whole.from, from - 1, &found, hex) != 0)
		return -1;
	/* A new digest would hide what has happened to its rows. */
	if (found != rows || strcmp(hex, proven) != 0)
		return 0;
	if (change(s, extend, id, series, from, whole) != 0 ||
	    drop(s, id, from) != 0)
		return -1;
	return 1;
}

int
store_join(struct store *s, const struct store_series *series, int64_t from,
    int64_t most)
{
	int rc;

	if (!s->own)
		return store_say(s, "coverage without its transaction");
	if ((rc = join(s, series, from, most)) < 0)
		store_rollback(s);
	return rc;
}

int
store_coverage(struct store *s, const struct store_series *series,
    int (*fn)(const struct store_cover *, void *), void *arg)
{
	char sql[SQL];
	struct store_cover c;
	sqlite3_stmt *st;
	int rc, ret = 0;

	(void)snprintf(sql, sizeof sql,
	    "SELECT type, venue, symbol, interval, %s"
	    " FROM coverage JOIN series ON id = series"
	    " WHERE series = coalesce(?1, series)"
	    " ORDER BY type, symbol, venue, interval, \"from\", \"to\"",
	    COVERS(s));
	if (!(st = series_list(s, sql, series)))
		return -1;
	while (ret == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (!series_read(st, 0, &c.series))
			continue;
		read_cover(st, 4, &c);
		ret = fn(&c, arg);
	}
	if (ret == 0 && rc != SQLITE_DONE)
		ret = store_fail(s, "read");
	sqlite3_finalize(st);
	return ret;
}

int
store_cover_next(
    struct store *s, const struct store_series *series, struct store_cover *c)
{
	char sql[SQL];
	int64_t id;
	int rc;

	(void)snprintf(sql, sizeof sql,
	    "SELECT %s FROM coverage WHERE series = ?1"
	    " AND (\"from\", \"to\") > (?2, ?3)"
	    " ORDER BY \"from\", \"to\" LIMIT 1",
	    COVERS(s));
	if (!s->stretch && !(s->stretch = store_prepare(s, sql)))
		return -1;
	sqlite3_reset(s->stretch);
	if ((id = series_find(s, series)) < 0)
		return -1;
	sqlite3_bind_int64(s->stretch, 1, id);
	sqlite3_bind_int64(s->stretch, 2, c->from);
	sqlite3_bind_int64(s->stretch, 3, c->to);
	rc = sqlite3_step(s->stretch);
	if (rc == SQLITE_ROW) {
		read_cover(s->stretch, 0, c);
		c->series = *series;
		return 1;
	}
	if (rc != SQLITE_DONE)
		store_fail(s, "read");
	sqlite3_reset(s->stretch);
	return rc == SQLITE_DONE ? 0 : -1;
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

/* The stretches from ?2 to ?3; of version 1 any may reach in from before. */
static const char *
reaching(const struct store *s)
{
	if (s->schema < 2)
		return "SELECT \"from\", \"to\" FROM coverage"
		       " WHERE series = ?1 AND \"from\" <= ?3 AND \"to\" >= ?2"
		       " ORDER BY \"from\"";
	return "SELECT \"from\", \"to\" FROM coverage"
	       " WHERE series = ?1 AND \"from\" <= ?3 AND \"from\" >="
	       " coalesce((SELECT max(\"from\") FROM coverage"
	       "  WHERE series = ?1 AND \"from\" <= ?2), ?2)"
	       " ORDER BY \"from\"";
}

int
store_uncovered(struct store *s, const struct store_series *series,
    int64_t from, int64_t to, struct store_span **spans)
{
	sqlite3_stmt *st = series_list(s, reaching(s), series);
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
