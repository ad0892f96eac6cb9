/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "store/sqlite.h"

static int
copy_text(const char **to, const char *from)
{
	*to = from ? strdup(from) : NULL;
	return !*to == !from ? 0 : -1;
}

/* Series from four columns, what is covered from two. */
static int
copy(struct store *s, sqlite3_stmt *st, const struct store_series *name,
    struct store_extent *e)
{
	bool any = sqlite3_column_type(st, 4) != SQLITE_NULL;
	int bad;

	e->series = *name;
	bad = copy_text(&e->series.venue, name->venue);
	bad |= copy_text(&e->series.symbol, name->symbol);
	e->covered.from = any ? sqlite3_column_int64(st, 4) : 0;
	e->covered.to = any ? sqlite3_column_int64(st, 5) : -1;
	return bad ? store_say(s, "out of memory") : 0;
}

/* The interval is one of bars: open interest has a period of its own. */
static bool
is_asked(const struct store_query *q, const struct store_series *name)
{
	struct store_query any = *q;

	if (name->type == REC_OPEN_INTEREST)
		any.interval = -1;
	return query_wants(&any, name);
}

static int
collect(struct store *s, sqlite3_stmt *st, const struct store_query *q,
    struct store_extent **list, int *n)
{
	struct store_extent *grown;
	struct store_series name;
	int rc;

	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (!series_read(st, 0, &name) || !is_asked(q, &name))
			continue;
		grown = realloc(*list, ((size_t)*n + 1) * sizeof *grown);
		if (!grown)
			return store_say(s, "out of memory");
		*list = grown;
		if (copy(s, st, &name, &grown[(*n)++]) != 0)
			return -1;
	}
	return rc == SQLITE_DONE ? 0 : store_fail(s, "read");
}

int
store_extents(
    struct store *s, const struct store_query *q, struct store_extent **list)
{
	static const char first[] =
	    "SELECT type, venue, symbol, interval, min(\"from\"), max(\"to\")"
	    " FROM coverage JOIN series ON id = series GROUP BY series"
	    " ORDER BY type, symbol, venue, interval";
	static const char now[] =
	    "SELECT type, venue, symbol, interval, min(\"from\"), max(\"to\")"
	    " FROM (SELECT series, \"from\", \"to\" FROM coverage UNION ALL"
	    "  SELECT series, NULL, NULL FROM quarantine)"
	    " JOIN series ON id = series GROUP BY series"
	    " ORDER BY type, symbol, venue, interval";
	sqlite3_stmt *st = store_prepare(s, s->schema < 2 ? first : now);
	int n = 0, rc;

	*list = NULL;
	if (!st)
		return -1;
	rc = collect(s, st, q, list, &n);
	sqlite3_finalize(st);
	if (rc == 0)
		return n;
	store_extents_free(*list, n);
	*list = NULL;
	return -1;
}

void
store_extents_free(struct store_extent *list, int n)
{
	for (int i = 0; i < n; i++) {
		free((char *)list[i].series.venue);
		free((char *)list[i].series.symbol);
	}
	free(list);
}

int
store_check(
    struct store *s, int (*fn)(const char *problem, void *arg), void *arg)
{
	sqlite3_stmt *st = store_prepare(s, "PRAGMA quick_check");
	int rc, ret = 0;

	if (!st)
		return -1;
	while (ret == 0 && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		const char *said = (const char *)sqlite3_column_text(st, 0);

		if (said && strcmp(said, "ok") != 0)
			ret = fn(said, arg);
	}
	if (ret == 0 && rc != SQLITE_DONE)
		ret = store_fail(s, "read");
	sqlite3_finalize(st);
	return ret;
}
