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

static sqlite3_stmt *
prepare(struct feed *fd, bool behind)
{
	const struct table *t = fd->t;
	const char *key = schema_key_name(t->key);
	int64_t set = fd->s->columns[t->type] - 3;
	char *sql = NULL;
	size_t size;
	FILE *f = open_memstream(&sql, &size);

	if (!f) {
		store_say(fd->s, "out of memory");
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
	if (behind)
		write_behind(f, t, fd->reverse ? "<" : ">");
	write_order(f, t, fd->reverse ? " DESC" : "");
	return store_prepare_text(fd->s, f, &sql);
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

static int
set_text(char **p, size_t *size, size_t need)
{
	char *grown;

	if (need <= *size)
		return 0;
	if (!(grown = realloc(*p, 2 * need)))
		return -1;
	*p = grown;
	*size = 2 * need;
	return 0;
}

/* The JSON text of an id. */
static int
read_id(struct feed *f, int i, struct value *v, sqlite3_value *x)
{
	size_t len = (size_t)sqlite3_value_bytes(x);
	const char *s;
	char *p, *end;

	if (set_text(&f->text[i].p, &f->text[i].size,
		6 * len + 2 + NUM_INT_MAX) != 0)
		return store_say(f->s, "out of memory");
	p = f->text[i].p;
	switch (sqlite3_value_type(x)) {
	case SQLITE_INTEGER:
		end = num_put_int(p, sqlite3_value_int64(x));
		break;
	case SQLITE_BLOB:
		s = sqlite3_value_blob(x);
		end = (char *)memcpy(p, s, len) + len;
		break;
	default:
		s = (const char *)sqlite3_value_text(x);
		end = json_put_string(p, s, len);
	}
	v->s = p;
	v->len = (uint32_t)(end - p);
	return 0;
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
read_word(struct value *v, const struct column *c, sqlite3_value *x)
{
	const char *s;

	if (c->key) {
		v->i = sqlite3_value_int64(x);
		return true;
	}
	s = (const char *)sqlite3_value_text(x);
	if (c->kind == KIND_WORD)
		v->i = find_word(c->member, s);
	else
		v->i = interval_parse(s, (size_t)sqlite3_value_bytes(x));
	return v->i >= 0;
}

/* 1: has a value; 0: none; -1: failed. */
static inline int
read_value(struct feed *f, int i, const struct column *c, struct value *v)
{
	sqlite3_value *x = sqlite3_column_value(f->now, i + 1);
	int type = sqlite3_value_type(x);

	if (type == SQLITE_NULL)
		return 0;
	if (c->optional && type == SQLITE_FLOAT &&
	    sqlite3_value_double(x) == -INFINITY)
		return 0;
	switch (c->kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		v->num = sqlite3_value_double(x);
		return 1;
	case KIND_WORD:
	case KIND_INTERVAL:
		return read_word(v, c, x);
	case KIND_ID:
		return read_id(f, i, v, x) == 0 ? 1 : -1;
	case KIND_STRING:
	case KIND_OBJECT:
	case KIND_ARRAY:
		v->s = (const char *)sqlite3_value_text(x);
		v->len = (uint32_t)sqlite3_value_bytes(x);
		return 1;
	default:
		v->i = sqlite3_value_int64(x);
		return 1;
	}
}

/* The record of the row.  0, or -1. */
static int
read_row(struct feed *f)
{
	struct record *r = &f->rec;
	const struct table *t = f->t;
	int64_t key = sqlite3_column_int64(f->now, 0);

	for (int i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];
		int has = read_value(f, i, c, &r->v[c->slot]);

		if (has < 0)
			return -1;
		if (has)
			r->has |= 1u << c->slot;
		else
			r->has &= ~(1u << c->slot);
	}
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
	int64_t lo, hi;

	if (f->s->columns[f->t->type] == 2)
		return 0; /* a file without the table */
	if (!*st && !(*st = prepare(f, f->begun)))
		return -1;
	bounds(f, &lo, &hi);
	if (f->begun && f->reverse)
		hi = f->key;
	else if (f->begun)
		lo = f->key;
	sqlite3_bind_int64(*st, 1, f->id);
	sqlite3_bind_int64(*st, 2, lo);
	sqlite3_bind_int64(*st, 3, hi);
	f->now = *st;
	if (!f->begun)
		return advance(f);
	sqlite3_bind_int64(*st, 4, f->key);
	for (int i = 0; i < f->t->nkeys; i++)
		if (put_bind(f->s, *st, i + 5, &f->t->cols[i],
			f->last_has >> i & 1 ? &f->last[i] : NULL) != 0)
			return -1;
	return advance(f);
}

static int64_t
key_of(const struct feed *f)
{
	return sqlite3_column_int64(f->now, 0);
}

int
feed_pass(struct feed *f)
{
	f->begun = true;
	f->key = key_of(f);
	f->last_has = 0;
	for (int i = 0; i < f->t->nkeys; i++) {
		const struct column *c = &f->t->cols[i];
		const struct value *v = &f->rec.v[c->slot];

		if (!rec_has(&f->rec, c->slot))
			continue;
		f->last_has |= 1u << i;
		f->last[i] = *v;
		if (c->kind != KIND_STRING && c->kind != KIND_ID &&
		    c->kind != KIND_OBJECT && c->kind != KIND_ARRAY)
			continue;
		if (set_text(&f->kept[i].p, &f->kept[i].size, v->len + 1) != 0)
			return store_say(f->s, "out of memory");
		memcpy(f->kept[i].p, v->s, v->len);
		f->last[i].s = f->kept[i].p;
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
}

struct feed *
feed_new(struct store *s, int64_t id, const struct store_series *name,
    const struct store_query *q)
{
	int64_t *columns = &s->columns[name->type];
	struct feed *f;

	/* + 3: neither "not asked" nor "failed". */
	if (*columns == 0 &&
	    (*columns = schema_columns(s, &s->tables[name->type]) + 3) == 1) {
		*columns = 0;
		return NULL;
	}
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
	for (int i = 0; i < REC_SLOTS; i++) {
		free(f->text[i].p);
		free(f->kept[i].p);
	}
	free((char *)f->name.venue);
	free((char *)f->name.symbol);
	free(f);
}
