/* SPDX-License-Identifier: MIT */
/* Luck and searches, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "page/tables.h"

enum { BEST_ROWS = 50, HEAT_ROWS = 60, HEAT_COLUMNS = TABLE_COLUMNS - 1 };

static const struct json_node *
member(const struct findings *in, enum finding which, const char *name)
{
	const struct json_node *n = found(in, which);

	return n ? json_node_member(n, name) : NULL;
}

void
tables_intervals(struct table *t, const struct findings *in)
{
	const struct json_node *all = member(in, FOUND_LUCK, "intervals");
	const struct json_node *stats = found(in, FOUND_STATS);

	table_column(t, "Figure", false);
	table_column(t, "And where 0 is", false);
	table_column(t, "Found", true);
	table_column(t, "From", true);
	table_column(t, "To", true);
	if (!all || all->kind != NODE_OBJECT)
		return;
	for (const struct json_node *m = all->first; m; m = m->next) {
		struct label other;
		const struct label *l = label_find(m->key, &other);
		const struct json_node *lo = json_node_child(m, 0),
				       *hi = json_node_child(m, 1);
		double v = node_number(stats, m->key);

		if (!lo || !hi || lo->kind != NODE_NUMBER ||
		    hi->kind != NODE_NUMBER)
			continue;
		table_head(t, l->text);
		table_range(t, lo->number, v, hi->number);
		table_labelled(t, l, v);
		table_labelled(t, l, lo->number);
		table_labelled(t, l, hi->number);
	}
}

void
tables_odds(struct table *t, const struct findings *in)
{
	static const char *const skip[] = {"intervals", "verdict", NULL};

	tables_object(t, found(in, FOUND_LUCK), skip, "Chance");
}

/* ---- searches ---- */

struct search {
	const struct json_node *options, *rows;
	const char *objective;
	bool least; /* of it is best */
	int best;
};

static bool
search_of(const struct findings *in, struct search *s)
{
	const struct json_node *n = found(in, FOUND_SEARCH);
	const struct json_node *least = n ? json_node_member(n, "least") : NULL;
	double best = node_number(n, "best");

	s->options = n ? json_node_member(n, "options") : NULL;
	s->rows = n ? json_node_member(n, "rows") : NULL;
	s->objective = node_text(n, "objective");
	if (!s->objective)
		s->objective = "return";
	s->least = least && least->kind == NODE_BOOL && least->yes;
	s->best = best >= 0 && best < 1e9 ? (int)best : -1;
	return s->options && s->options->kind == NODE_ARRAY && s->rows &&
	       s->rows->kind == NODE_ARRAY && s->rows->first;
}

/* The value of an option in a row, as text. */
static const char *
value_of(const struct json_node *row, int option, char buf[TABLES_TEXT])
{
	const struct json_node *values = json_node_member(row, "values");
	const struct json_node *v =
	    values ? json_node_child(values, option) : NULL;

	return v ? tables_value(buf, v, UNIT_PLAIN) : "";
}

/* The distinct values of an option, in order of first sight. */
static int
distinct(const struct search *s, int option, struct map *seen)
{
	char buf[TABLES_TEXT];

	for (const struct json_node *r = s->rows->first; r; r = r->next) {
		const char *v = value_of(r, option, buf);

		if (map_intern(seen, v, strlen(v)) < 0)
			return -1;
	}
	return map_count(seen);
}

struct heat {
	double value[HEAT_ROWS][HEAT_COLUMNS];
	bool best[HEAT_ROWS][HEAT_COLUMNS];
	double size; /* the largest without its sign */
};

static void
heat_fill(struct heat *h, const struct search *s, const struct map *down,
    const struct map *across)
{
	char buf[TABLES_TEXT];
	int n = 0;

	h->size = 0;
	for (int y = 0; y < HEAT_ROWS; y++)
		for (int x = 0; x < HEAT_COLUMNS; x++) {
			h->value[y][x] = NAN;
			h->best[y][x] = false;
		}
	for (const struct json_node *r = s->rows->first; r; r = r->next, n++) {
		const char *a = value_of(r, 0, buf);
		int y = map_find(down, a, strlen(a)), x;
		double v = node_number(r, s->objective);

		a = value_of(r, 1, buf);
		x = map_find(across, a, strlen(a));
		h->value[y][x] = v;
		h->best[y][x] = n == s->best;
		if (fabs(v) > h->size)
			h->size = fabs(v);
	}
}

static int
heat_tone(const struct heat *h, double v)
{
	double part = h->size > 0 ? fabs(v) / h->size : 0;
	int tone = part > 2.0 / 3 ? 3 : part > 1.0 / 3 ? 2 : part > 0 ? 1 : 0;

	return v < 0 ? -tone : tone;
}

static void
heat_put(struct table *t, const struct search *s, const struct map *down,
    const struct map *across)
{
	struct label other;
	const struct label *l = label_find(s->objective, &other);
	struct heat *h = malloc(sizeof *h);
	char corner[TABLES_TEXT], a[TABLES_TEXT], b[TABLES_TEXT];

	if (!h) {
		t->failed = true;
		return;
	}
	heat_fill(h, s, down, across);
	snprintf(corner, sizeof corner, "%.200s \\ %.200s",
	    tables_value(a, s->options->first, UNIT_PLAIN),
	    tables_value(b, s->options->first->next, UNIT_PLAIN));
	table_column(t, corner, false);
	for (int x = 0; x < map_count(across); x++)
		table_column(t, map_key(across, x, NULL), true);
	for (int y = 0; y < map_count(down); y++) {
		table_head(t, map_key(down, y, NULL));
		for (int x = 0; x < map_count(across); x++) {
			double v = h->value[y][x];

			table_labelled(t, l, v);
			table_tone(t, isfinite(v) ? heat_tone(h, v) : 0);
			if (h->best[y][x])
				table_mark(t);
		}
	}
	free(h);
}

void
tables_heat(struct table *t, const struct findings *in)
{
	struct map *down = map_new(), *across = map_new();
	struct search s;
	int n, m;

	if (!down || !across) {
		t->failed = true;
	} else if (search_of(in, &s) && s.options->count == 2) {
		n = distinct(&s, 0, down);
		m = distinct(&s, 1, across);
		if (n < 0 || m < 0)
			t->failed = true;
		else if (n <= HEAT_ROWS && m <= HEAT_COLUMNS)
			heat_put(t, &s, down, across);
	}
	map_free(down);
	map_free(across);
}

/* ---- the best of a search ---- */

struct candidate {
	const struct json_node *row;
	int number;
	double value;
};

static int
by_value(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return x->number - y->number;
}

static void
put_candidate(struct table *t, const struct search *s,
    const struct candidate *c, const char *const names[], int n)
{
	char buf[TABLES_TEXT];
	struct label other;
	int options = s->options->count;

	for (int i = 0; i < options && i < t->columns - n; i++) {
		if (i == 0)
			table_head(t, value_of(c->row, i, buf));
		else
			table_text(t, value_of(c->row, i, buf));
		if (i == 0 && c->number == s->best)
			table_mark(t);
	}
	for (int i = 0; i < n; i++)
		table_labelled(t, label_find(names[i], &other),
		    node_number(c->row, names[i]));
}

/* Columns: the options, then the numbers of the rows. */
static int
search_columns(
    struct table *t, const struct search *s, const char *names[TABLE_COLUMNS])
{
	const struct json_node *row = s->rows->first;
	char buf[TABLES_TEXT];
	struct label other;
	int n = 0, room = TABLE_COLUMNS;

	for (const struct json_node *o = s->options->first; o && room > 8;
	     o = o->next, room--)
		table_column(t, tables_value(buf, o, UNIT_PLAIN), false);
	for (const struct json_node *m = row->first; m && n < room;
	     m = m->next) {
		if (m->kind != NODE_NUMBER)
			continue;
		names[n++] = m->key;
		table_column(t, label_find(m->key, &other)->text, true);
	}
	return n;
}

void
tables_search(struct table *t, const struct findings *in, int *all)
{
	const char *names[TABLE_COLUMNS];
	struct candidate *c;
	struct search s;
	int n, i = 0;

	*all = 0;
	if (!search_of(in, &s) || s.options->count == 0)
		return;
	*all = s.rows->count;
	c = malloc((size_t)*all * sizeof *c);
	if (!c) {
		t->failed = true;
		return;
	}
	for (const struct json_node *r = s.rows->first; r; r = r->next, i++) {
		double v = node_number(r, s.objective);

		v = s.least ? -v : v;
		c[i] = (struct candidate){r, i, isnan(v) ? -INFINITY : v};
	}
	qsort(c, (size_t)*all, sizeof *c, by_value);
	n = search_columns(t, &s, names);
	for (i = 0; i < *all && i < BEST_ROWS; i++)
		put_candidate(t, &s, &c[i], names, n);
	free(c);
}

void
tables_folds(struct table *t, const struct findings *in)
{
	const struct json_node *folds = member(in, FOUND_SEARCH, "folds");

	if (!folds)
		folds = member(in, FOUND_SEARCH, "walk");
	tables_list(t, folds, member(in, FOUND_SEARCH, "options"));
}
