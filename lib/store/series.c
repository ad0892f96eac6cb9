/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "market/interval.h"

static void
bind_text(sqlite3_stmt *st, int i, const char *text)
{
	if (text)
		sqlite3_bind_text(st, i, text, -1, SQLITE_STATIC);
	else
		sqlite3_bind_null(st, i);
}

static void
bind_name(sqlite3_stmt *st, const struct store_series *n)
{
	bind_text(st, 1, rec_defs[n->type].name);
	bind_text(st, 2, n->venue);
	bind_text(st, 3, n->symbol);
	bind_text(st, 4,
	    n->interval < 0 ? NULL : interval_name((enum interval)n->interval));
}

bool
series_read(sqlite3_stmt *st, int at, struct store_series *name)
{
	const char *type = (const char *)sqlite3_column_text(st, at);
	const char *iv = (const char *)sqlite3_column_text(st, at + 3);

	name->type = rec_type_exact(type, strlen(type));
	name->venue = (const char *)sqlite3_column_text(st, at + 1);
	name->symbol = (const char *)sqlite3_column_text(st, at + 2);
	name->interval = iv ? interval_parse(iv, strlen(iv)) : -1;
	return name->type != REC_OTHER && rec_defs[name->type].stored &&
	       (!iv || name->interval >= 0);
}

int64_t
series_find(struct store *s, const struct store_series *name)
{
	int64_t id = 0;
	int rc;

	if (!s->find &&
	    !(s->find = store_prepare(s,
		  "SELECT id FROM series WHERE type = ?1 AND venue IS ?2 "
		  "AND symbol IS ?3 AND interval IS ?4")))
		return -1;
	bind_name(s->find, name);
	if ((rc = sqlite3_step(s->find)) == SQLITE_ROW)
		id = sqlite3_column_int64(s->find, 0);
	else if (rc != SQLITE_DONE)
		id = store_fail(s, "read");
	sqlite3_reset(s->find);
	return id;
}

int64_t
series_make(struct store *s, const struct store_series *name)
{
	int64_t id = series_find(s, name);

	if (id != 0)
		return id;
	if (!s->add &&
	    !(s->add = store_prepare(s,
		  "INSERT INTO series(type, venue, symbol, interval) "
		  "VALUES(?1, ?2, ?3, ?4)")))
		return -1;
	bind_name(s->add, name);
	if (store_run(s, s->add) != 0)
		return -1;
	return sqlite3_last_insert_rowid(s->db);
}

static int
interval_of(const struct record *r)
{
	int slot = rec_interval_slot(r->type);

	return slot >= 0 && rec_has(r, slot) ? (int)r->v[slot].i : -1;
}

static bool
same_text(const struct record *r, int slot, const char *text, size_t len)
{
	if (!rec_has(r, slot) || !text)
		return rec_has(r, slot) == (text != NULL);
	return r->v[slot].len == len && memcmp(r->v[slot].s, text, len) == 0;
}

/* The reader's numbers save the look-up, but are not taken on trust. */
static bool
is_of(const struct record *r, const struct series *e)
{
	return e && r->type == e->name.type &&
	       interval_of(r) == e->name.interval &&
	       same_text(r, M_SYMBOL, e->name.symbol, e->symbol_len) &&
	       same_text(r, M_VENUE, e->name.venue, e->venue_len);
}

/* Text of a record, copied; NULL where it has none. */
static int
copy_text(const struct record *r, int slot, const char **text, size_t *len)
{
	*text = NULL;
	*len = 0;
	if (!rec_has(r, slot))
		return 0;
	*len = r->v[slot].len;
	*text = strndup(r->v[slot].s, *len);
	return *text ? 0 : -1;
}

static void
series_end(struct series *e)
{
	if (e) {
		free((char *)e->name.venue);
		free((char *)e->name.symbol);
	}
	free(e);
}

static struct series *
series_new(const struct record *r)
{
	struct series *e = calloc(1, sizeof *e);

	if (!e)
		return NULL;
	e->name.type = r->type;
	e->name.interval = interval_of(r);
	e->head = -1;
	if (copy_text(r, M_VENUE, &e->name.venue, &e->venue_len) != 0 ||
	    copy_text(r, M_SYMBOL, &e->name.symbol, &e->symbol_len) != 0) {
		series_end(e);
		return NULL;
	}
	return e;
}

/* The number of what names a series: lengths stand in front of texts. */
static int
intern(struct store *s, const struct record *r, int *number)
{
	uint32_t head[3] = {
	    (uint32_t)r->type * 256 + (uint32_t)(interval_of(r) + 1),
	    rec_has(r, M_VENUE) ? r->v[M_VENUE].len : UINT32_MAX,
	    rec_has(r, M_SYMBOL) ? r->v[M_SYMBOL].len : UINT32_MAX,
	};
	size_t vlen = rec_has(r, M_VENUE) ? r->v[M_VENUE].len : 0;
	size_t slen = rec_has(r, M_SYMBOL) ? r->v[M_SYMBOL].len : 0;
	size_t len = sizeof head + vlen + slen;
	char room[256], *key = room;

	if (len > sizeof room && !(key = malloc(len)))
		return store_say(s, "out of memory");
	memcpy(key, head, sizeof head);
	if (vlen)
		memcpy(key + sizeof head, r->v[M_VENUE].s, vlen);
	if (slen)
		memcpy(key + sizeof head + vlen, r->v[M_SYMBOL].s, slen);
	*number = map_intern(s->names, key, len);
	if (key != room)
		free(key);
	return *number < 0 ? store_say(s, "out of memory") : 0;
}

/* A table of pointers with room for number n.  0, or -1. */
static int
grow(struct store *s, struct series ***table, int *size, int n)
{
	int want = n < 16 ? 16 : 2 * n;
	struct series **grown;

	if (n < *size)
		return 0;
	grown = realloc(*table, (size_t)want * sizeof(struct series *));
	if (!grown)
		return store_say(s, "out of memory");
	for (int i = *size; i < want; i++)
		grown[i] = NULL;
	*table = grown;
	*size = want;
	return 0;
}

static struct series *
look_up(struct store *s, const struct record *r)
{
	struct series *e;
	int n;

	if (intern(s, r, &n) != 0 || grow(s, &s->series, &s->nseries, n) != 0)
		return NULL;
	if (!s->series[n] && !(s->series[n] = series_new(r))) {
		store_say(s, "out of memory");
		return NULL;
	}
	e = s->series[n];
	if (r->series < 0)
		return e;
	if (grow(s, &s->by_record, &s->nby_record, r->series) != 0)
		return NULL;
	return s->by_record[r->series] = e;
}

struct series *
series_of(struct store *s, const struct record *r)
{
	struct series *e = NULL;

	if (r->series >= 0 && r->series < s->nby_record)
		e = s->by_record[r->series];
	return is_of(r, e) ? e : look_up(s, r);
}

static bool
same_name(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

struct series *
series_waiting(const struct store *s, const struct store_series *name)
{
	for (struct series *e = s->dirty; e; e = e->next)
		if (e->name.type == name->type &&
		    e->name.interval == name->interval &&
		    same_name(e->name.symbol, name->symbol) &&
		    same_name(e->name.venue, name->venue))
			return e;
	return NULL;
}

int
series_count(struct store *s, const struct series *e,
    const int64_t counts[STORE_PUTS], int64_t first, int64_t last)
{
	if (!s->count &&
	    !(s->count = store_prepare(s,
		  "INSERT INTO counter(series, rows, inserted, updated, kept,"
		  " first, last, changed)"
		  " VALUES(?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7)"
		  " ON CONFLICT DO UPDATE SET rows = rows + ?2,"
		  " inserted = inserted + ?2, updated = updated + ?3,"
		  " kept = kept + ?4, first = min(first, ?5),"
		  " last = max(last, ?6), changed = ?7")))
		return -1;
	sqlite3_bind_int64(s->count, 1, e->id);
	sqlite3_bind_int64(s->count, 2, counts[STORE_NEW]);
	sqlite3_bind_int64(s->count, 3, counts[STORE_UPDATED]);
	sqlite3_bind_int64(s->count, 4, counts[STORE_KEPT]);
	sqlite3_bind_int64(s->count, 5, first);
	sqlite3_bind_int64(s->count, 6, last);
	sqlite3_bind_int64(s->count, 7, clock_now());
	return store_run(s, s->count);
}

sqlite3_stmt *
series_list(struct store *s, const char *sql, const struct store_series *series)
{
	int64_t id = series ? series_find(s, series) : 0;
	sqlite3_stmt *st = id < 0 ? NULL : store_prepare(s, sql);

	if (st && series)
		sqlite3_bind_int64(st, 1, id);
	return st;
}

int
store_counters(
    struct store *s, int (*fn)(const struct store_counter *, void *), void *arg)
{
	sqlite3_stmt *st = store_prepare(s,
	    "SELECT type, venue, symbol, interval, rows, inserted, updated,"
	    " kept, first, last, changed"
	    " FROM counter JOIN series ON id = series"
	    " ORDER BY type, symbol, venue, interval");
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

void
series_forget(struct store *s)
{
	for (int i = 0; i < s->nseries; i++)
		if (s->series[i])
			s->series[i]->id = 0;
}

void
series_free(struct store *s)
{
	for (int i = 0; i < s->nseries; i++)
		series_end(s->series[i]);
	free(s->series);
	free(s->by_record);
	map_free(s->names);
	sqlite3_finalize(s->find);
	sqlite3_finalize(s->add);
	sqlite3_finalize(s->count);
}
