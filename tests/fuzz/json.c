/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer target: the reader's verdict and values are jansson's, and do
 * not hang on what it has read before.
 *
 * What jansson judges for reasons of its own is left out: numbers outside
 * int64 and double and a NUL in a member's name, which it refuses, and a raw
 * NUL byte, at which it may stop as if the text ended there.  Its values are
 * compared where the text is an object that rec_parse() takes for a context
 * record: each number member is the same double, each string the same bytes.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "market/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
jansson_only(const json_error_t *e)
{
	enum json_error_code code = json_error_code(e);

	return code == json_error_numeric_overflow ||
	       code == json_error_null_byte_in_key;
}

static void
differ(const char *what, const char *detail)
{
	fprintf(stderr, "differs from jansson: %s: %s\n", what, detail);
	abort();
}

static void
same_values(const struct record *r, json_t *root)
{
	const struct rec_def *def = &rec_defs[r->type];

	for (int m = M_VENUE; m < def->n; m++) {
		json_t *j = json_object_get(root, def->members[m].name);
		const struct value *v = &r->v[m];

		if (!j || json_is_null(j)) {
			if (rec_has(r, m) && def->members[m].kind != KIND_TIME)
				differ("absent", def->members[m].name);
			continue;
		}
		if (!rec_has(r, m))
			differ("present", def->members[m].name);
		switch (def->members[m].kind) {
		case KIND_NUMBER:
		case KIND_AMOUNT:
		case KIND_PRICE:
			if (json_number_value(j) != v->num)
				differ("number", def->members[m].name);
			break;
		case KIND_TIME:
		case KIND_INT:
		case KIND_COUNT:
			if (json_integer_value(j) != v->i)
				differ("integer", def->members[m].name);
			break;
		case KIND_STRING:
			if (json_string_length(j) != v->len ||
			    memcmp(json_string_value(j), v->s, v->len) != 0)
				differ("string", def->members[m].name);
			break;
		default:
			break;
		}
	}
}

/* A parser that has read nothing yet says the same. */
static void
same_afresh(const char *text, const char *end, int rc, const char *why,
    const struct record *r)
{
	struct rec_parser *ps = rec_parser_new();
	const char *bad = "";
	struct record r2;

	if (!ps)
		abort();
	if (rec_parse(ps, text, end, &r2, &bad) != rc)
		differ("verdict by what was read before", rc ? why : bad);
	if (rc != 0 && strcmp(why, bad) != 0)
		differ("reason by what was read before", why);
	if (rc == 0 && (r->type != r2.type || r->has != r2.has))
		differ("record by what was read before", text);
	rec_parser_free(ps);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct rec_parser *ps;
	json_error_t err;
	struct record r;
	const char *why, *bad;
	int rc;
	char *text = malloc(size + JSON_SLACK + 1);
	json_t *root = json_loadb(
	    (const char *)data, size, JSON_DECODE_ANY | JSON_ALLOW_NUL, &err);

	if (!ps)
		ps = rec_parser_new();
	if (!text || !ps)
		abort();
	if (size)
		memcpy(text, data, size);
	memset(text + size, '\n', JSON_SLACK + 1);
	why = json_check(text, text + size);
	if (size && memchr(data, 0, size)) {
		json_decref(root);
		root = NULL;
	} else {
		if (!why && !root && !jansson_only(&err))
			differ("accepted", err.text);
		if (why && root)
			differ("refused", why);
	}
	rc = rec_parse(ps, text, text + size, &r, &bad);
	same_afresh(text, text + size, rc, bad, &r);
	if (rc == 0) {
		if (why)
			differ("a record that is no JSON", why);
		if (root && r.type != REC_OTHER)
			same_values(&r, root);
	}
	json_decref(root);
	free(text);
	return 0;
}
