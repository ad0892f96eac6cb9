/* SPDX-License-Identifier: MIT */
#include "sim/claim.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_tree.h"
#include "base/num.h"
#include "market/reader.h"

enum { PATH_MAX_TEXT = 256, VALUE_TEXT = 96 };

/* ---- reading it ---- */

/* The last report's line into *c.  0, or -1 and why. */
static int
find_report(struct claim *c, const char *path, char why[CLAIM_WHY])
{
	struct reader *rd =
	    reader_open(&path, 1, &(struct reader_opts){0}, why, CLAIM_WHY);
	const struct record *r;

	if (!rd)
		return -1;
	while ((r = reader_next(rd))) {
		size_t len = r->len;

		if (r->type != REC_REPORT)
			continue;
		while (len && r->line[len - 1] == '\n')
			len--;
		free(c->line);
		c->line = strndup(r->line, len);
		c->len = len;
	}
	reader_close(rd);
	if (c->line)
		return 0;
	snprintf(why, CLAIM_WHY, "'%s' holds no report", path);
	return -1;
}

static int
take_options(struct claim *c, const struct json_node *list)
{
	c->options = calloc((size_t)list->count + 1, sizeof *c->options);
	if (!c->options)
		return -1;
	for (const struct json_node *n = list->first; n; n = n->next) {
		if (n->kind != NODE_STRING)
			continue;
		c->options[c->n] = strdup(n->text);
		if (!c->options[c->n++])
			return -1;
	}
	return 0;
}

/* What the ledger had said, which may have grown since. */
static void
take_trials(struct claim *c, const struct json_node *root)
{
	const struct json_node *luck = json_node_member(root, "luck");
	const struct json_node *t =
	    luck ? json_node_member(luck, "trials") : NULL;
	const struct json_node *counted =
	    t ? json_node_member(t, "counted") : NULL;
	const struct json_node *n = t ? json_node_member(t, "n") : NULL;
	const struct json_node *v = t ? json_node_member(t, "variance") : NULL;
	const struct json_node *head = t ? json_node_member(t, "head") : NULL;

	if (!counted || counted->kind != NODE_BOOL || !counted->yes || !n ||
	    n->kind != NODE_NUMBER || !(n->number >= 1 && n->number < 1e15) ||
	    (v && v->kind != NODE_NUMBER) || !head || head->kind != NODE_STRING)
		return;
	c->trials = (struct trials){.counted = true,
	    .n = (int64_t)n->number,
	    .variance = v ? v->number : (double)NAN};
	snprintf(c->trials.head, sizeof c->trials.head, "%s", head->text);
}

int
claim_read(struct claim *c, const char *path, char why[CLAIM_WHY])
{
	const struct json_node *proof = NULL, *list = NULL;
	struct json_tree *t;
	char slip[CLAIM_WHY - 300];
	int rc = -1;

	*c = (struct claim){0};
	if (find_report(c, path, why) != 0)
		return -1;
	t = json_tree_parse(c->line, c->len, slip, sizeof slip);
	if (t)
		proof = json_node_member(json_tree_root(t), "proof");
	if (proof)
		list = json_node_member(proof, "options");
	if (!t)
		snprintf(why, CLAIM_WHY, "'%.200s': report: %s", path, slip);
	else if (!list || list->kind != NODE_ARRAY)
		snprintf(why, CLAIM_WHY,
		    "the report in '%.200s' was made without --proof", path);
	else if ((rc = take_options(c, list)) != 0)
		snprintf(why, CLAIM_WHY, "out of memory");
	else
		take_trials(c, json_tree_root(t));
	json_tree_free(t);
	if (rc != 0)
		claim_finish(c);
	return rc;
}

void
claim_finish(struct claim *c)
{
	for (int i = 0; i < c->n; i++)
		free(c->options[i]);
	free(c->options);
	free(c->line);
	*c = (struct claim){0};
}

/* ---- comparing ---- */

struct comparison {
	void (*differs)(
	    void *arg, const char *path, const char *was, const char *is);
	void *arg;
	int n;
};

static const char *
value_text(const struct json_node *n, char text[VALUE_TEXT])
{
	char number[NUM_DOUBLE_MAX];

	if (!n)
		return "nothing";
	switch (n->kind) {
	case NODE_NUMBER:
		*num_put_double(number, n->number) = '\0';
		snprintf(text, VALUE_TEXT, "%s", number);
		return text;
	case NODE_STRING:
		snprintf(text, VALUE_TEXT, "\"%.80s\"", n->text);
		return text;
	case NODE_BOOL:
		return n->yes ? "true" : "false";
	case NODE_NULL:
		return "null";
	default:
		snprintf(text, VALUE_TEXT, "%s of %d",
		    json_node_kind_name(n->kind), n->count);
		return text;
	}
}

static bool
same_value(const struct json_node *a, const struct json_node *b)
{
	char at[VALUE_TEXT], bt[VALUE_TEXT];

	if (!a || !b || a->kind != b->kind)
		return false;
	if (a->kind == NODE_STRING)
		return strcmp(a->text, b->text) == 0;
	if (a->kind == NODE_NUMBER)
		return a->number == b->number;
	return strcmp(value_text(a, at), value_text(b, bt)) == 0;
}

static void compare(struct comparison *c, const char *path,
    const struct json_node *a, const struct json_node *b);

/* The children of two objects, or of two arrays of one length. */
static void
compare_children(struct comparison *c, const char *path,
    const struct json_node *a, const struct json_node *b)
{
	char below[PATH_MAX_TEXT];
	int i = 0;

	for (const struct json_node *n = a->first; n; n = n->next, i++) {
		if (a->kind == NODE_ARRAY) {
			snprintf(below, sizeof below, "%s[%d]", path, i);
			compare(c, below, n, json_node_child(b, i));
			continue;
		}
		snprintf(below, sizeof below, "%s%s%s", path, *path ? "." : "",
		    n->key);
		compare(c, below, n, json_node_member(b, n->key));
	}
	for (const struct json_node *n = b->first; n && a->kind == NODE_OBJECT;
	     n = n->next) {
		if (json_node_member(a, n->key))
			continue;
		snprintf(below, sizeof below, "%s%s%s", path, *path ? "." : "",
		    n->key);
		compare(c, below, NULL, n);
	}
}

static void
compare(struct comparison *c, const char *path, const struct json_node *a,
    const struct json_node *b)
{
	char was[VALUE_TEXT], is[VALUE_TEXT];
	bool nested = a && b && a->kind == b->kind &&
		      (a->kind == NODE_OBJECT ||
			  (a->kind == NODE_ARRAY && a->count == b->count));

	if (nested) {
		compare_children(c, path, a, b);
	} else if (!same_value(a, b)) {
		c->n++;
		c->differs(c->arg, path, value_text(a, was), value_text(b, is));
	}
}

int
claim_compare(const struct claim *claim, const char *line, size_t len,
    void (*differs)(
	void *arg, const char *path, const char *was, const char *is),
    void *arg)
{
	struct comparison c = {differs, arg, 0};
	struct json_tree *a, *b;
	char why[CLAIM_WHY];

	if (len == claim->len && memcmp(line, claim->line, len) == 0)
		return 0;
	a = json_tree_parse(claim->line, claim->len, why, sizeof why);
	b = json_tree_parse(line, len, why, sizeof why);
	if (a && b)
		compare(&c, "", json_tree_root(a), json_tree_root(b));
	else
		c.n = -1;
	json_tree_free(a);
	json_tree_free(b);
	return c.n;
}
