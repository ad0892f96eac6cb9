/* SPDX-License-Identifier: MIT */
#include "store/sqlite.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/num.h"
#include "market/interval.h"

enum {
	MINUTE = 60000,
	CLOCK_ROWS = 64, /* a look at the clock each so many rows */
};

int64_t
put_minute(int64_t time)
{
	return (time + MINUTE / 2) / MINUTE * MINUTE;
}

/* differs(): called only where a stored row is to be changed. */
static void
differs(sqlite3_context *ctx, int n, sqlite3_value **args)
{
	struct store *s = sqlite3_user_data(ctx);

	(void)n;
	(void)args;
	s->differs = true;
	sqlite3_result_int(ctx, 1);
}

/* A member that is there changes a stored one that is not, or is another. */
static void
write_update(FILE *f, const struct table *t)
{
	const char *sep = " ON CONFLICT DO UPDATE SET ";
	int n = 0;

	for (int i = t->nkeys; i < t->n; i++) {
		const char *c = t->cols[i].name;

		if (t->cols[i].slot == M_TIME)
			continue; /* funding: the first time stays */
		fprintf(f, "%s\"%s\" = coalesce(excluded.\"%s\", \"%s\")", sep,
		    c, c, c);
		sep = ", ";
		n++;
	}
	if (n == 0) {
		fprintf(f, " ON CONFLICT DO NOTHING");
		return;
	}
	sep = " WHERE CASE WHEN ";
	for (int i = t->nkeys; i < t->n; i++) {
		const char *c = t->cols[i].name;

		if (t->cols[i].slot == M_TIME)
			continue;
		fprintf(f,
		    "%s(excluded.\"%s\" IS NOT \"%s\" AND "
		    "excluded.\"%s\" IS NOT NULL)",
		    sep, c, c, c);
		sep = " OR ";
	}
	fprintf(f, " THEN differs() = %d END", !t->append_only);
}

static sqlite3_stmt *
prepare_put(struct store *s, const struct table *t)
{
	char *sql = NULL;
	size_t size;
	FILE *f;

	if (sqlite3_create_function_v2(s->db, "differs", 0,
		SQLITE_UTF8 | SQLITE_DIRECTONLY, s, differs, NULL, NULL,
		NULL) != SQLITE_OK) {
		store_fail(s, "write");
		return NULL;
	}
	if (!(f = open_memstream(&sql, &size))) {
		store_say(s, "out of memory");
		return NULL;
	}
	fprintf(f, "INSERT INTO \"%s\"(series, %s", rec_defs[t->type].name,
	    schema_key_name(t->key));
	for (int i = 0; i < t->n; i++)
		fprintf(f, ", \"%s\"", t->cols[i].name);
	fprintf(f, ") VALUES(?1, ?2");
	for (int i = 0; i < t->n; i++)
		fprintf(f, ", ?%d", i + 3);
	fprintf(f, ")");
	write_update(f, t);
	return store_prepare_text(s, f, &sql);
}

/* Scratch for text made from len bytes of JSON; SQLite copies it. */
static char *
room(struct store *s, size_t len)
{
	char *grown;

	if (len <= s->text_size)
		return s->text;
	if (!(grown = realloc(s->text, 2 * len))) {
		store_say(s, "out of memory");
		return NULL;
	}
	s->text = grown;
	s->text_size = 2 * len;
	return s->text;
}

static int
bind_string(struct store *s, sqlite3_stmt *st, int i, const struct value *v)
{
	char *p = room(s, v->len);

	if (!p)
		return -1;
	return sqlite3_bind_text64(st, i, p,
	    json_unescape(p, v->s + 1, v->len - 2), SQLITE_TRANSIENT,
	    SQLITE_UTF8);
}

/* An integer stays one, a string too; what is neither is kept as it is. */
static int
bind_id(struct store *s, sqlite3_stmt *st, int i, const struct value *v,
    sqlite3_destructor_type life)
{
	char again[NUM_INT_MAX];
	int64_t n;

	if (v->len >= 2 && *v->s == '"')
		return bind_string(s, st, i, v);
	if (num_parse_int(v->s, v->len, &n) == 0 &&
	    num_put_int(again, n) == again + v->len &&
	    memcmp(again, v->s, v->len) == 0)
		return sqlite3_bind_int64(st, i, n);
	return sqlite3_bind_blob64(st, i, v->s, v->len, life);
}

static int
bind_json(struct store *s, sqlite3_stmt *st, int i, const struct value *v)
{
	char *p = room(s, v->len);

	if (!p)
		return -1;
	return sqlite3_bind_text64(st, i, p, json_compact(p, v->s, v->len),
	    SQLITE_TRANSIENT, SQLITE_UTF8);
}

/* The double that a reader of the written record would get. */
static int
bind_written(struct store *s, sqlite3_stmt *st, int i, const struct column *c,
    const struct value *v)
{
	char text[NUM_DOUBLE_MAX];
	double num;
	int bad;

	if (v->form == FORM_RAW)
		bad = num_parse_double(v->s, v->len, &num);
	else
		bad = num_parse_double(
		    text, (size_t)(num_put_calc(text, v->num) - text), &num);
	if (bad)
		return store_say(s, "'%s' is not a number", c->name);
	return sqlite3_bind_double(st, i, num);
}

/* A value that a program of ours gave as JSON text. */
static int
bind_raw(struct store *s, sqlite3_stmt *st, int i, const struct column *c,
    const struct value *v)
{
	int64_t n;

	switch (c->kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		return bind_written(s, st, i, c, v);
	case KIND_STRING:
		if (v->len >= 2)
			return bind_string(s, st, i, v);
		break;
	case KIND_TIME:
	case KIND_INT:
	case KIND_COUNT:
		if (num_parse_int(v->s, v->len, &n) == 0)
			return sqlite3_bind_int64(st, i, n);
		break;
	case KIND_ID:
		return bind_id(s, st, i, v, SQLITE_TRANSIENT);
	case KIND_OBJECT:
	case KIND_ARRAY:
		return bind_json(s, st, i, v);
	default:
		break;
	}
	return store_say(s, "'%s' cannot be stored as it is", c->name);
}

static inline int
bind_value(struct store *s, sqlite3_stmt *st, int i, const struct column *c,
    const struct value *v, sqlite3_destructor_type life)
{
	if (__builtin_expect(v->form == FORM_RAW, 0))
		return bind_raw(s, st, i, c, v);
	switch (c->kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		if (__builtin_expect(v->form == FORM_CALC, 0))
			return bind_written(s, st, i, c, v);
		return sqlite3_bind_double(st, i, v->num);
	case KIND_WORD:
		if (!c->key)
			return sqlite3_bind_text(
			    st, i, c->member->words[v->i], -1, SQLITE_STATIC);
		break;
	case KIND_INTERVAL:
		if (!c->key)
			return sqlite3_bind_text(st, i,
			    interval_name((enum interval)v->i), -1,
			    SQLITE_STATIC);
		break;
	case KIND_STRING:
		return sqlite3_bind_text64(
		    st, i, v->s, v->len, life, SQLITE_UTF8);
	case KIND_ID:
		return bind_id(s, st, i, v, life);
	case KIND_OBJECT:
	case KIND_ARRAY:
		return bind_json(s, st, i, v);
	default:
		break;
	}
	return sqlite3_bind_int64(st, i, v->i);
}

static inline int
bind_column(struct store *s, sqlite3_stmt *st, int i, const struct column *c,
    const struct value *v, sqlite3_destructor_type life)
{
	int rc;

	if (v)
		rc = bind_value(s, st, i, c, v, life);
	else if (c->key)
		rc = sqlite3_bind_double(st, i, -INFINITY);
	else
		rc = sqlite3_bind_null(st, i);
	if (rc == SQLITE_OK || rc == -1)
		return rc;
	return store_fail(s, "read or write");
}

int
put_bind(struct store *s, sqlite3_stmt *st, int i, const struct column *c,
    const struct value *v)
{
	return bind_column(s, st, i, c, v, SQLITE_TRANSIENT);
}

static int64_t
key_value(const struct table *t, const struct record *r)
{
	switch (t->key) {
	case KEY_OPEN:
		return r->v[CANDLE_OPEN_TIME].i;
	case KEY_MINUTE:
		return put_minute(r->time);
	default:
		return r->time;
	}
}

/* One of enum store_put, or -1. */
static int
insert(struct store *s, const struct record *r)
{
	const struct table *t = &s->tables[r->type];
	sqlite3_stmt *st = s->put[r->type];
	struct series *e;
	bool odd;
	int how;

	if (!st && !(st = s->put[r->type] = prepare_put(s, t)))
		return -1;
	if (!(e = series_of(s, r, &odd)))
		return odd ? STORE_ODD : -1;
	for (int i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];

		if (bind_column(s, st, i + 3, c,
			rec_has(r, c->slot) ? &r->v[c->slot] : NULL,
			SQLITE_STATIC) != 0)
			return -1;
	}
	sqlite3_bind_int64(st, 1, e->id);
	sqlite3_bind_int64(st, 2, key_value(t, r));
	s->differs = false;
	if (sqlite3_step(st) != SQLITE_DONE) {
		store_fail(s, "write");
		sqlite3_reset(st);
		return -1;
	}
	sqlite3_reset(st);
	if (sqlite3_changes(s->db) == 0)
		how = s->differs ? STORE_KEPT : STORE_SAME;
	else
		how = s->differs ? STORE_UPDATED : STORE_NEW;
	if (how != STORE_SAME)
		series_count(s, e, (enum store_put)how, r->time);
	return how;
}

/* The caller's turn is over: STORE_ROWS, or half the time the lock may be
 * held, so that the commit has the other half. */
static bool
is_due(const struct store *s)
{
	if (s->own)
		return false;
	return s->rows >= STORE_ROWS ||
	       (s->rows % CLOCK_ROWS == 0 &&
		   clock_mono() - s->since >= STORE_HOLD_MS / 2);
}

int
store_put(struct store *s, const struct record *r)
{
	int how;

	if (r->type == REC_OTHER || !rec_defs[r->type].stored ||
	    rec_candle_open(r)) {
		s->counts[STORE_PASSED]++;
		return STORE_PASSED;
	}
	if (store_enter(s) != 0)
		return -1;
	if (s->own && s->rows >= STORE_ROWS)
		how = store_say(
		    s, "more than %d rows in a transaction", STORE_ROWS);
	else
		how = insert(s, r);
	if (how < 0) {
		store_rollback(s);
		return -1;
	}
	s->counts[how]++;
	s->rows++;
	if (is_due(s) && store_commit(s) != 0)
		return -1;
	return how;
}

void
put_free(struct store *s)
{
	for (int type = 0; type < REC_TYPES; type++)
		sqlite3_finalize(s->put[type]);
	free(s->text);
}
