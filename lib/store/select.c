/* SPDX-License-Identifier: MIT */
/* Cursors: the rows of several series, merged in the order of records. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"
#include "store/sqlite.h"

const struct store_query store_query_all = {
    .interval = -1,
    .until = INT64_MAX,
};

struct cursor {
	struct store *s;
	struct store_query q;
	struct feed **feeds; /* in the order that equal times have */
	int n, size;
	int *heap, waiting; /* feeds that stand on a row; the next one first */
	bool all;           /* what q asks for, new series too */
	bool live;          /* the feeds have been started */
	bool returned;      /* the row of heap[0] has been handed out */
	bool ended, failed;
	int64_t latest; /* highest id of a series seen */
	int64_t version;
};

static int
cmp_text(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int
cmp_names(const void *x, const void *y)
{
	const struct store_series *a = &(*(struct feed *const *)x)->name;
	const struct store_series *b = &(*(struct feed *const *)y)->name;
	int c;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->interval != b->interval)
		return a->interval < b->interval ? -1 : 1;
	c = cmp_text(a->symbol, b->symbol);
	return c ? c : cmp_text(a->venue, b->venue);
}

static bool
before(const struct cursor *c, int a, int b)
{
	int64_t x = c->feeds[a]->rec.time, y = c->feeds[b]->rec.time;

	if (c->q.reverse)
		return x > y || (x == y && a > b);
	return x < y || (x == y && a < b);
}

/* Moves the first of the heap down to its place. */
static void
sift(struct cursor *c, int at)
{
	int feed = c->heap[at];

	for (;;) {
		int kid = 2 * at + 1;

		if (kid + 1 < c->waiting &&
		    before(c, c->heap[kid + 1], c->heap[kid]))
			kid++;
		if (kid >= c->waiting || !before(c, c->heap[kid], feed))
			break;
		c->heap[at] = c->heap[kid];
		at = kid;
	}
	c->heap[at] = feed;
}

bool
query_wants(const struct store_query *q, const struct store_series *name)
{
	if (q->types ? !(q->types >> name->type & 1)
		     : !rec_defs[name->type].stored)
		return false;
	if (q->venue && (!name->venue || strcmp(q->venue, name->venue) != 0))
		return false;
	if (q->interval >= 0 && name->interval >= 0 &&
	    q->interval != name->interval)
		return false;
	for (int i = 0; i < q->nsymbols; i++)
		if (name->symbol && strcmp(q->symbols[i], name->symbol) == 0)
			return true;
	return q->nsymbols == 0;
}

static int
add_feed(struct cursor *c, int64_t id, const struct store_series *name)
{
	struct feed *f;

	if (c->n == c->size) {
		int size = c->size ? 2 * c->size : 8;
		struct feed **feeds =
		    realloc(c->feeds, (size_t)size * sizeof(struct feed *));
		int *heap = realloc(c->heap, (size_t)size * sizeof *heap);

		if (feeds)
			c->feeds = feeds;
		if (heap)
			c->heap = heap;
		if (!feeds || !heap)
			return store_say(c->s, "out of memory");
		c->size = size;
	}
	if (!(f = feed_new(c->s, id, name, &c->q)))
		return -1;
	c->feeds[c->n++] = f;
	return 0;
}

/* Feeds for the series that are new since the last look. */
static int
find_feeds(struct cursor *c)
{
	sqlite3_stmt *st = store_prepare(c->s,
	    "SELECT id, type, venue, symbol, interval FROM series "
	    "WHERE id > ?1 ORDER BY id");
	int rc, bad = 0;

	if (!st)
		return -1;
	sqlite3_bind_int64(st, 1, c->latest);
	while (!bad && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		struct store_series name;

		c->latest = sqlite3_column_int64(st, 0);
		if (series_read(st, 1, &name) && query_wants(&c->q, &name))
			bad = add_feed(c, c->latest, &name);
	}
	if (!bad && rc != SQLITE_DONE)
		bad = store_fail(c->s, "read");
	sqlite3_finalize(st);
	if (c->n)
		qsort(c->feeds, (size_t)c->n, sizeof(struct feed *), cmp_names);
	return bad;
}

/* What another connection has committed changes this number. */
static int
read_version(struct store *s, int64_t *version)
{
	if (!s->version &&
	    !(s->version = store_prepare(s, "PRAGMA data_version")))
		return -1;
	if (sqlite3_step(s->version) != SQLITE_ROW) {
		store_fail(s, "read");
		sqlite3_reset(s->version);
		return -1;
	}
	*version = sqlite3_column_int64(s->version, 0);
	sqlite3_reset(s->version);
	return 0;
}

/* The rows of all cursors of a reader are of one moment. */
static int
hold(struct store *s)
{
	if (s->mode == STORE_READ && s->readers == 0 &&
	    sqlite3_exec(s->db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
		return store_fail(s, "read");
	s->readers++;
	return 0;
}

static void
let_go(struct store *s)
{
	if (--s->readers == 0 && s->mode == STORE_READ)
		(void)sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
}

static void
stop(struct cursor *c)
{
	if (!c->live)
		return;
	for (int i = 0; i < c->n; i++)
		feed_stop(c->feeds[i]);
	c->live = c->returned = false;
	c->waiting = 0;
	let_go(c->s);
}

/* What the store itself has not written yet is to be seen as well. */
static int
settle(struct store *s)
{
	return s->own ? put_flush(s) : store_commit(s);
}

static int
start(struct cursor *c)
{
	int on;

	if (settle(c->s) != 0)
		return -1;
	if (read_version(c->s, &c->version) != 0 || hold(c->s) != 0)
		return -1;
	c->live = true;
	if (c->all && find_feeds(c) != 0)
		return -1;
	for (int i = 0; i < c->n; i++) {
		if ((on = feed_start(c->feeds[i])) < 0)
			return -1;
		if (on)
			c->heap[c->waiting++] = i;
	}
	for (int at = c->waiting / 2 - 1; at >= 0; at--)
		sift(c, at);
	return 0;
}

/* Away from the row that was handed out. */
static int
go_on(struct cursor *c)
{
	int on = feed_step(c->feeds[c->heap[0]]);

	c->returned = false;
	if (on < 0)
		return -1;
	if (on == 0)
		c->heap[0] = c->heap[--c->waiting];
	if (c->waiting > 1)
		sift(c, 0);
	return 0;
}

static const struct record *
lose(struct cursor *c)
{
	c->failed = true;
	stop(c);
	return NULL;
}

const struct record *
cursor_next(struct cursor *c)
{
	if (c->failed)
		return NULL;
	if (c->ended)
		return NULL;
	if (!c->live && start(c) != 0)
		return lose(c);
	if (c->returned && go_on(c) != 0)
		return lose(c);
	if (c->waiting == 0) {
		stop(c);
		c->ended = true;
		return NULL;
	}
	c->returned = true;
	return &c->feeds[c->heap[0]]->rec;
}

void
cursor_pause(struct cursor *c)
{
	if (c->returned && feed_pass(c->feeds[c->heap[0]]) != 0)
		c->failed = true;
	stop(c);
}

int
cursor_again(struct cursor *c)
{
	int64_t version;

	if (c->failed || read_version(c->s, &version) != 0)
		return -1;
	if (version == c->version)
		return 0;
	c->ended = false;
	return 1;
}

bool
cursor_failed(const struct cursor *c)
{
	return c->failed;
}

struct cursor *
cursor_open(struct store *s, const struct store_query *q)
{
	struct cursor *c = calloc(1, sizeof *c);

	if (!c) {
		store_say(s, "out of memory");
		return NULL;
	}
	c->s = s;
	c->q = *q;
	c->all = true;
	return c;
}

struct cursor *
series_cursor(struct store *s, const struct store_series *series, int64_t from,
    int64_t to, bool reverse)
{
	struct store_query q = store_query_all;
	struct cursor *c;
	int64_t id;

	q.since = from;
	q.until = to == INT64_MAX ? to : to + 1;
	q.reverse = reverse;
	if (settle(s) != 0 || (id = series_find(s, series)) < 0 ||
	    !(c = cursor_open(s, &q)))
		return NULL;
	c->all = false;
	if (id > 0 && add_feed(c, id, series) != 0) {
		cursor_close(c);
		return NULL;
	}
	return c;
}

void
cursor_close(struct cursor *c)
{
	if (!c)
		return;
	stop(c);
	for (int i = 0; i < c->n; i++)
		feed_free(c->feeds[i]);
	free(c->feeds);
	free(c->heap);
	free(c);
}
