/* SPDX-License-Identifier: MIT */
#include "sim/executions.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/input.h"
#include "base/json.h"
#include "base/json_tree.h"
#include "base/log.h"
#include "base/map.h"

enum { FILE_MAX = 1 << 30, KINDS_MAX = 32, WHY_TEXT = 200 };

/* The text of a file, ready for json.h. */
struct text {
	char *at;
	size_t len, size;
	bool torn; /* it does not end in a line feed */
};

struct source {
	struct executions *e;
	const char *name;
	bool strict;
	struct map *kinds, *symbols;
	char *why;
	size_t size;

	const char *seen; /* lines are counted up to here */
	int line;
	int element; /* of an array, from 1; 0: a line of its own */
};

/* ---- the text ---- */

static int
text_add(struct text *t, const char *s, size_t len)
{
	/* json.h looks ahead, and wants a line feed at the end. */
	size_t need = t->len + len + 1 + JSON_SLACK;

	if (need > t->size) {
		size_t size = need + need / 2;
		char *at = realloc(t->at, size);

		if (!at)
			return -1;
		t->at = at;
		t->size = size;
	}
	memcpy(t->at + t->len, s, len);
	t->len += len;
	t->at[t->len++] = '\n';
	memset(t->at + t->len, 0, JSON_SLACK);
	return 0;
}

/* All lines.  0, or -1 and why. */
static int
text_read(struct text *t, struct input *in, char *why, size_t size)
{
	struct line line;

	for (;;) {
		switch (input_next(in, &line)) {
		case INPUT_LINE:
			break;
		case INPUT_LONG:
			snprintf(
			    why, size, "'%s' is too large", input_name(in));
			return -1;
		case INPUT_FAILED:
			snprintf(why, size, "%s", input_why(in));
			return -1;
		default:
			return 0;
		}
		t->torn = line.torn;
		if (text_add(t, line.text, (size_t)(line.end - line.text))) {
			snprintf(why, size, "out of memory");
			return -1;
		}
	}
}

/* ---- what is wrong ---- */

static int
line_of(struct source *s, const char *p)
{
	for (; s->seen < p; s->seen++)
		s->line += *s->seen == '\n';
	return s->line;
}

static void
place_text(struct source *s, const char *p, char out[WHY_TEXT])
{
	int n = snprintf(out, WHY_TEXT, "%.120s:%d: ", s->name, line_of(s, p));

	if (s->element)
		snprintf(out + n, WHY_TEXT - (size_t)n,
		    "execution %d: ", s->element);
}

/* The file cannot be read further. */
static int
fail(struct source *s, const char *p, const char *reason)
{
	char place[WHY_TEXT];

	place_text(s, p, place);
	snprintf(s->why, s->size, "%s%s", place, reason);
	return -1;
}

static const char *
refuse(struct source *s, const char *p, const char *reason)
{
	fail(s, p, reason);
	return NULL;
}

/* An execution at p is left out: said once a kind, and counted. */
static int
reject(struct source *s, const char *p, const char *kind)
{
	int known = map_count(s->kinds);
	char place[WHY_TEXT];

	if (s->strict)
		return fail(s, p, kind);
	s->e->skipped++;
	if (known < KINDS_MAX &&
	    map_intern(s->kinds, kind, strlen(kind)) == known) {
		place_text(s, p, place);
		log_warn("%s%s; such executions are left out", place, kind);
	}
	return 0;
}

/* ---- one execution ---- */

/* NULL, or why it is no time. */
static const char *
take_time(struct trade *t, const struct json_node *n)
{
	if (!n || n->kind == NODE_NULL)
		return "its closed_at is missing";
	if (n->kind == NODE_NUMBER) {
		if (n->number != floor(n->number) || n->number < 0 ||
		    n->number > 253402300799999)
			return "its closed_at is no time in milliseconds";
		t->closed = (int64_t)n->number;
		return NULL;
	}
	/* clock_parse() takes "now" and "90d" as well. */
	if (n->kind != NODE_STRING || strlen(n->text) < 5 ||
	    n->text[4] != '-' || clock_parse(n->text, 0, &t->closed) != 0)
		return "its closed_at is no time as 2026-01-01T00:00:00Z is";
	return NULL;
}

static const char *
take_return(struct trade *t, const struct json_node *n)
{
	if (!n || n->kind == NODE_NULL)
		return "its return_pct is missing";
	if (n->kind != NODE_NUMBER)
		return "its return_pct is not a number";
	t->ret = n->number;
	return NULL;
}

static const char *
text_of(const struct json_node *n, const char *member)
{
	const struct json_node *m = json_node_member(n, member);

	return m && m->kind == NODE_STRING ? m->text : "";
}

/* A record that is no closed position. */
static bool
is_other(const struct json_node *n)
{
	const char *type = text_of(n, "type");

	return *type && (strcmp(type, "position") != 0 ||
			    strcmp(text_of(n, "state"), "closed") != 0);
}

static int
take_object(struct source *s, const char *p, const struct json_node *n)
{
	bool record = *text_of(n, "type");
	const char *symbol = text_of(n, "symbol"),
		   *outcome = text_of(n, "outcome"), *wrong;
	struct trade t = {.risk = NAN, .score = NAN, .setup = -1, .tier = -1};

	wrong = take_return(
	    &t, json_node_member(n, record ? "return" : "return_pct"));
	if (!wrong)
		wrong = take_time(
		    &t, json_node_member(n, record ? "closed" : "closed_at"));
	if (wrong)
		return reject(s, p, wrong);
	t.outcome = strcasecmp(outcome, "win") == 0    ? 1
		    : strcasecmp(outcome, "loss") == 0 ? -1
						       : 0;
	if (trade_list_add(&s->e->trades, &t) != 0 ||
	    (*symbol && map_intern(s->symbols, symbol, strlen(symbol)) < 0)) {
		snprintf(s->why, s->size, "out of memory");
		return -1;
	}
	return 0;
}

/* The text [p, end) of an execution that is JSON. */
static int
take(struct source *s, const char *p, const char *end)
{
	char slip[WHY_TEXT];
	struct json_tree *tree =
	    json_tree_parse(p, (size_t)(end - p), slip, sizeof slip);
	const char *reason = strstr(slip, ": ");
	int rc = 0;

	if (!tree)
		return reject(s, p, reason ? reason + 2 : slip);
	if (json_tree_root(tree)->kind != NODE_OBJECT)
		rc = reject(s, p, "it is not an object");
	else if (!is_other(json_tree_root(tree)))
		rc = take_object(s, p, json_tree_root(tree));
	json_tree_free(tree);
	return rc;
}

/* ---- the two forms ---- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static const char *
skip_space(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

/* Elements of an array behind its bracket; where it ends, or NULL. */
static const char *
take_array(struct source *s, const char *p, const char *end)
{
	const char *why, *after;

	p = skip_space(p, end);
	if (*p == ']')
		return p + 1;
	for (s->element = 1;; s->element++) {
		p = skip_space(p, end);
		after = json_skip(p, end, 1, &why);
		if (!after)
			return refuse(s, p, why);
		if (take(s, p, after) != 0)
			return NULL;
		p = skip_space(after, end);
		if (*p == ']')
			break;
		if (*p++ != ',')
			return refuse(s, p - 1, "a comma or ] is expected");
	}
	s->element = 0;
	return p + 1;
}

/* The member at p: the first byte behind it, or NULL. */
static const char *
take_member(struct source *s, const char *p, const char *end, bool *found)
{
	const char *name = p + 1, *why = "a name is expected", *after;
	bool escaped, ours;

	p = *p == '"' ? json_skip_string(name, end, &escaped, &why) : NULL;
	if (!p)
		return refuse(s, name - 1, why);
	ours = p - name == 11 && memcmp(name, "executions\"", 11) == 0;
	p = skip_space(p, end);
	if (*p != ':')
		return refuse(s, p, "a colon is expected");
	p = skip_space(p + 1, end);
	if (ours && *p == '[' && !*found) {
		*found = true;
		return take_array(s, p + 1, end);
	}
	after = json_skip(p, end, 1, &why);
	return after ? after : refuse(s, p, why);
}

/* The members of an object behind its brace; where it ends, or NULL. */
static const char *
take_snapshot(struct source *s, const char *p, const char *end)
{
	bool found = false;

	for (;; p++) {
		p = take_member(s, skip_space(p, end), end, &found);
		if (!p)
			return NULL;
		p = skip_space(p, end);
		if (*p == '}')
			break;
		if (*p != ',')
			return refuse(s, p, "a comma or } is expected");
	}
	if (!found)
		return refuse(s, p, "there is no array 'executions'");
	return p + 1;
}

static int
take_document(struct source *s, const char *p, const char *end)
{
	const char *after = *p == '[' ? take_array(s, p + 1, end)
				      : take_snapshot(s, p + 1, end);

	if (!after)
		return -1;
	after = skip_space(after, end);
	return after == end ? 0 : fail(s, after, "text behind the end");
}

static int
take_lines(struct source *s, const char *p, const char *end, bool torn)
{
	for (const char *after; p < end; p = after + 1) {
		const char *why;

		after = memchr(p, '\n', (size_t)(end - p) + 1);
		if (skip_space(p, after) == after)
			continue;
		why = json_check(p, after);
		if (why && torn && after == end)
			log_warn("%s:%d: the last line is torn (%s); left out",
			    s->name, line_of(s, p), why);
		else if (why ? reject(s, p, why) : take(s, p, after))
			return -1;
	}
	return 0;
}

/*
 * An array, or an object that takes more than its line, or has executions in
 * it, or is all there is and cut short; else an object stands on every line.
 */
static bool
is_document(const char *p, const char *end)
{
	const char *line = memchr(p, '\n', (size_t)(end - p) + 1), *last = line;
	struct json_tree *tree;
	char why[WHY_TEXT];
	bool found;

	if (*p == '[')
		return true;
	if (*p != '{')
		return false;
	while (last > p && is_space(last[-1]))
		last--;
	if (json_check(p, line))
		return last[-1] != '}' || skip_space(line, end) == end;
	tree = json_tree_parse(p, (size_t)(line - p), why, sizeof why);
	/* A line too large for a tree is no execution. */
	found = !tree || json_node_member(json_tree_root(tree), "executions");
	json_tree_free(tree);
	return found;
}

static int
take_text(struct source *s, struct text *t)
{
	/* The last line feed is the one that json.h wants at the end. */
	const char *end = t->at + t->len - 1, *p;

	s->seen = t->at;
	s->line = 1;
	p = skip_space(t->at, end);
	if (p == end)
		return 0;
	if (is_document(p, end))
		return take_document(s, p, end);
	return take_lines(s, t->at, end, t->torn);
}

int
executions_read(
    struct executions *e, const char *path, bool strict, char *why, size_t size)
{
	struct input_opts opts = {.line_max = FILE_MAX};
	struct input *in = input_open(path, &opts, why, size);
	struct source s = {.e = e, .strict = strict, .why = why, .size = size};
	struct text t = {0};
	int rc = -1;

	*e = (struct executions){0};
	if (!in)
		return -1;
	s.name = input_name(in);
	s.kinds = map_new();
	s.symbols = map_new();
	if (!s.kinds || !s.symbols)
		snprintf(why, size, "out of memory");
	else if (text_read(&t, in, why, size) == 0)
		rc = t.len ? take_text(&s, &t) : 0;
	if (rc == 0 && trade_list_sort(&e->trades) != 0) {
		snprintf(why, size, "out of memory");
		rc = -1;
	}
	e->symbols = s.symbols ? map_count(s.symbols) : 0;
	map_free(s.kinds);
	map_free(s.symbols);
	free(t.at);
	input_close(in);
	return rc;
}

void
executions_finish(struct executions *e)
{
	trade_list_finish(&e->trades);
}
