/* SPDX-License-Identifier: MIT */
/* json_tree: values, lines, refusals; and jansson over JSONTestSuite. */
#include "base/json_tree.h"

#include <dirent.h>
#include <jansson.h>
#include <string.h>

#include "tap.h"

static void
check_values(void)
{
	static const char text[] = "{\n"
				   "  \"name\": \"a\\u00e9\\n\",\n"
				   "  \"on\": true, \"off\": false,\n"
				   "  \"none\": null,\n"
				   "\n"
				   "  \"list\": [1, -2.5e1,\n"
				   "    {\"deep\": 0.1}, []]\n"
				   "}\n";
	char why[64] = "";
	struct json_tree *t = json_tree_parse(text, strlen(text), why, 64);
	const struct json_node *root, *n, *list;

	if (!t) {
		ok(0, "a tree: %s", why);
		return;
	}
	root = json_tree_root(t);
	ok(root->kind == NODE_OBJECT && root->count == 5 && root->line == 1 &&
		root->column == 1 && !root->key,
	    "the root");
	n = json_node_member(root, "name");
	ok(n && n->kind == NODE_STRING && !strcmp(n->text, "a\xc3\xa9\n"),
	    "a string is decoded");
	ok(n && n->line == 2 && n->column == 11 && n->key_line == 2 &&
		!strcmp(n->key, "name"),
	    "a value knows its name, line and column");
	n = json_node_member(root, "on");
	ok(n && n->kind == NODE_BOOL && n->yes, "true");
	n = json_node_member(root, "off");
	ok(n && n->kind == NODE_BOOL && !n->yes && n->line == 3 &&
		n->column == 22,
	    "false");
	n = json_node_member(root, "none");
	ok(n && n->kind == NODE_NULL, "null");
	list = json_node_member(root, "list");
	ok(list && list->kind == NODE_ARRAY && list->count == 4 &&
		list->line == 6,
	    "an array");
	n = json_node_child(list, 1);
	ok(n && n->kind == NODE_NUMBER && n->number == -25 && !n->key,
	    "a number");
	n = json_node_member(json_node_child(list, 2), "deep");
	ok(n && n->number == 0.1 && n->line == 7 && n->column == 14,
	    "a nested member");
	ok(json_node_child(list, 3)->count == 0 && !json_node_child(list, 4) &&
		!json_node_child(list, -1),
	    "children are counted");
	ok(!json_node_member(root, "nam") && !json_node_member(list, "deep"),
	    "what is not there is NULL");
	ok(!strcmp(json_node_kind_name(list->kind), "an array"),
	    "kinds have names");
	json_tree_free(t);
}

static void
check_refusals(void)
{
	static const struct {
		const char *text, *why; /* NULL: accepted */
	} cases[] = {
	    {" 7 ", NULL},
	    {"{\"a\":{\"b\":1},\"b\":2}", NULL},
	    {"", "1: text ends early"},
	    {"\n\n", "3: text ends early"},
	    {"{\"a\":1\n \"b\":2}", "2: ',' or '}' is expected"},
	    {"[1\n\n2]", "3: ',' or ']' is expected"},
	    {"[1\n,\n]", "3: a value is expected"},
	    {"{\"a\":1,\n}", "2: a member name is expected"},
	    {"{\"a\"\n1}", "2: ':' is expected"},
	    {"{\"a\":", "1: text ends early"},
	    {"{\"a\"", "1: text ends early"},
	    {"{\"a\":1,", "1: text ends early"},
	    {"[1", "1: text ends early"},
	    {"{\"a\":1,\n\"b\":2,\n\"a\":3}", "3: 'a' is given twice"},
	    {"{\"a\":1,\n\"\\u0061\":3}", "2: 'a' is given twice"},
	    {"[\n1] 2", "2: text after the value"},
	    {"[\n\"a\\u0000\"]", "2: a string holds NUL"},
	    {"{\"\\u0000\":1}", "1: a string holds NUL"},
	    {"[\n1e999]", "2: a number is too large"},
	    {"[01]", "1: bad number"},
	    {"[\n\"ab\n\"]", "2: control character in a string"},
	    {"[\n\"ab", "2: a string is not closed"},
	    {"[\"\\x\"]", "1: bad escape in a string"},
	    {"\xef\xbb\xbf[]", "1: a value is expected"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char why[64] = "";
		struct json_tree *t = json_tree_parse(
		    cases[i].text, strlen(cases[i].text), why, sizeof why);

		ok(cases[i].why ? !t && !strcmp(why, cases[i].why) : !!t,
		    "case %zu: %s", i, t ? "accepted" : why);
		json_tree_free(t);
	}
}

static void
check_limits(void)
{
	static char text[JSON_TREE_MAX + 1];
	char why[64] = "";
	struct json_tree *t;

	memset(text, '[', JSON_TREE_DEPTH);
	memset(text + JSON_TREE_DEPTH, ']', JSON_TREE_DEPTH);
	t = json_tree_parse(text, 2 * JSON_TREE_DEPTH, why, sizeof why);
	ok(t, "32 arrays deep is fine");
	json_tree_free(t);
	memset(text, '[', JSON_TREE_DEPTH + 1);
	memset(text + JSON_TREE_DEPTH + 1, ']', JSON_TREE_DEPTH + 1);
	t = json_tree_parse(text, 2 * JSON_TREE_DEPTH + 2, why, sizeof why);
	ok(!t && !strcmp(why, "1: nested too deep"), "33 is too deep");
	memset(text, ',', sizeof text);
	for (size_t i = 1; i < JSON_TREE_MAX - 1; i += 2)
		text[i] = '0';
	text[0] = '[';
	text[JSON_TREE_MAX - 2] = ' ';
	text[JSON_TREE_MAX - 1] = ']';
	t = json_tree_parse(text, JSON_TREE_MAX, why, sizeof why);
	ok(t && json_tree_root(t)->count == JSON_TREE_MAX / 2 - 1,
	    "1 MiB of numbers is fine");
	json_tree_free(t);
	t = json_tree_parse(text, JSON_TREE_MAX + 1, why, sizeof why);
	ok(!t && strstr(why, "1 MiB"), "a byte more is not");
}

/* Whether a jansson value and a node say the same. */
static bool
same(json_t *j, const struct json_node *n)
{
	switch (json_typeof(j)) {
	case JSON_OBJECT:
		if (n->kind != NODE_OBJECT ||
		    (size_t)n->count != json_object_size(j))
			return false;
		for (n = n->first; n; n = n->next) {
			json_t *v = json_object_get(j, n->key);

			if (!v || !same(v, n))
				return false;
		}
		return true;
	case JSON_ARRAY:
		if (n->kind != NODE_ARRAY ||
		    (size_t)n->count != json_array_size(j))
			return false;
		n = n->first;
		for (size_t i = 0; n; n = n->next, i++)
			if (!same(json_array_get(j, i), n))
				return false;
		return true;
	case JSON_STRING:
		return n->kind == NODE_STRING &&
		       !strcmp(n->text, json_string_value(j));
	case JSON_INTEGER:
	case JSON_REAL:
		return n->kind == NODE_NUMBER &&
		       n->number == json_number_value(j);
	case JSON_NULL:
		return n->kind == NODE_NULL;
	default:
		return n->kind == NODE_BOOL && n->yes == json_is_true(j);
	}
}

static bool
agree(const char *name, const char *text, size_t len)
{
	json_error_t e;
	json_t *j = json_loadb(text, len,
	    JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL | JSON_REJECT_DUPLICATES,
	    &e);
	char why[128] = "";
	struct json_tree *t = json_tree_parse(text, len, why, sizeof why);
	bool deep = strstr(why, "too deep");
	/* jansson takes a NUL for the end of the text. */
	bool nul = memchr(text, '\0', len) && !t;
	bool good = j ? deep || nul || (t && same(j, json_tree_root(t))) : !t;

	if (!good)
		printf("# %s: jansson %s, here %s\n", name,
		    j ? "accepts" : e.text, t ? "accepted" : why);
	json_decref(j);
	json_tree_free(t);
	return good;
}

static void
check_suite(void)
{
	static char text[JSON_TREE_MAX];
	int files = 0, wrong = 0;
	struct dirent *e;
	char dir[512];
	DIR *d;

	snprintf(
	    dir, sizeof dir, "%s/JSONTestSuite/test_parsing", tap_recorded());
	d = opendir(dir);
	if (!d) {
		ok(1, "JSONTestSuite # SKIP no recorded data at %s", dir);
		return;
	}
	while ((e = readdir(d))) {
		char path[1024];
		size_t len;
		FILE *fp;

		snprintf(path, sizeof path, "%s/%s", dir, e->d_name);
		fp = e->d_name[1] == '_' ? fopen(path, "rb") : NULL;
		if (!fp)
			continue;
		len = fread(text, 1, sizeof text, fp);
		fclose(fp);
		files++;
		wrong += !agree(e->d_name, text, len);
	}
	closedir(d);
	ok(files > 200 && !wrong, "JSONTestSuite as jansson, %d files", files);
}

int
main(void)
{
	check_values();
	check_refusals();
	check_limits();
	check_suite();
	return tap_done();
}
