/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "market/interval.h"
#include "store/sqlite.h"

/* Room at the end of the text.  NULL: out of memory. */
static char *
room(struct store *s, struct text *t, size_t len)
{
	char *grown;

	if (len <= t->size - t->used)
		return t->p + t->used;
	if (!(grown = realloc(t->p, 2 * (t->used + len)))) {
		store_say(s, "out of memory");
		return NULL;
	}
	t->p = grown;
	t->size = 2 * (t->used + len);
	return t->p + t->used;
}

/* Text of len bytes has been written into the room. */
static int
set_text(struct text *t, struct cell *cell, int type, size_t len)
{
	cell->type = (unsigned char)type;
	cell->len = (uint32_t)len;
	cell->u.at = t->used;
	t->used += len;
	return 0;
}

static int
set_copy(struct store *s, struct text *t, struct cell *cell, int type,
    const struct value *v)
{
	char *p = room(s, t, v->len + 1);

	if (!p)
		return -1;
	memcpy(p, v->s, v->len);
	return set_text(t, cell, type, v->len);
}

/* A string from its JSON text. */
static int
set_string(
    struct store *s, struct text *t, struct cell *cell, const struct value *v)
{
	char *p = room(s, t, v->len + 1);

	if (!p)
		return -1;
	return set_text(
	    t, cell, SQLITE_TEXT, json_unescape(p, v->s + 1, v->len - 2));
}

static int
set_json(
    struct store *s, struct text *t, struct cell *cell, const struct value *v)
{
	char *p = room(s, t, v->len + 1);

	if (!p)
		return -1;
	return set_text(t, cell, SQLITE_TEXT, json_compact(p, v->s, v->len));
}

static int
set_int(struct cell *cell, int64_t i)
{
	cell->type = SQLITE_INTEGER;
	cell->u.i = i;
	return 0;
}

static int
set_double(struct cell *cell, double d)
{
	cell->type = SQLITE_FLOAT;
	cell->u.d = d;
	return 0;
}

static int
set_word(struct cell *cell, const char *word)
{
	cell->type = CELL_WORD;
	cell->len = (uint32_t)strlen(word);
	cell->u.word = word;
	return 0;
}

/* An integer stays one, a string too; what is neither is kept as it is. */
static int
set_id(
    struct store *s, struct text *t, struct cell *cell, const struct value *v)
{
	char again[NUM_INT_MAX];
	int64_t n;

	if (v->len >= 2 && *v->s == '"')
		return set_string(s, t, cell, v);
	if (num_parse_int(v->s, v->len, &n) == 0 &&
	    num_put_int(again, n) == again + v->len &&
	    memcmp(again, v->s, v->len) == 0)
		return set_int(cell, n);
	return set_copy(s, t, cell, SQLITE_BLOB, v);
}

/* The double that a reader of the written record would get. */
static int
set_written(struct store *s, struct cell *cell, const struct column *c,
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
	return set_double(cell, num);
}

/* A sum: its double, or the text of its digits where they say more. */
static int
set_sum(struct store *s, struct text *t, struct cell *cell,
    const struct column *c, const struct value *v)
{
	char *p = room(s, t, NUM_DECIMAL_MAX);
	size_t len;

	if (!p)
		return -1;
	if ((len = rec_sum_digits(v, p)))
		return set_text(t, cell, SQLITE_TEXT, len);
	return v->form == FORM_PLAIN ? set_double(cell, v->num)
				     : set_written(s, cell, c, v);
}

/* A value that a program of ours gave as JSON text. */
static int
set_raw(struct store *s, struct text *t, struct cell *cell,
    const struct column *c, const struct value *v)
{
	int64_t n;

	switch (c->kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		return set_written(s, cell, c, v);
	case KIND_TIME:
	case KIND_INT:
	case KIND_COUNT:
		if (num_parse_int(v->s, v->len, &n) == 0)
			return set_int(cell, n);
		break;
	case KIND_STRING:
		if (v->len >= 2)
			return set_string(s, t, cell, v);
		break;
	case KIND_ID:
		return set_id(s, t, cell, v);
	case KIND_OBJECT:
	case KIND_ARRAY:
		return set_json(s, t, cell, v);
	default:
		break;
	}
	return store_say(s, "'%s' cannot be stored as JSON text", c->name);
}

int
cell_make(struct store *s, struct text *t, struct cell *cell,
    const struct column *c, const struct value *v)
{
	if (!v && c->key)
		return set_double(cell, -INFINITY);
	if (!v) {
		cell->type = SQLITE_NULL;
		return 0;
	}
	if (c->member->flags & MEMBER_SUM)
		return set_sum(s, t, cell, c, v);
	if (__builtin_expect(v->form == FORM_RAW, 0))
		return set_raw(s, t, cell, c, v);
	switch (c->kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		if (__builtin_expect(v->form == FORM_CALC, 0))
			return set_written(s, cell, c, v);
		return set_double(cell, v->num);
	case KIND_WORD:
		if (!c->key)
			return set_word(cell, c->member->words[v->i]);
		break;
	case KIND_INTERVAL:
		if (!c->key)
			return set_word(
			    cell, interval_name((enum interval)v->i));
		break;
	case KIND_STRING:
		return set_copy(s, t, cell, SQLITE_TEXT, v);
	case KIND_ID:
		return set_id(s, t, cell, v);
	case KIND_OBJECT:
	case KIND_ARRAY:
		return set_json(s, t, cell, v);
	default:
		break;
	}
	return set_int(cell, v->i);
}

static const char *
text_of(const struct cell *cell, const struct text *t)
{
	return cell->type == CELL_WORD ? cell->u.word : t->p + cell->u.at;
}

int
cell_bind(struct store *s, sqlite3_stmt *st, int i, const struct cell *cell,
    const struct text *t)
{
	int rc;

	switch (cell->type) {
	case SQLITE_INTEGER:
		rc = sqlite3_bind_int64(st, i, cell->u.i);
		break;
	case SQLITE_FLOAT:
		rc = sqlite3_bind_double(st, i, cell->u.d);
		break;
	case SQLITE_NULL:
		rc = sqlite3_bind_null(st, i);
		break;
	case SQLITE_BLOB:
		rc = sqlite3_bind_blob64(
		    st, i, text_of(cell, t), cell->len, SQLITE_TRANSIENT);
		break;
	default:
		rc = sqlite3_bind_text64(st, i, text_of(cell, t), cell->len,
		    SQLITE_TRANSIENT, SQLITE_UTF8);
	}
	return rc == SQLITE_OK ? 0 : store_fail(s, "read");
}

static bool
same_bytes(const void *a, size_t alen, const void *b, size_t blen)
{
	return alen == blen && (alen == 0 || memcmp(a, b, alen) == 0);
}

bool
cell_is(const struct cell *cell, const struct text *t, sqlite3_value *x)
{
	int type = sqlite3_value_type(x);

	switch (cell->type) {
	case SQLITE_INTEGER:
		return type == SQLITE_INTEGER &&
		       sqlite3_value_int64(x) == cell->u.i;
	case SQLITE_FLOAT:
		/* The digits of a sum may be there: they say no less. */
		return (type == SQLITE_FLOAT || type == SQLITE_TEXT) &&
		       sqlite3_value_double(x) == cell->u.d;
	case SQLITE_NULL:
		return type == SQLITE_NULL;
	case SQLITE_BLOB:
		return type == SQLITE_BLOB &&
		       same_bytes(sqlite3_value_blob(x),
			   (size_t)sqlite3_value_bytes(x), text_of(cell, t),
			   cell->len);
	default:
		return type == SQLITE_TEXT &&
		       same_bytes(sqlite3_value_text(x),
			   (size_t)sqlite3_value_bytes(x), text_of(cell, t),
			   cell->len);
	}
}

/* Numbers, text, blobs. */
static int
rank(const struct cell *cell)
{
	switch (cell->type) {
	case SQLITE_INTEGER:
	case SQLITE_FLOAT:
		return 0;
	case SQLITE_BLOB:
		return 2;
	default:
		return 1;
	}
}

int
cell_cmp(const struct cell *a, const struct cell *b, const struct text *t)
{
	size_t n = a->len < b->len ? a->len : b->len;
	int c;

	if (rank(a) != rank(b))
		return rank(a) - rank(b);
	if (rank(a) > 0) {
		c = n ? memcmp(text_of(a, t), text_of(b, t), n) : 0;
		return c ? c : (a->len > b->len) - (a->len < b->len);
	}
	if (a->type != b->type) /* -infinity beside an integer */
		return a->type == SQLITE_FLOAT ? -1 : 1;
	if (a->type == SQLITE_INTEGER)
		return (a->u.i > b->u.i) - (a->u.i < b->u.i);
	return (a->u.d > b->u.d) - (a->u.d < b->u.d);
}
