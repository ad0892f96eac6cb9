/* SPDX-License-Identifier: MIT */
#include "sim/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/num.h"

enum { VALUES_MOST = 100000 };

/* Room for one more.  0, or -1: out of memory. */
static int
grow(struct axis *a)
{
	char(*values)[GRID_TEXT];

	if (a->n & (a->n - 1))
		return 0;
	/* There were as many as there was room for. */
	values =
	    realloc(a->values, (size_t)(a->n ? 2 * a->n : 1) * sizeof *values);
	if (!values)
		return -1;
	a->values = values;
	return 0;
}

static int
add_value(struct axis *a, const char *text, size_t len, char why[GRID_WHY])
{
	const char *expected;
	struct rules scratch;
	char(*values)[GRID_TEXT];

	if (len >= GRID_TEXT) {
		snprintf(why, GRID_WHY, "'%.*s': too long",
		    (int)(len < 80 ? len : 80), text);
		return -1;
	}
	if (a->n == VALUES_MOST) {
		snprintf(why, GRID_WHY, "more than %d values of --%s",
		    VALUES_MOST, a->name);
		return -1;
	}
	if (grow(a) != 0) {
		snprintf(why, GRID_WHY, "out of memory");
		return -1;
	}
	values = a->values;
	memcpy(values[a->n], text, len);
	values[a->n][len] = '\0';
	rules_init(&scratch);
	if (rules_set(&scratch, a->name, values[a->n], &expected) != 0) {
		snprintf(why, GRID_WHY,
		    "bad value '%s' for --%s: %s is expected", values[a->n],
		    a->name, expected);
		return -1;
	}
	a->n++;
	return 0;
}

static int
parse_number(struct decimal *d, const char *text, size_t len)
{
	char typed[NUM_TYPED];

	return decimal_parse(d, typed, num_typed(typed, text, len));
}

/* Whether two values are the same: 0.01 and 0.010 are. */
static bool
are_same(const char *a, const char *b)
{
	struct decimal x, y;

	if (parse_number(&x, a, strlen(a)) == 0 &&
	    parse_number(&y, b, strlen(b)) == 0)
		return decimal_cmp(x, y) == 0;
	return strcmp(a, b) == 0;
}

/* Whether the last value stands there for the second time, and why not. */
static bool
is_double(const struct axis *a, char why[GRID_WHY])
{
	const char *last = a->values[a->n - 1];

	for (int i = 0; i < a->n - 1; i++)
		if (are_same(a->values[i], last)) {
			snprintf(why, GRID_WHY,
			    "value '%s' of --%s stands there twice", last,
			    a->name);
			return true;
		}
	return false;
}

/* VALUE,VALUE... */
static int
add_list(struct axis *a, const char *text, char why[GRID_WHY])
{
	for (;;) {
		size_t len = strcspn(text, ",");

		if (add_value(a, text, len, why) != 0 || is_double(a, why))
			return -1;
		if (!text[len])
			return 0;
		text += len + 1;
	}
}

struct steps {
	struct decimal from, to, step;
	const char *unit; /* "R" behind each number, or "" */
};

/* FROM:TO:STEP; whether the text is that. */
static bool
read_steps(struct steps *s, const char *text)
{
	struct decimal *of[] = {&s->from, &s->to, &s->step};

	s->unit = *text && text[strlen(text) - 1] == 'R' ? "R" : "";
	for (int i = 0; i < 3; i++) {
		size_t len = strcspn(text, ":"), unit = strlen(s->unit);

		if (text[len] != (i < 2 ? ':' : '\0') || len <= unit ||
		    memcmp(text + len - unit, s->unit, unit) != 0 ||
		    parse_number(of[i], text, len - unit) != 0)
			return false;
		text += len + 1;
	}
	return true;
}

/* FROM:TO, which is no value of any option. */
static bool
lacks_step(const char *text)
{
	const char *unit = *text && text[strlen(text) - 1] == 'R' ? "R" : "";
	char whole[4 * GRID_TEXT];
	struct steps s;
	int n = snprintf(whole, sizeof whole, "%s:1%s", text, unit);

	return n < (int)sizeof whole && read_steps(&s, whole);
}

static int
add_steps(struct axis *a, const struct steps *s, char why[GRID_WHY])
{
	struct decimal v = s->from;

	if (decimal_cmp(s->step, (struct decimal){0}) <= 0 ||
	    decimal_cmp(s->from, s->to) > 0) {
		snprintf(why, GRID_WHY,
		    "FROM:TO:STEP of --%s: FROM up to TO by a STEP above 0 "
		    "is expected",
		    a->name);
		return -1;
	}
	while (decimal_cmp(v, s->to) <= 0) {
		char text[NUM_DECIMAL_MAX + 2], *end = decimal_put(text, v);

		end = stpcpy(end, s->unit);
		if (add_value(a, text, (size_t)(end - text), why) != 0)
			return -1;
		if (decimal_add(&v, s->step) != 0)
			return 0;
	}
	return 0;
}

/* What stands behind the "=". */
static int
add_values(struct axis *a, const char *text, char why[GRID_WHY])
{
	struct steps steps;

	if (read_steps(&steps, text))
		return add_steps(a, &steps, why);
	if (lacks_step(text)) {
		snprintf(why, GRID_WHY,
		    "FROM:TO:STEP of --%s: the STEP is missing", a->name);
		return -1;
	}
	return add_list(a, text, why);
}

/* The name in front of the "="; NULL: it cannot be an axis. */
static const char *
name_axis(struct grid *g, struct axis *a, const char *text, char why[GRID_WHY])
{
	size_t len = strcspn(text, "=");
	struct rules scratch;
	const char *expected;

	if (!text[len] || len >= GRID_NAME) {
		snprintf(why, GRID_WHY,
		    "NAME=FROM:TO:STEP or NAME=VALUE,... is expected");
		return NULL;
	}
	memcpy(a->name, text, len);
	a->name[len] = '\0';
	rules_init(&scratch);
	rules_set(&scratch, a->name, "", &expected);
	if (!expected || strcmp(a->name, "prices") == 0) {
		snprintf(why, GRID_WHY, "--%s cannot be varied", a->name);
		return NULL;
	}
	for (int i = 0; i < g->n; i++)
		if (strcmp(g->axes[i].name, a->name) == 0) {
			snprintf(
			    why, GRID_WHY, "--%s is varied twice", a->name);
			return NULL;
		}
	return text + len + 1;
}

int
grid_add(struct grid *g, const char *text, char why[GRID_WHY])
{
	struct axis *a = &g->axes[g->n];
	int rc;

	if (g->n == GRID_AXES) {
		snprintf(why, GRID_WHY, "at most %d options can be varied",
		    GRID_AXES);
		return -1;
	}
	*a = (struct axis){.n = 0};
	text = name_axis(g, a, text, why);
	if (!text)
		return -1;
	rc = add_values(a, text, why);
	g->n++; /* so that it is freed */
	if (rc != 0)
		return -1;
	g->combinations = g->n == 1 ? 1 : g->combinations;
	if (a->n > GRID_MOST / g->combinations) {
		snprintf(why, GRID_WHY, "more than %d combinations", GRID_MOST);
		return -1;
	}
	g->combinations *= a->n;
	return 0;
}

void
grid_finish(struct grid *g)
{
	for (int i = 0; i < g->n; i++)
		free(g->axes[i].values);
}

const char *
grid_value(const struct grid *g, int combination, int axis)
{
	for (int i = g->n - 1; i > axis; i--)
		combination /= g->axes[i].n;
	return g->axes[axis].values[combination % g->axes[axis].n];
}

void
grid_rules(const struct grid *g, int combination, struct rules *r)
{
	const char *expected;

	for (int i = 0; i < g->n; i++)
		rules_set(r, g->axes[i].name, grid_value(g, combination, i),
		    &expected);
}
