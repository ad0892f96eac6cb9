/* SPDX-License-Identifier: MIT */
/* The SHA-256 of records as query(1) prints them. */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"
#include "store/sqlite.h"

enum { BLOCK = 1 << 16 }; /* SHA-256 is nearly twice as fast in blocks */

struct lines {
	struct store *s;
	EVP_MD_CTX *md;
	char *buf;
	size_t used, size;
	size_t room; /* what no line of the type exceeds; 0: ask each */
	int64_t rows;
};

static int
begin(struct lines *l, struct store *s)
{
	memset(l, 0, sizeof *l);
	l->s = s;
	l->md = EVP_MD_CTX_new();
	if (!l->md || !EVP_DigestInit_ex(l->md, EVP_sha256(), NULL))
		return store_say(s, "SHA-256 is not available");
	return 0;
}

static int
drain(struct lines *l)
{
	if (!EVP_DigestUpdate(l->md, l->buf, l->used))
		return store_say(l->s, "SHA-256 failed");
	l->used = 0;
	return 0;
}

/* Room for a line more. */
static int
make_room(struct lines *l, size_t need)
{
	if (l->used >= BLOCK && drain(l) != 0)
		return -1;
	if (l->size - l->used >= need)
		return 0;
	if (drain(l) != 0)
		return -1;
	free(l->buf);
	l->size = need > BLOCK ? 2 * need : 2 * BLOCK;
	if ((l->buf = malloc(l->size)))
		return 0;
	l->size = 0;
	return store_say(l->s, "out of memory");
}

/* How long a line can be, of records whose texts are the series' own. */
static size_t
most_room(const struct record *r)
{
	struct record all = *r;

	all.has |= ~0u >> (REC_SLOTS - rec_defs[r->type].n);
	for (int i = M_OWN; i < REC_SLOTS; i++)
		all.v[i].form = FORM_PLAIN;
	return rec_room(&all);
}

static int
add(struct lines *l, const struct record *r)
{
	size_t need = l->room ? l->room : rec_room(r);

	if (make_room(l, need) != 0)
		return -1;
	l->used = (size_t)(rec_put(l->buf + l->used, r) - l->buf);
	l->rows++;
	return 0;
}

static int
end(struct lines *l, int64_t *rows, char hex[STORE_DIGEST])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (drain(l) != 0)
		return -1;
	if (!EVP_DigestFinal_ex(l->md, sum, &len))
		return store_say(l->s, "SHA-256 failed");
	for (unsigned i = 0; i < len; i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 15];
	}
	hex[2 * len] = '\0';
	*rows = l->rows;
	return 0;
}

static void
forget(struct lines *l)
{
	EVP_MD_CTX_free(l->md);
	free(l->buf);
}

/* Whether all that records of t hold, but for the series, are numbers. */
static bool
is_flat(const struct table *t)
{
	for (int i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];

		switch (c->kind) {
		case KIND_STRING:
		case KIND_ID:
		case KIND_OBJECT:
		case KIND_ARRAY:
		case KIND_INTERVAL:
			return false;
		default:
			if (c->optional)
				return false;
		}
	}
	return true;
}

static int
add_rows(struct lines *l, struct cursor *c, const struct table *t)
{
	const struct record *r;

	while ((r = cursor_next(c))) {
		if (l->rows == 0 && is_flat(t))
			l->room = most_room(r);
		if (add(l, r) != 0)
			return -1;
	}
	return cursor_failed(c) ? -1 : 0;
}

int
store_digest(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, int64_t *rows, char hex[STORE_DIGEST])
{
	struct cursor *c = series_cursor(s, series, from, to, false);
	struct lines l;
	int rc = -1;

	if (!c)
		return -1;
	if (begin(&l, s) == 0 && add_rows(&l, c, &s->tables[series->type]) == 0)
		rc = end(&l, rows, hex);
	forget(&l);
	cursor_close(c);
	return rc;
}

/* What a reader will see of a cell of a flat table; whether there is any. */
static bool
cell_value(const struct store *s, const struct cell *cell,
    const struct column *c, struct value *v)
{
	const char *const *words = c->member->words;

	switch (cell->type) {
	case SQLITE_INTEGER:
		v->i = cell->u.i;
		return true;
	case SQLITE_FLOAT:
		v->num = cell->u.d;
		v->s = NULL;
		return true;
	case CELL_WORD:
		for (v->i = 0; words[v->i] != cell->u.word;)
			v->i++;
		return true;
	case SQLITE_TEXT: /* the digits of a sum */
		v->s = s->text.p + cell->u.at;
		v->len = cell->len;
		return true;
	default:
		return false;
	}
}

/* f->rec as it will be read back. */
static void
fill(struct feed *f, const struct row *row)
{
	const struct cell *cells = f->s->cells + row->cell;
	struct record *r = &f->rec;
	uint32_t has = f->has;

	for (int i = 0; i < f->t->n; i++) {
		const struct column *c = &f->t->cols[i];

		has |= (uint32_t)cell_value(f->s, &cells[i], c, &r->v[c->slot])
		       << c->slot;
	}
	r->has = has;
	r->time = row->time;
	if (f->t->key == KEY_OPEN) { /* the time given is not stored */
		r->v[CANDLE_OPEN_TIME].i = row->key;
		r->time =
		    interval_end((enum interval)f->name.interval, row->key);
	}
	r->v[M_TIME].i = r->time;
}

static int
add_waiting(struct lines *l, struct feed *f, const struct series *e)
{
	const struct store *s = f->s;

	l->room = most_room(&f->rec);
	for (int at = e->head; at != -1; at = s->rows[at].next) {
		fill(f, &s->rows[at]);
		if (f->rec.time >= f->since && f->rec.time < f->until &&
		    add(l, &f->rec) != 0)
			return -1;
	}
	return 0;
}

int
digest_waiting(struct store *s, const struct series *e, int64_t from,
    int64_t to, int64_t *rows, char hex[STORE_DIGEST])
{
	struct store_query q = {.since = from, .until = to + 1};
	const struct table *t = &s->tables[e->name.type];
	int64_t id = series_find(s, &e->name);
	struct lines l = {0};
	struct feed *f;
	int rc = -1, on;

	/* An update of a funding may keep a time that is outside. */
	if (t->key == KEY_MINUTE || to == INT64_MAX || !is_flat(t) ||
	    !put_is_sorted(s, e))
		return 0;
	if (id < 0 || !(f = feed_new(s, id, &e->name, &q)))
		return -1;
	on = feed_start(f);
	if (on == 0 && begin(&l, s) == 0 && add_waiting(&l, f, e) == 0)
		rc = end(&l, rows, hex) == 0 ? 1 : -1;
	forget(&l);
	feed_free(f);
	return on == 1 ? 0 : rc;
}
