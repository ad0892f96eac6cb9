/* SPDX-License-Identifier: MIT */
#include "history/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "history/gaps.h"
#include "market/interval.h"

static void
tell(const struct store_cover *c, const struct verify_bad *bad)
{
	const struct store_series *s = &c->series;
	char from[CLOCK_TEXT], to[CLOCK_TEXT], what[128];

	if (bad->overlaps)
		(void)snprintf(what, sizeof what, "overlaps another stretch");
	else if (bad->found != bad->expected)
		(void)snprintf(what, sizeof what,
		    "%lld rows were proven, %lld are there",
		    (long long)bad->expected, (long long)bad->found);
	else
		(void)snprintf(what, sizeof what,
		    "%lld rows were proven, as many are there, but not the "
		    "same",
		    (long long)bad->expected);
	log_error("'%s' %s%s%s from %s to %s: %s: source '%s'",
	    s->symbol ? s->symbol : "", gaps_dataset(s->type),
	    s->interval < 0 ? "" : " ",
	    s->interval < 0 ? "" : interval_name((enum interval)s->interval),
	    clock_format(bad->from, from), clock_format(bad->to, to), what,
	    c->source);
}

static int
note_bad(struct verify *v, struct verify_series *vs,
    const struct store_cover *c, const struct verify_bad *bad)
{
	struct verify_bad *grown;

	tell(c, bad);
	v->bad++;
	vs->bad++;
	if (vs->n == VERIFY_LISTED)
		return 0;
	grown = realloc(vs->list, ((size_t)vs->n + 1) * sizeof *grown);
	if (!grown) {
		(void)snprintf(v->why, sizeof v->why, "out of memory");
		return -1;
	}
	grown[vs->n++] = *bad;
	vs->list = grown;
	return 0;
}

static int
lose(struct verify *v, const struct store *s)
{
	(void)snprintf(v->why, sizeof v->why, "%s", store_why(s));
	return -1;
}

/* end: the last ms of the stretches before. */
static int
check_stretch(struct store *s, struct verify *v, struct verify_series *vs,
    const struct store_cover *c, int64_t end)
{
	struct verify_bad bad = {
	    .from = c->from,
	    .to = c->to,
	    .expected = c->rows,
	    .overlaps = c->from <= end,
	};
	char hex[STORE_DIGEST];

	if (store_digest(s, &vs->series, c->from, c->to, &bad.found, hex) != 0)
		return lose(v, s);
	v->stretches++;
	vs->stretches++;
	v->rows += bad.found;
	vs->rows += bad.found;
	if (!bad.overlaps && bad.found == c->rows &&
	    strcmp(hex, c->digest) == 0)
		return 0;
	return note_bad(v, vs, c, &bad);
}

static int
check_series(struct store *s, const struct store_query *q, struct verify *v,
    struct verify_series *vs)
{
	struct store_cover c = {.from = INT64_MIN, .to = INT64_MIN};
	int64_t end = INT64_MIN;
	int rc;

	while ((rc = store_cover_next(s, &vs->series, &c)) == 1) {
		if (c.to >= q->since && c.from < q->until &&
		    check_stretch(s, v, vs, &c, end) != 0)
			return -1;
		if (c.to > end)
			end = c.to;
	}
	return rc == 0 ? 0 : lose(v, s);
}

struct look {
	struct verify *v;
	const struct store *s;
};

static int
note_problem(const char *problem, void *arg)
{
	struct look *look = arg;

	look->v->problems++;
	log_error("'%s': %s", store_path(look->s), problem);
	return 0;
}

int
verify_run(struct store *s, const struct store_query *q, struct verify *v)
{
	struct look look = {v, s};

	memset(v, 0, sizeof *v);
	if (store_check(s, note_problem, &look) != 0)
		return lose(v, s);
	if ((v->n = store_extents(s, q, &v->extents)) < 0) {
		v->n = 0;
		return lose(v, s);
	}
	v->list = calloc((size_t)v->n + 1, sizeof *v->list);
	if (!v->list) {
		(void)snprintf(v->why, sizeof v->why, "out of memory");
		return -1;
	}
	for (int i = 0; i < v->n; i++) {
		v->list[i].series = v->extents[i].series;
		if (check_series(s, q, v, &v->list[i]) != 0)
			return -1;
	}
	return 0;
}

void
verify_free(struct verify *v)
{
	for (int i = 0; v->list && i < v->n; i++)
		free(v->list[i].list);
	free(v->list);
	store_extents_free(v->extents, v->n);
	memset(v, 0, sizeof *v);
}
