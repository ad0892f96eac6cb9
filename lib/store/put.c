/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/clock.h"
#include "store/sqlite.h"

enum {
	MINUTE = 60000,
	CLOCK_ROWS = 64,    /* a look at the clock each so many rows */
	TEXT_MAX = 1 << 22, /* text in memory at most, about */
	STRAY = 8,          /* stored rows looked at for each one to write */
};

int64_t
put_minute(int64_t time)
{
	return (time + MINUTE / 2) / MINUTE * MINUTE;
}

/* Whether a later copy may change the column: the first time of a funding
 * record stays. */
static bool
can_change(const struct column *c)
{
	return !c->key && c->slot != M_TIME;
}

/*
 * Whether the new value is there and is another than the stored one; the
 * digits of a stored sum are no other than their double (see cell_is()).
 */
static void
write_changes(FILE *f, const struct column *col)
{
	const char *c = col->name;

	fprintf(f,
	    "excluded.\"%s\" IS NOT \"%s\" AND excluded.\"%s\" IS NOT NULL", c,
	    c, c);
	if (col->member->flags & MEMBER_SUM)
		fprintf(f,
		    " AND (typeof(excluded.\"%s\") = 'text' OR "
		    "typeof(\"%s\") <> 'text' OR "
		    "CAST(\"%s\" AS REAL) <> excluded.\"%s\")",
		    c, c, c, c);
}

static void
write_update(FILE *f, const struct table *t)
{
	const char *sep = " ON CONFLICT DO UPDATE SET ";
	bool any = false;

	for (int i = 0; i < t->n; i++) {
		const char *c = t->cols[i].name;

		if (!can_change(&t->cols[i]))
			continue;
		fprintf(f, "%s\"%s\" = CASE WHEN ", sep, c);
		write_changes(f, &t->cols[i]);
		fprintf(f, " THEN excluded.\"%s\" ELSE \"%s\" END", c, c);
		sep = ", ";
		any = true;
	}
	if (!any) {
		fprintf(f, " ON CONFLICT DO NOTHING");
		return;
	}
	sep = " WHERE CASE WHEN ";
	for (int i = 0; i < t->n; i++) {
		if (!can_change(&t->cols[i]))
			continue;
		fprintf(f, "%s(", sep);
		write_changes(f, &t->cols[i]);
		fprintf(f, ")");
		sep = " OR ";
	}
	fprintf(f, " THEN differs() = %d END", !t->append_only);
}

/* Writes the rows in "rows", of series ?1. */
static sqlite3_stmt *
prepare_put(struct store *s, const struct table *t)
{
	char *sql = NULL;
	size_t size;
	FILE *f = open_memstream(&sql, &size);

	if (!f) {
		store_say(s, "out of memory");
		return NULL;
	}
	/* All of the transaction is undone at a failure: no need for more. */
	fprintf(f, "INSERT OR ROLLBACK INTO \"%s\"(series, %s",
	    rec_defs[t->type].name, schema_key_name(t->key));
	for (int i = 0; i < t->n; i++)
		fprintf(f, ", \"%s\"", t->cols[i].name);
	fprintf(f, ") SELECT ?1, c0");
	for (int i = 0; i < t->n; i++)
		fprintf(f, ", c%d", i + 1);
	fprintf(f, " FROM rows WHERE true");
	write_update(f, t);
	return store_prepare_text(s, f, &sql);
}

static int
cmp_rows(const struct store *s, const struct table *t, const struct row *a,
    const struct row *b)
{
	int c = (a->key > b->key) - (a->key < b->key);

	for (int i = 0; c == 0 && i < t->nkeys; i++)
		c = cell_cmp(&s->cells[a->cell + (size_t)i],
		    &s->cells[b->cell + (size_t)i], &s->text);
	return c;
}

static bool
is_sorted(const struct store *s, const struct table *t, int at)
{
	for (int next; (next = s->rows[at].next) != -1; at = next)
		if (cmp_rows(s, t, &s->rows[at], &s->rows[next]) >= 0)
			return false;
	return true;
}

bool
put_is_sorted(const struct store *s, const struct series *e)
{
	return is_sorted(s, &s->tables[e->name.type], e->head);
}

/* The order of a waiting row and the stored row st stands on. */
static int
cmp_stored(struct store *s, const struct table *t, const struct row *row,
    sqlite3_stmt *st)
{
	int64_t key = sqlite3_column_int64(st, 0);

	if (row->key != key)
		return row->key < key ? -1 : 1;
	for (int i = 0; i < t->nkeys; i++) {
		const struct cell *cell = &s->cells[row->cell + (size_t)i];
		sqlite3_value *x = sqlite3_column_value(st, i + 1);

		if (!cell_is(cell, &s->text, x))
			return cell->type == SQLITE_INTEGER &&
				       sqlite3_value_type(x) ==
					   SQLITE_INTEGER &&
				       cell->u.i < sqlite3_value_int64(x)
				   ? -1
				   : 1;
	}
	return 0;
}

static bool
changes_nothing(struct store *s, const struct table *t, const struct row *row,
    sqlite3_stmt *st)
{
	for (int i = t->nkeys; i < t->n; i++) {
		const struct cell *cell = &s->cells[row->cell + (size_t)i];

		if (can_change(&t->cols[i]) && cell->type != SQLITE_NULL &&
		    !cell_is(cell, &s->text, sqlite3_column_value(st, i + 1)))
			return false;
	}
	return true;
}

/*
 * Walks along the stored rows beside the waiting ones and unlinks those that
 * would change nothing: reading them in order costs a fraction of looking up
 * each.  What it overlooks is only slower.  How many, or -1.
 */
static int64_t
skip_same(struct store *s, struct series *e, const struct table *t)
{
	sqlite3_stmt **look = &s->look[t->type], *st;
	int *link = &e->head; /* where the row in hand hangs */
	int64_t same = 0, stray = STRAY;
	int rc;

	if (!*look && !(*look = feed_prepare(s, t, 0)))
		return -1;
	st = *look;
	sqlite3_bind_int64(st, 1, e->id);
	sqlite3_bind_int64(st, 2, s->rows[e->head].key);
	sqlite3_bind_int64(st, 3, s->rows[e->tail].key);
	rc = sqlite3_step(st);
	while (rc == SQLITE_ROW && *link != -1 && stray > 0) {
		const struct row *row = &s->rows[*link];
		int c = cmp_stored(s, t, row, st);

		if (c == 0 && changes_nothing(s, t, row, st)) {
			*link = row->next;
			same++;
		} else if (c <= 0) {
			link = &s->rows[*link].next;
		}
		if (c <= 0)
			stray += STRAY;
		if (c >= 0) {
			rc = sqlite3_step(st);
			stray--;
		}
	}
	sqlite3_reset(st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		return store_fail(s, "write");
	return same;
}

/* Writes the rows of a series, and what it knows about them. */
static int
flush_series(struct store *s, struct series *e)
{
	const struct table *t = &s->tables[e->name.type];
	sqlite3_stmt **put = &s->put[t->type];
	int64_t n[STORE_PUTS] = {0}, rows = 0;
	int64_t first = s->rows[e->head].time, last = first;

	for (int at = e->head; at != -1; at = s->rows[at].next) {
		if (s->rows[at].time < first)
			first = s->rows[at].time;
		if (s->rows[at].time > last)
			last = s->rows[at].time;
		rows++;
	}
	if (e->id == 0 && (e->id = series_make(s, &e->name)) <= 0) {
		e->id = 0;
		return -1;
	}
	if (!*put && !(*put = prepare_put(s, t)))
		return -1;
	if (is_sorted(s, t, e->head) && skip_same(s, e, t) < 0)
		return -1;
	if (e->head != -1) {
		s->at = e->head;
		s->differ = 0;
		sqlite3_bind_int64(*put, 1, e->id);
		if (store_run(s, *put) != 0)
			return -1;
		n[t->append_only ? STORE_KEPT : STORE_UPDATED] = s->differ;
		n[STORE_NEW] = sqlite3_changes(s->db) - n[STORE_UPDATED];
	}
	n[STORE_SAME] = rows - n[STORE_NEW] - n[STORE_UPDATED] - n[STORE_KEPT];
	for (int i = 0; i < STORE_PUTS; i++)
		s->pending[i] += n[i];
	if (n[STORE_SAME] == rows)
		return 0;
	return series_count(s, e, n, first, last);
}

int
put_flush(struct store *s)
{
	if (s->nrows == 0)
		return 0;
	if (store_enter(s) != 0)
		return -1;
	for (struct series *e = s->dirty; e; e = e->next)
		if (flush_series(s, e) != 0)
			return -1;
	put_forget(s);
	return 0;
}

void
put_forget(struct store *s)
{
	for (; s->dirty; s->dirty = s->dirty->next)
		s->dirty->head = -1;
	s->nrows = 0;
	s->ncells = s->text.used = 0;
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

/* Room for the cells of one more row. */
static struct cell *
cells_room(struct store *s)
{
	size_t size = s->cells_size ? 2 * s->cells_size : 4096;
	struct cell *grown;

	if (s->ncells + REC_SLOTS <= s->cells_size)
		return s->cells + s->ncells;
	if (!(grown = realloc(s->cells, size * sizeof *grown))) {
		store_say(s, "out of memory");
		return NULL;
	}
	s->cells = grown;
	s->cells_size = size;
	return s->cells + s->ncells;
}

static int
add_row(struct store *s, struct series *e, const struct record *r)
{
	const struct table *t = &s->tables[r->type];
	struct cell *cells = cells_room(s);
	int at = s->nrows;

	if (!cells)
		return -1;
	for (int i = 0; i < t->n; i++) {
		const struct column *c = &t->cols[i];

		if (cell_make(s, &s->text, &cells[i], c,
			rec_has(r, c->slot) ? &r->v[c->slot] : NULL) != 0)
			return -1;
	}
	s->rows[at].key = key_value(t, r);
	s->rows[at].time = r->time;
	s->rows[at].cell = s->ncells;
	s->rows[at].next = -1;
	s->ncells += (size_t)t->n;
	s->nrows++;
	if (e->head == -1) {
		e->head = at;
		e->next = s->dirty;
		s->dirty = e;
	} else {
		s->rows[e->tail].next = at;
	}
	e->tail = at;
	return 0;
}

/* The memory is full, or the time is over: half of what the lock may be held,
 * so that writing has the other half.  The caller's own transaction ends with
 * store_cover(), which has less to do for rows that are in memory. */
static bool
is_due(const struct store *s)
{
	if (s->own)
		return s->text.used >= TEXT_MAX;
	return s->nrows == STORE_ROWS || s->text.used >= TEXT_MAX ||
	       (s->nrows % CLOCK_ROWS == 0 &&
		   clock_mono() - s->since >= STORE_HOLD_MS / 2);
}

static int
take(struct store *s, const struct record *r)
{
	struct series *e = series_of(s, r);

	if (!e)
		return -1;
	if (s->own && s->taken == STORE_ROWS)
		return store_say(
		    s, "more than %d rows in a transaction", STORE_ROWS);
	if (s->nrows == 0)
		s->since = clock_mono();
	if (add_row(s, e, r) != 0)
		return -1;
	s->taken++;
	if (!is_due(s))
		return 0;
	return s->own ? put_flush(s) : store_commit(s);
}

int
store_put(struct store *s, const struct record *r)
{
	if (r->type == REC_OTHER || !rec_defs[r->type].stored ||
	    rec_candle_open(r)) {
		s->counts[STORE_PASSED]++;
		return STORE_PASSED;
	}
	if (take(s, r) != 0) {
		store_rollback(s);
		return -1;
	}
	s->counts[STORE_TAKEN]++;
	return STORE_TAKEN;
}

void
put_free(struct store *s)
{
	for (int type = 0; type < REC_TYPES; type++) {
		sqlite3_finalize(s->put[type]);
		sqlite3_finalize(s->look[type]);
	}
	free(s->cells);
	free(s->text.p);
}
