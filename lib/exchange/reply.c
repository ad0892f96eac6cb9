/* SPDX-License-Identifier: MIT */
#include "exchange/reply.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/num.h"
#include "exchange/reply_list.h"

int
reply_rows(struct rows *rs, const char *body, size_t len,
    const struct row_format *f, char *why)
{
	struct rows before = *rs;
	int rc;

	if (f->data == DATA_OPEN_INTEREST || f->data == DATA_FUNDING)
		rc = reply_load(rs, body, len, f, why);
	else
		rc = reply_scan(rs, body, len, f, why);
	if (rc != 0) {
		rs->n = before.n;
		rs->unsorted = before.unsorted;
		rs->blank = before.blank;
	}
	return rc;
}

int
reply_error(const char *body, int *code, char *msg, size_t size)
{
	json_t *o = json_loads(body, 0, NULL);
	const json_t *c = json_object_get(o, "code");
	const char *m = json_string_value(json_object_get(o, "msg"));
	json_int_t v = json_integer_value(c);
	int rc = -1;

	if (json_is_integer(c) && m && v >= INT_MIN && v <= INT_MAX) {
		*code = (int)v;
		(void)snprintf(msg, size, "%s", m);
		rc = 0;
	}
	json_decref(o);
	return rc;
}
