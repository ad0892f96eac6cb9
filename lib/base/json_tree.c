/* SPDX-License-Identifier: MIT */
#include "base/json_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"
#include "base/map.h"
#include "base/num.h"

struct json_tree {
	char *text; /* strings are decoded where they stand */
	struct json_node *nodes;
	int n;
};

struct parse {
	struct json_tree *t;
	char *p;
	const char *end;
	const char *counted; /* lines up to here are */
	const char *line_start;
	int line;
	struct map *names; /* number of the object, name */
	char *name;        /* room for one of them */
	char *why;
	size_t size;
};

/* Moves to q, counting lines: before decoding what lies between. */
static void
go(struct parse *s, const char *q)
{
	const char *nl;

	while ((nl = memchr(s->counted, '\n', (size_t)(q - s->counted)))) {
		s->line++;
		s->counted = s->line_start = nl + 1;
	}
	s->counted = q;
	s->p += q - s->p;
}

static void
space(struct parse *s)
{
	go(s, scan_space(s->p, s->end));
}

static int
fail(struct parse *s, const char *reason)
{
	snprintf(s->why, s->size, "%d: %s", s->line, reason);
	return -1;
}

/* The string at p, decoded; NULL: refused. */
static char *
string(struct parse *s)
{
	char *text = s->p + 1;
	const char *why, *end;
	bool escaped;
	size_t len;

	end = json_skip_string(text, s->end, &escaped, &why);
	if (!end) {
		fail(s, why);
		return NULL;
	}
	len = (size_t)(end - text) - 1;
	go(s, end);
	if (escaped)
		len = json_unescape(text, text, len);
	if (memchr(text, '\0', len)) {
		fail(s, "a string holds NUL");
		return NULL;
	}
	text[len] = '\0';
	return text;
}

static int
number(struct parse *s, struct json_node *n)
{
	const char *why, *end = json_skip(s->p, s->end, 0, &why);

	if (!end)
		return fail(s, why);
	n->kind = NODE_NUMBER;
	if (num_parse_double(s->p, (size_t)(end - s->p), &n->number) != 0)
		return fail(s, "a number is too large");
	go(s, end);
	return 0;
}

static int
word(struct parse *s, struct json_node *n)
{
	const char *why, *end = json_skip(s->p, s->end, 0, &why);

	if (!end)
		return fail(s, why);
	n->kind = *s->p == 'n' ? NODE_NULL : NODE_BOOL;
	n->yes = *s->p == 't';
	go(s, end);
	return 0;
}

/* A member's name and colon, p behind them; NULL: refused. */
static char *
name(struct parse *s, int object)
{
	size_t len;
	char *text;

	if (*s->p != '"') {
		fail(s, s->p < s->end ? "a member name is expected"
				      : "text ends early");
		return NULL;
	}
	text = string(s);
	if (!text)
		return NULL;
	len = strlen(text);
	memcpy(s->name, &object, sizeof object);
	memcpy(s->name + sizeof object, text, len);
	len += sizeof object;
	if (map_find(s->names, s->name, len) >= 0) {
		snprintf(
		    s->why, s->size, "%d: '%s' is given twice", s->line, text);
		return NULL;
	}
	if (map_intern(s->names, s->name, len) < 0) {
		fail(s, "out of memory");
		return NULL;
	}
	space(s);
	if (*s->p != ':') {
		fail(s, s->p < s->end ? "':' is expected" : "text ends early");
		return NULL;
	}
	go(s, s->p + 1);
	space(s);
	return text;
}

static struct json_node *value(struct parse *s, int depth);

/* Behind a child: 1 goes on, 0 is the end of the array or object. */
static int
separator(struct parse *s, char close)
{
	char c;

	space(s);
	c = *s->p;
	if (c != ',' && c != close) {
		if (s->p == s->end)
			return fail(s, "text ends early");
		return fail(s, close == '}' ? "',' or '}' is expected"
					    : "',' or ']' is expected");
	}
	go(s, s->p + 1);
	space(s);
	return c == ',';
}

static int
child(struct parse *s, struct json_node *n, const struct json_node ***last,
    int depth)
{
	struct json_node *c;
	char *key = NULL;
	int line = s->line;

	if (n->kind == NODE_OBJECT) {
		key = name(s, (int)(n - s->t->nodes));
		if (!key)
			return -1;
	}
	c = value(s, depth + 1);
	if (!c)
		return -1;
	c->key = key;
	c->key_line = key ? line : 0;
	n->count++;
	**last = c;
	*last = &c->next;
	return 0;
}

static int
children(struct parse *s, struct json_node *n, int depth)
{
	const struct json_node **last = &n->first;
	char close = *s->p == '{' ? '}' : ']';
	int more = 1;

	n->kind = close == '}' ? NODE_OBJECT : NODE_ARRAY;
	if (depth == JSON_TREE_DEPTH)
		return fail(s, "nested too deep");
	go(s, s->p + 1);
	space(s);
	if (*s->p == close) {
		go(s, s->p + 1);
		return 0;
	}
	while (more > 0) {
		if (child(s, n, &last, depth) != 0)
			return -1;
		more = separator(s, close);
	}
	return more;
}

/* p at its first byte; behind it afterwards.  NULL: refused. */
static struct json_node *
value(struct parse *s, int depth)
{
	struct json_node *n = &s->t->nodes[s->t->n++];
	int error = 0;

	n->line = s->line;
	n->column = (int)(s->p - s->line_start) + 1;
	switch (*s->p) {
	case '{':
	case '[':
		error = children(s, n, depth);
		break;
	case '"':
		n->kind = NODE_STRING;
		n->text = string(s);
		error = n->text ? 0 : -1;
		break;
	case '-':
	case '0' ... '9':
		error = number(s, n);
		break;
	default:
		error = word(s, n);
	}
	return error ? NULL : n;
}

/* At most so many nodes: each but the root follows one of these bytes. */
static size_t
most(const char *text, size_t len)
{
	size_t n = 1;

	for (size_t i = 0; i < len; i++)
		n += text[i] == ',' || text[i] == '[' || text[i] == '{';
	return n + 1; /* and one that turns out to be none */
}

static int
parse(struct parse *s)
{
	space(s);
	if (!value(s, 0))
		return -1;
	space(s);
	return s->p == s->end ? 0 : fail(s, "text after the value");
}

static struct json_tree *
copy(const char *text, size_t len)
{
	struct json_tree *t = calloc(1, sizeof *t);

	if (!t)
		return NULL;
	t->text = malloc(len + JSON_SLACK + 1);
	t->nodes = calloc(most(text, len), sizeof *t->nodes);
	if (!t->text || !t->nodes) {
		json_tree_free(t);
		return NULL;
	}
	memcpy(t->text, text, len);
	memset(t->text + len, '\n', JSON_SLACK + 1);
	return t;
}

struct json_tree *
json_tree_parse(const char *text, size_t len, char *why, size_t size)
{
	struct parse s = {.line = 1, .why = why, .size = size};
	int error = -1;

	if (len > JSON_TREE_MAX) {
		fail(&s, "text is longer than 1 MiB");
		return NULL;
	}
	s.t = copy(text, len);
	s.names = map_new();
	s.name = malloc(len + sizeof(int));
	if (s.t && s.names && s.name) {
		s.counted = s.line_start = s.p = s.t->text;
		s.end = s.p + len;
		error = parse(&s);
	} else {
		fail(&s, "out of memory");
	}
	free(s.name);
	map_free(s.names);
	if (error) {
		json_tree_free(s.t);
		return NULL;
	}
	return s.t;
}

void
json_tree_free(struct json_tree *t)
{
	if (!t)
		return;
	free(t->nodes);
	free(t->text);
	free(t);
}

const struct json_node *
json_tree_root(const struct json_tree *t)
{
	return t->nodes;
}

const struct json_node *
json_node_member(const struct json_node *n, const char *name)
{
	const struct json_node *c = n->kind == NODE_OBJECT ? n->first : NULL;

	while (c && strcmp(c->key, name) != 0)
		c = c->next;
	return c;
}

const struct json_node *
json_node_child(const struct json_node *n, int i)
{
	const struct json_node *c = i >= 0 ? n->first : NULL;

	while (c && i-- > 0)
		c = c->next;
	return c;
}

const char *
json_node_kind_name(enum node_kind kind)
{
	static const char *const names[] = {
	    [NODE_NULL] = "null",
	    [NODE_BOOL] = "a bool",
	    [NODE_NUMBER] = "a number",
	    [NODE_STRING] = "a string",
	    [NODE_ARRAY] = "an array",
	    [NODE_OBJECT] = "an object",
	};

	return names[kind];
}
