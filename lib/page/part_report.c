/* SPDX-License-Identifier: MIT */
/* What the report record has besides figures: windows, groups, how it was
 * traded, what was read. */
#include <math.h>
#include <string.h>

#include "page/html.h"
#include "page/part.h"
#include "page/tables.h"

enum { LONG_TABLE = 24 }; /* rows, from which on it is closed at first */

/* ---- windows ---- */

bool
has_windows(const struct findings *in)
{
	const struct json_node *n = found(in, FOUND_WINDOWS);

	return n && n->kind == NODE_ARRAY && n->first;
}

void
put_windows(struct writer *w)
{
	struct table t;

	if (found_account(w->in))
		writer_note(w, "note",
		    "The last days of the one simulation: the trades that were "
		    "closed in them, and the equity inside them.");
	else
		writer_note(
		    w, "note", "The trades that were closed in the last days.");
	table_init(&t, "Windows side by side");
	tables_windows(&t, w->in);
	writer_table(w, &t, NULL);
}

/* ---- groups ---- */

bool
has_groups(const struct findings *in)
{
	return tables_group_by(in, 0) != NULL;
}

void
put_groups(struct writer *w)
{
	const char *by;

	for (int i = 0; (by = tables_group_by(w->in, i)); i++) {
		char caption[TABLES_TEXT];
		struct table t;

		snprintf(caption, sizeof caption, "By %.200s", by);
		table_init(&t, caption);
		tables_groups(&t, w->in, by);
		if (table_rows(&t) > LONG_TABLE)
			writer_details(w, &t, caption);
		else
			writer_table(w, &t, NULL);
	}
}

/* ---- how it was traded ---- */

bool
has_model(const struct findings *in)
{
	const struct json_node *n = found(in, FOUND_PARAMS);

	return n && n->kind == NODE_OBJECT && n->first;
}

void
put_model(struct writer *w)
{
	static const char *const skip[] = {"model", NULL};
	const struct json_node *n = found(w->in, FOUND_PARAMS);
	const char *model = node_text(n, "model");
	const char *basis = node_text(found(w->in, FOUND_STATS), "basis");
	struct table t;

	if (model)
		writer_note(w, NULL, "The execution model: %s.", model);
	if (basis)
		writer_note(w, NULL, "%s rest on %s.",
		    found_account(w->in) ? "Ratios of a year"
					 : "Return and drawdown",
		    basis);
	table_init(&t, "What was asked for");
	tables_object(&t, n, skip, "Option");
	writer_table(w, &t, "pairs");
}

/* ---- what was read ---- */

bool
has_input(const struct findings *in)
{
	int64_t holes = 0;

	for (int i = 0; i < in->nparts; i++)
		holes += in->parts[i].holes.count;
	return holes > 0 || found(in, FOUND_INPUT);
}

void
put_input(struct writer *w)
{
	struct table t;
	int64_t all;

	table_init(&t, "What was read");
	tables_object(&t, found(w->in, FOUND_INPUT), NULL, "Input");
	writer_table(w, &t, "pairs");
	table_init(&t, "Holes in the prices");
	tables_holes(&t, w->in, &all);
	if (all > table_rows(&t))
		writer_note(w, "note",
		    "Of %lld holes the first, or those that lie together as "
		    "one.",
		    (long long)all);
	writer_table(w, &t, NULL);
}
