/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "market/interval.h"
#include "store/sqlite.h"

static const int64_t month_rest = 86400000; /* of the longest over 30 days */

static void
write_order(FILE *f, const struct table *t, const char *order)
{
	fprintf(f, " ORDER BY %s%s", schema_key_name(t->key), order);
	for (int i = 0; i < t->nkeys; i++)
		fprintf(f, ", \"%s\"%s", t->cols[i].name, order);
}

/* (key, members) > (?4, ?5 ...) */
static void
write_behind(FILE *f, const struct table *t, const char *op)
{
	fprintf(f, " AND (%s", schema_key_name(t->key));
	for (int i = 0; i < t->nkeys; i++)
		fprintf(f, ", \"%s\"", t->cols[i].name);
	fprintf(f, ") %s (?4", op);
	for (int i = 0; i < t->nkeys; i++)
		fprintf(f, ", ?%d", i + 5);
	fprintf(f, ")");
}

/* + 3: so that 0 is "not asked". */
static int64_t
columns_of(struct store *s, const struct table *t)
{
	int64_t *columns = &s->columns[t->type];
	int64_t set;

	if (*columns == 0 && (set = schema_columns(s, t)) != -2)
		*columns = set + 3;
	return *columns - 3;
}

sqlite3_stmt *
feed_prepare(struct store *s, const struct table *t, int which)
{
	const char *key = schema_key_name(t->key);
	int64_t set = columns_of(s, t);
	char *sql = NULL;
	size_t size;
	FILE *f = open_memstream(&sql, &size);

	if (!f) {
		store_say(s, "out of memory");
		return NULL;
	}
	fprintf(f, "SELECT %s", key);
	for (int i = 0; i < t->n; i++) {
		if (set >> i & 1)
			fprintf(f, ", \"%s\"", t->cols[i].name);
		else /* the file of an older version */
			fprintf(f, ", NULL");
	}
	fprintf(f, " FROM \"%s\" WHERE series = ?1 AND %s >= ?2 AND %s <= ?3",
	    rec_defs[t->type].name, key, key);
	if (which & FEED_BEHIND)
		write_behind(f, t, which & FEED_REVERSE ? "<" : ">");
	write_order(f, t, which & FEED_REVERSE ? " DESC" : "");
	return store_prepare_text(s, f, &sql);
}

/* The keys between which rows of the asked times lie; a row more is no harm. */
static void
bounds(const struct feed *f, int64_t *lo, int64_t *hi)
{
	enum interval iv = (enum interval)f->name.interval;

	*lo = f->since;
	*hi = f->until == INT64_MAX ? INT64_MAX : f->until - 1;
	if (f->t->key == KEY_OPEN)
		*lo -= interval_ms(iv) + (iv == INTERVAL_1MO ? month_rest : 0);
	if (f->t->key == KEY_MINUTE) {
		*lo = put_minute(*lo);
		if (*hi <= INT64_MAX / 2)
			*hi = put_minute(*hi);
	}
}

/* The JSON text of an id: 1; 0: none; -1: failed. */
static int
read_id(struct feed *f, int i, struct value *v)
{
	struct text *text = &f->ids[i];
	int type = sqlite3_column_type(f->now, i); /* before it is converted */
	int64_t n =
	    type == SQLITE_INTEGER ? sqlite3_column_int64(f->now, i) : 0;
	const char *s = sqlite3_column_blob(f->now, i);
	size_t len = (size_t)sqlite3_column_bytes(f->now, i);
	size_t need = 6 * len + 2 + NUM_INT_MAX;
	char *end;

	if (need > text->size) {
		free(text->p);
		text->size = 0;
		if (!(text->p = malloc(2 * need)))
			return store_say(f->s, "out of memory");
		text->size = 2 * need;
	}
	switch (type) {
	case SQLITE_NULL:
		return 0;
	case SQLITE_INTEGER:
		end = num_put_int(text->p, n);
		break;
	case SQLITE_BLOB:
		end = (char *)memcpy(text->p, s, len) + len;
		break;
	default:
		end = json_put_string(text->p, s, len);
	}
	v->s = text->p;
	v->len = (uint32_t)(end - text->p);
	return 1;
}

static int
find_word(const struct member *m, const char *word)
{
	for (int i = 0; word && m->words[i]; i++)
		if (strcmp(m->words[i], word) == 0)
			return i;
	return -1;
}

/* A word or interval; one of a newer version is as if it were not there. */
static bool
read_word(struct feed *f, int i, const struct column *c, struct value *v)
{
	const char *s;

	if (c->key) {
		v->i = sqlite3_column_int64(f->now, i);
		return true;
	}
	if (!(s = (const char *)sqlite3_column_text(f->now, i)))
		return false;
	if (c->kind == KIND_WORD)
		v->i = find_word(c->member, s);
	else
		v->i = interval_parse(s, strlen(s));
	return v->i >= 0;
}

static bool
is_absent(struct feed *f, int i)
{
	int type = sqlite3_column_type(f->now, i);

	return type == SQLITE_NULL ||
	       (type == SQLITE_FLOAT &&
		   sqlite3_column_double(f->now, i) == -INFINITY);
}

/* A double, or the digits of which the double would say less. */
static inline bool
read_sum(struct feed *f, int i, struct value *v)
{
	int type = sqlite3_column_type(f->now, i);

	v->s = NULL;
	v->num = sqlite3_column_double(f->now, i);
	if (type == SQLITE_TEXT) {
		v->s = (const char *)sqlite3_column_text(f->now, i);
		v->len = (uint32_t)sqlite3_column_bytes(f->now, i);
	}
	return type != SQLITE_NULL;
}

/* 1: has a value; 0: none; -1: failed. */
static inline int
read_value(struct feed *f, int i, const struct column *c, struct value *v)
{
	sqlite3_stmt *st = f->now;

	if (__builtin_expect(c->optional, 0) && is_absent(f, i))
		return 0;
	if (c->member->flags & MEMBER_SUM)
		return read_sum(f, i, v);
	switch (c->kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		/* NULL reads as 0: to ask for the type first is dearer. */
		v->num = sqlite3_column_double(st, i);
		return v->num != 0 || sqlite3_column_type(st, i) != SQLITE_NULL;
	case KIND_WORD:
	case KIND_INTERVAL:
		return read_word(f, i, c, v);
	case KIND_ID:
		return read_id(f, i, v);
	case KIND_STRING:
	case KIND_OBJECT:
	case KIND_ARRAY:
		v->s = (const char *)sqlite3_column_text(st, i);
		v->len = (uint32_t)sqlite3_column_bytes(st, i);
		return v->s != NULL;
	default:
		v->i = sqlite3_column_int64(st, i);
		return v->i != 0 || sqlite3_column_type(st, i) != SQLITE_NULL;
	}
}

/* The record of the row.  0, or -1. */
static int
read_row(struct feed *f)
{
	struct record *r = &f->rec;
	const struct table *t = f->t;
	int64_t key = sqlite3_column_int64(f->now, 0);
	uint32_t has = f->has;

	for (int i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];
		int got = read_value(f, i + 1, c, &r->v[c->slot]);

		if (got < 0)
			return -1;
		has |= (uint32_t)got << c->slot;
	}
	r->has = has;
	switch (t->key) {
	case KEY_TIME:
		r->v[M_TIME].i = key;
		break;
	case KEY_OPEN:
		r->v[CANDLE_OPEN_TIME].i = key;
		r->v[M_TIME].i =
		    interval_end((enum interval)f->name.interval, key);
		break;
	case KEY_MINUTE:
		break;
	}
	r->time = r->v[M_TIME].i;
	return 0;
}

/* To the next row whose time was asked for. */
static int
advance(struct feed *f)
{
	int rc;

	while ((rc = sqlite3_step(f->now)) == SQLITE_ROW) {
		if (read_row(f) != 0)
			return -1;
		if (f->rec.time >= f->since && f->rec.time < f->until)
			return 1;
	}
	if (rc != SQLITE_DONE)
		store_fail(f->s, "read");
	sqlite3_reset(f->now);
	f->now = NULL;
	return rc == SQLITE_DONE ? 0 : -1;
}

int
feed_start(struct feed *f)
{
	sqlite3_stmt **st = f->begun ? &f->more : &f->first;
	int which =
	    (f->begun ? FEED_BEHIND : 0) | (f->reverse ? FEED_REVERSE : 0);
	int64_t lo, hi;

	if (columns_of(f->s, f->t) == -1)
		return 0; /* a file without the table */
	if (!*st && !(*st = feed_prepare(f->s, f->t, which)))
		return -1;
	bounds(f, &lo, &hi);
	if (f->begun && f->reverse)
		hi = f->key;
	else if (f->begun)
		lo = f->key;
	sqlite3_bind_int64(*st, 1, f->id);
	sqlite3_bind_int64(*st, 2, lo);
	sqlite3_bind_int64(*st, 3, hi);
	if (f->begun)
		sqlite3_bind_int64(*st, 4, f->key);
	for (int i = 0; f->begun && i < f->t->nkeys; i++)
		if (cell_bind(f->s, *st, i + 5, &f->last[i], &f->kept) != 0)
			return -1;
	f->now = *st;
	return advance(f);
}

int
feed_pass(struct feed *f)
{
	f->begun = true;
	f->key = sqlite3_column_int64(f->now, 0);
	f->kept.used = 0;
	for (int i = 0; i < f->t->nkeys; i++) {
		const struct column *c = &f->t->cols[i];

		if (cell_make(f->s, &f->kept, &f->last[i], c,
			rec_has(&f->rec, c->slot) ? &f->rec.v[c->slot]
						  : NULL) != 0)
			return -1;
	}
	return 0;
}

int
feed_step(struct feed *f)
{
	return feed_pass(f) != 0 ? -1 : advance(f);
}

void
feed_stop(struct feed *f)
{
	if (f->now)
		sqlite3_reset(f->now);
	f->now = NULL;
}

/* What is the same in all records of the series. */
static void
set_record(struct feed *f)
{
	int slot = rec_interval_slot(f->name.type);

	rec_init(&f->rec, f->name.type, 0);
	for (int i = M_OWN; i < REC_SLOTS; i++) {
		f->rec.v[i].form = FORM_PLAIN;
		f->rec.v[i].exp = EXP_WIDE;
	}
	if (f->name.venue)
		rec_set_text(
		    &f->rec, M_VENUE, f->name.venue, strlen(f->name.venue));
	if (f->name.symbol)
		rec_set_text(
		    &f->rec, M_SYMBOL, f->name.symbol, strlen(f->name.symbol));
	if (slot >= 0 && f->name.interval >= 0)
		rec_set_int(&f->rec, slot, f->name.interval);
	if (f->t->key == KEY_OPEN)
		rec_set_int(&f->rec, CANDLE_OPEN_TIME, 0);
	f->has = f->rec.has;
}

struct feed *
feed_new(struct store *s, int64_t id, const struct store_series *name,
    const struct store_query *q)
{
	struct feed *f;

	if (columns_of(s, &s->tables[name->type]) == -3)
		return NULL;
	if (!(f = calloc(1, sizeof *f)))
		goto out;
	f->s = s;
	f->t = &s->tables[name->type];
	f->id = id;
	f->name = *name;
	f->name.venue = name->venue ? strdup(name->venue) : NULL;
	f->name.symbol = name->symbol ? strdup(name->symbol) : NULL;
	if (!f->name.venue != !name->venue || !f->name.symbol != !name->symbol)
		goto out;
	f->reverse = q->reverse;
	f->since = q->since;
	f->until = q->until;
	set_record(f);
	return f;
out:
	feed_free(f);
	store_say(s, "out of memory");
	return NULL;
}

void
feed_free(struct feed *f)
{
	if (!f)
		return;
	sqlite3_finalize(f->first);
	sqlite3_finalize(f->more);
	for (int i = 0; i < REC_SLOTS; i++)
		free(f->ids[i].p);
	free(f->kept.p);
	free((char *)f->name.venue);
	free((char *)f->name.symbol);
	free(f);
}
