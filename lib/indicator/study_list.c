/* SPDX-License-Identifier: MIT */
#include "indicator/study_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"

enum { ITEM_TEXT = 64, SHIFT_MIN = 6 };

/* An item's text taken apart: name[:param]...[.out] */
struct words {
	char text[ITEM_TEXT]; /* without the output; its ':' are NULs */
	const char *name, *param[STUDY_PARAMS + 1];
	int params;
};

static const struct study_kind *const tables[] = {
    study_averages,
    study_ranges,
    study_flows,
};
enum { TABLES = sizeof tables / sizeof *tables };

/* The row of that name and number of parameters; *other: of the name alone. */
static const struct study_kind *
find_kind(const struct words *w, const struct study_kind **other)
{
	*other = NULL;
	for (int t = 0; t < TABLES; t++)
		for (const struct study_kind *k = tables[t]; k->name; k++) {
			if (strcmp(k->name, w->name) != 0)
				continue;
			*other = k;
			if ((int)strlen(k->params) == w->params)
				return k;
		}
	return NULL;
}

static int
count_outs(const struct study_kind *kind)
{
	int n = 0;

	while (n < STUDY_OUTS && kind->outs[n])
		n++;
	return n;
}

/* Takes text[0..len) apart; one parameter too many is noted, not kept. */
static void
split(struct words *w, const char *text, size_t len)
{
	char *p;

	snprintf(w->text, sizeof w->text, "%.*s", (int)len, text);
	w->name = w->text;
	w->params = 0;
	for (p = w->text; (p = strchr(p, ':'));) {
		*p++ = '\0';
		if (w->params <= STUDY_PARAMS)
			w->param[w->params] = p;
		w->params++;
	}
}

/* A number above 0; ".02" is one, too. */
static int
read_factor(const char *text, double *v)
{
	char zero[ITEM_TEXT + 2];

	if (*text == '.') {
		snprintf(zero, sizeof zero, "0%s", text);
		text = zero;
	}
	return num_parse_double(text, strlen(text), v) == 0 && *v > 0 &&
		       *v <= STUDY_N_MAX
		   ? 0
		   : -1;
}

static int
read_param(char kind, const char *text, double *v)
{
	int64_t n;

	switch (kind) {
	case 'n':
		if (num_parse_int(text, strlen(text), &n) != 0 || n < 1 ||
		    n > STUDY_N_MAX)
			return -1;
		*v = (double)n;
		return 0;
	case 't':
		if (duration_parse(text, &n) != 0 || n < 1)
			return -1;
		*v = (double)n;
		return 0;
	default:
		return read_factor(text, v);
	}
}

static int
read_params(struct study_item *it, const struct words *w)
{
	const struct study_kind *k = it->kind;

	for (int i = 0; i < w->params; i++)
		if (read_param(k->params[i], w->param[i], &it->p[i]) != 0)
			return -1;
	return k->valid && !k->valid(it->p) ? -1 : 0;
}

/* The smallest block of bars, a power of two, that holds its longest length. */
static int
block_shift(const struct study_item *it)
{
	int shift = SHIFT_MIN;

	for (int i = 0; it->kind->params[i]; i++)
		while (it->kind->params[i] == 'n' &&
		       (double)(1 << shift) < it->p[i])
			shift++;
	return shift;
}

/*
 * The output that the text ends in, if the indicator of that name has it;
 * *len is then less by it.  -1: none.
 */
static int
named_out(const char *text, size_t *len)
{
	size_t name = strcspn(text, ":.,");

	for (int t = 0; t < TABLES; t++)
		for (const struct study_kind *k = tables[t]; k->name; k++)
			for (int o = 0; o < count_outs(k); o++) {
				size_t n = strlen(k->outs[o]);

				if (strlen(k->name) == name &&
				    memcmp(k->name, text, name) == 0 &&
				    *len > n + 1 && text[*len - n - 1] == '.' &&
				    memcmp(text + *len - n, k->outs[o], n) ==
					0) {
					*len -= n + 1;
					return o;
				}
			}
	return -1;
}

/* A value: its key, and which output it is. */
static int
add_value(struct study_list *l, const char *text, size_t len, const char *out,
    int from)
{
	char *key = malloc(len + 16);

	if (!key)
		return -1;
	snprintf(key, len + 16, "%.*s%s%s", (int)len, text, out ? "." : "",
	    out ? out : "");
	l->keys[l->values] = key;
	l->from[l->values++] = from;
	return 0;
}

/* The output out of an item, or all of them: -1. */
static int
add_values(struct study_list *l, const struct study_item *it, int out,
    const char *text, size_t len)
{
	int from = out < 0 ? 0 : out;
	int to = out < 0 ? it->outs : out + 1;

	for (int o = from; o < to; o++)
		if (add_value(l, text, len, it->kind->outs[o], it->first + o) !=
		    0)
			return -1;
	return 0;
}

/* The item in the list that is the same, or a new one. */
static const struct study_item *
intern(struct study_list *l, const struct study_item *new)
{
	struct study_item *it;

	for (int i = 0; i < l->n; i++) {
		it = &l->items[i];
		if (it->kind == new->kind &&
		    memcmp(it->p, new->p, sizeof it->p) == 0)
			return it;
	}
	it = &l->items[l->n++];
	*it = *new;
	it->outs = count_outs(it->kind);
	if (it->outs == 0) /* one, without a suffix */
		it->outs = 1;
	it->first = l->outs;
	l->outs += it->outs;
	it->shift = block_shift(it);
	return it;
}

/* The first key that stands in the list before, or NULL. */
static const char *
repeated_key(const struct study_list *l)
{
	for (int i = 0; i < l->values; i++)
		for (int k = 0; k < i; k++)
			if (strcmp(l->keys[i], l->keys[k]) == 0)
				return l->keys[i];
	return NULL;
}

static void
tell_form(const struct study_kind *k, int len, const char *text, char *why,
    size_t size)
{
	const char *form = k->form, *range = "";
	char outs[64] = "";

	if (strchr(k->params, 'n'))
		range = ", lengths from 1 to 100000";
	else if (*k->params)
		range = ", above 0";
	for (int o = 0; o < count_outs(k); o++)
		snprintf(outs + strlen(outs), sizeof outs - strlen(outs),
		    "%s.%s", o ? " " : " or behind it one of ", k->outs[o]);
	snprintf(why, size, "'%.*s': %s%s%s%s%s is expected", len, text, form,
	    outs, range, k->rule ? ", " : "", k->rule ? k->rule : "");
}

static int
add_item(
    struct study_list *l, const char *text, size_t len, char *why, size_t size)
{
	struct study_item it = {0};
	const struct study_kind *other;
	size_t whole = len;
	struct words w = {0};
	int out = named_out(text, &len);

	split(&w, text, len);
	it.kind = len < ITEM_TEXT ? find_kind(&w, &other) : (other = NULL);
	if (!it.kind && !other) {
		snprintf(why, size, "no indicator '%.*s'",
		    (int)(whole < ITEM_TEXT ? whole : ITEM_TEXT), text);
		return -1;
	}
	if (!it.kind || read_params(&it, &w) != 0) {
		tell_form(
		    it.kind ? it.kind : other, (int)whole, text, why, size);
		return -1;
	}
	if (add_values(l, intern(l, &it), out, text, len) == 0)
		return 0;
	snprintf(why, size, "out of memory");
	return -1;
}

static struct study_list *
list_room(size_t items)
{
	struct study_list *l = calloc(1, sizeof *l);

	if (!l)
		return NULL;
	l->items = calloc(items, sizeof *l->items);
	l->keys = calloc(items * STUDY_OUTS, sizeof *l->keys);
	l->from = calloc(items * STUDY_OUTS, sizeof *l->from);
	if (l->items && l->keys && l->from)
		return l;
	study_list_free(l);
	return NULL;
}

struct study_list *
study_list_new(const char *text, char *why, size_t size)
{
	struct study_list *l;
	const char *twice;
	size_t items = 1;

	for (const char *p = text; (p = strchr(p, ',')); p++)
		items++;
	l = list_room(items);
	if (!l) {
		snprintf(why, size, "out of memory");
		return NULL;
	}
	for (;; text++) {
		size_t len = strcspn(text, ",");

		if (add_item(l, text, len, why, size) != 0)
			goto fail;
		text += len;
		if (!*text)
			break;
	}
	twice = repeated_key(l);
	if (!twice)
		return l;
	snprintf(why, size, "'%s' is asked for twice", twice);
fail:
	study_list_free(l);
	return NULL;
}

void
study_list_free(struct study_list *l)
{
	if (!l)
		return;
	for (int i = 0; i < l->values; i++)
		free(l->keys[i]);
	free(l->keys);
	free(l->from);
	free(l->items);
	free(l);
}

int
study_list_values(const struct study_list *l)
{
	return l->values;
}

const char *
study_list_key(const struct study_list *l, int i)
{
	return l->keys[i];
}
