/* SPDX-License-Identifier: MIT */
/* What the report record says, as tables. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "page/tables.h"

enum { LIST_ROWS = 400 };

static bool
is_in(const char *const list[], const char *name)
{
	for (; list && *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

/* ---- values ---- */

static void
append(char buf[TABLES_TEXT], const char *text)
{
	size_t used = strlen(buf), len = strlen(text);

	if (used + len + 4 < TABLES_TEXT) {
		memcpy(buf + used, text, len + 1);
		return;
	}
	/* Not in the middle of a character. */
	while (used > TABLES_TEXT - 4 || (used && (buf[used] & 0xc0) == 0x80))
		used--;
	if (used < 3 || strcmp(buf + used - 3, "...") != 0)
		strcpy(buf + used, "...");
}

static const char *
scalar(char buf[TABLES_TEXT], const struct json_node *n, enum unit unit)
{
	switch (n->kind) {
	case NODE_BOOL:
		return n->yes ? "yes" : "no";
	case NODE_NUMBER:
		return show(buf, unit, n->number);
	case NODE_STRING:
		return n->text;
	case NODE_ARRAY:
	case NODE_OBJECT:
		return n->count ? "..." : "none";
	case NODE_NULL:
		break;
	}
	return "";
}

const char *
tables_value(char buf[TABLES_TEXT], const struct json_node *n, enum unit unit)
{
	char one[TABLES_TEXT];

	buf[0] = '\0';
	if (n->kind != NODE_ARRAY) {
		append(buf, scalar(one, n, unit));
		return buf;
	}
	for (const struct json_node *c = n->first; c; c = c->next) {
		if (c != n->first)
			append(buf, " ");
		append(buf, scalar(one, c, unit));
	}
	return buf;
}

static void
put_value(struct table *t, const struct json_node *n, const struct label *l)
{
	char buf[TABLES_TEXT];

	if (!n || n->kind == NODE_NULL)
		table_empty(t);
	else if (n->kind == NODE_NUMBER)
		table_labelled(t, l, n->number);
	else
		table_text(t, tables_value(buf, n, l->unit));
}

/* Neither an object nor a list of such. */
static bool
is_flat(const struct json_node *n)
{
	return n->kind != NODE_OBJECT && !(n->first && n->first->first);
}

/* ---- an object ---- */

/* prefix: of the object's own name, where it is a member of another. */
static void
put_members(struct table *t, const struct json_node *n,
    const char *const skip[], const char *prefix)
{
	for (const struct json_node *m = n->first; m; m = m->next) {
		char name[TABLES_TEXT] = "";
		struct label other;
		const struct label *l = label_find(m->key, &other);

		if (is_in(skip, m->key) ||
		    (m->kind != NODE_OBJECT && !is_flat(m)))
			continue;
		append(name, prefix);
		append(name, *prefix ? ", " : "");
		append(name, l->text);
		if (m->kind == NODE_OBJECT) {
			put_members(t, m, skip, name);
			continue;
		}
		table_head(t, name);
		put_value(t, m, l);
	}
}

void
tables_object(struct table *t, const struct json_node *n,
    const char *const skip[], const char *what)
{
	table_column(t, what, false);
	table_column(t, "Value", true);
	if (n && n->kind == NODE_OBJECT)
		put_members(t, n, skip, "");
}

void
tables_stats(struct table *t, const struct findings *in)
{
	tables_object(t, found(in, FOUND_STATS), NULL, "Figure");
}

/* ---- a list ---- */

static bool
is_by(const struct json_node *n, const char *by)
{
	const char *own = node_text(n, "by");

	return n->kind == NODE_OBJECT && (!by || (own && strcmp(own, by) == 0));
}

/* Puts a name at its place; those from there on move up. */
static void
insert(const char *names[TABLE_COLUMNS], int *n, int at, const char *name)
{
	memmove(
	    names + at + 1, names + at, (size_t)(*n - at) * sizeof names[0]);
	names[at] = name;
	(*n)++;
}

/*
 * Names of the members; how many.  One that the objects before lack stands
 * behind that before it in its own object, not behind all: which object is
 * first does not matter.
 */
static int
names_of(const struct json_node *array, const char *by,
    const char *const skip[], const char *names[TABLE_COLUMNS])
{
	int n = 0;

	for (const struct json_node *o = array->first; o; o = o->next) {
		int at = 0;

		if (!is_by(o, by))
			continue;
		for (const struct json_node *m = o->first; m; m = m->next) {
			int i = 0;

			while (i < n && strcmp(names[i], m->key) != 0)
				i++;
			if (i < n)
				at = i + 1;
			else if (n < TABLE_COLUMNS && is_flat(m) &&
				 !is_in(skip, m->key))
				insert(names, &n, at++, m->key);
		}
	}
	return n;
}

/* "stop=0.01 target=2R" of two arrays. */
static void
put_choice(struct table *t, const struct json_node *options,
    const struct json_node *values)
{
	const struct json_node *o = options->first, *v = values->first;
	char buf[TABLES_TEXT] = "", one[TABLES_TEXT];

	for (; o && v; o = o->next, v = v->next) {
		append(buf, *buf ? " " : "");
		append(buf, scalar(one, o, UNIT_PLAIN));
		append(buf, "=");
		append(buf, scalar(one, v, UNIT_PLAIN));
	}
	table_text(t, buf);
}

static void
put_of_fold(struct table *t, const struct json_node *fold, const char *name,
    const struct json_node *options)
{
	const struct json_node *n = json_node_member(fold, name);
	struct label other;

	if (n && n->kind == NODE_ARRAY && options &&
	    options->kind == NODE_ARRAY && strcmp(name, "values") == 0)
		put_choice(t, options, n);
	else
		put_value(t, n, label_find(name, &other));
}

void
tables_list(struct table *t, const struct json_node *array,
    const struct json_node *options)
{
	const char *names[TABLE_COLUMNS];
	struct label other;
	int n, rows = 0;

	if (!array || array->kind != NODE_ARRAY)
		return;
	n = names_of(array, NULL, NULL, names);
	for (int i = 0; i < n; i++)
		table_column(t, label_find(names[i], &other)->text, i > 0);
	for (const struct json_node *o = array->first; o && rows < LIST_ROWS;
	     o = o->next) {
		if (!is_by(o, NULL))
			continue;
		rows++;
		for (int i = 0; i < n; i++)
			put_of_fold(t, o, names[i], options);
	}
}

/* ---- windows ---- */

static void
put_window_column(struct table *t, const struct json_node *window, int i)
{
	double days = node_number(window, "window_days");
	char text[SHOW_TEXT];

	if (days == days)
		show(text, UNIT_DAYS, days);
	else
		snprintf(text, sizeof text, "%d", i + 1);
	table_column(t, text, true);
}

/* Without any record a window has no place in time: it ends at 0. */
static void
put_of_window(struct table *t, const struct json_node *window, const char *name)
{
	const struct json_node *n = json_node_member(window, name);
	struct label other;
	const struct label *l = label_find(name, &other);

	if (n && l->unit == UNIT_TIME && node_number(window, "end") == 0)
		table_text(t, "-");
	else
		put_value(t, n, l);
}

void
tables_windows(struct table *t, const struct findings *in)
{
	static const char *const skip[] = {"window_days", NULL};
	const struct json_node *array = found(in, FOUND_WINDOWS), *w;
	const char *names[TABLE_COLUMNS];
	struct label other;
	int n, i = 0;

	if (!array || array->kind != NODE_ARRAY || !array->first)
		return;
	table_column(t, "Figure", false);
	for (w = array->first; w; w = w->next)
		put_window_column(t, w, i++);
	n = names_of(array, NULL, skip, names);
	for (i = 0; i < n; i++) {
		int column = 1;

		table_head(t, label_find(names[i], &other)->text);
		for (w = array->first; w && column < t->columns;
		     w = w->next, column++)
			put_of_window(t, w, names[i]);
	}
}

/* ---- groups ---- */

const char *
tables_group_by(const struct findings *in, int i)
{
	const struct json_node *array = found(in, FOUND_GROUPS);
	const char *seen[TABLE_COLUMNS];
	int n = 0;

	if (!array || array->kind != NODE_ARRAY)
		return NULL;
	for (const struct json_node *o = array->first; o; o = o->next) {
		const char *by = node_text(o, "by");
		int k = 0;

		while (by && k < n && strcmp(seen[k], by) != 0)
			k++;
		if (!by || k < n || n == TABLE_COLUMNS)
			continue;
		if (n == i)
			return by;
		seen[n++] = by;
	}
	return NULL;
}

/* Its key, a picture of its expectancy, its members. */
static void
put_group(struct table *t, const struct json_node *o, const char *names[],
    int n, bool picture)
{
	const struct json_node *key = json_node_member(o, "key");
	double mean = node_number(o, "expectancy");
	char buf[TABLES_TEXT];
	struct label other;

	table_head(t, key ? tables_value(buf, key, UNIT_PLAIN) : "");
	if (picture && mean == mean)
		table_range(t, NAN, mean, NAN);
	else if (picture)
		table_empty(t);
	for (int i = 0; i < n; i++)
		put_value(t, json_node_member(o, names[i]),
		    label_find(names[i], &other));
}

void
tables_groups(struct table *t, const struct findings *in, const char *by)
{
	static const char *const skip[] = {"by", "key", NULL};
	const struct json_node *array = found(in, FOUND_GROUPS);
	const char *names[TABLE_COLUMNS];
	struct label other;
	int n = names_of(array, by, skip, names), rows = 0;
	bool picture = false;

	n = n < TABLE_COLUMNS - 2 ? n : TABLE_COLUMNS - 2;
	table_column(t, "Group", false);
	for (int i = 0; i < n; i++)
		picture |= strcmp(names[i], "expectancy") == 0;
	if (picture) {
		table_column(t, "Expectancy", false);
		table_share(t);
	}
	for (int i = 0; i < n; i++)
		table_column(t, label_find(names[i], &other)->text, true);
	for (const struct json_node *o = array->first; o && rows < LIST_ROWS;
	     o = o->next)
		if (is_by(o, by)) {
			put_group(t, o, names, n, picture);
			rows++;
		}
}
