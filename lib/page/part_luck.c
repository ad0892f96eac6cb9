/* SPDX-License-Identifier: MIT */
/* How much of it was luck, what else was tried, and the proof. */
#include <string.h>

#include "page/html.h"
#include "page/part.h"
#include "page/tables.h"

static bool
is_object(const struct json_node *n)
{
	return n && n->kind == NODE_OBJECT && n->first;
}

bool
has_luck(const struct findings *in)
{
	return is_object(found(in, FOUND_LUCK));
}

void
put_luck(struct writer *w)
{
	const struct json_node *n = found(w->in, FOUND_LUCK);
	const char *verdict = node_text(n, "verdict");
	double level = node_number(n, "level");
	char caption[120];
	struct table t;

	if (verdict)
		writer_note(w, "verdict", "%s", verdict);
	snprintf(
	    caption, sizeof caption, "What the figures may be by chance alone");
	if (level > 0 && level < 1)
		snprintf(caption, sizeof caption,
		    "Where the figures lie in %g%% of resampled runs",
		    100 * level);
	table_init(&t, caption);
	tables_intervals(&t, w->in);
	writer_table(w, &t, NULL);
	table_init(&t, "Odds, trials and how they were found");
	tables_odds(&t, w->in);
	writer_table(w, &t, "pairs");
}

bool
has_search(const struct findings *in)
{
	return is_object(found(in, FOUND_SEARCH));
}

void
put_search(struct writer *w)
{
	static const char *const skip[] = {
	    "options", "rows", "best", "folds", "walk", NULL};
	const char *objective =
	    node_text(found(w->in, FOUND_SEARCH), "objective");
	struct label other;
	char caption[TABLES_TEXT];
	struct table t;
	int all;

	objective = objective ? label_find(objective, &other)->text : "Return";
	snprintf(
	    caption, sizeof caption, "%.200s of each combination", objective);
	table_init(&t, caption);
	tables_heat(&t, w->in);
	writer_table(w, &t, "heat");
	table_init(&t, "The best combinations");
	tables_search(&t, w->in, &all);
	if (all)
		writer_note(w, "note",
		    "%d combinations were tried.  The best of many tries "
		    "looks better than it is.",
		    all);
	writer_table(w, &t, NULL);
	table_init(&t, "Walk-forward: chosen on the days before, traded after");
	tables_folds(&t, w->in);
	writer_table(w, &t, NULL);
	table_init(&t, "The search");
	tables_object(&t, found(w->in, FOUND_SEARCH), skip, "Search");
	writer_table(w, &t, "pairs");
}

bool
has_proof(const struct findings *in)
{
	return is_object(found(in, FOUND_PROOF)) ||
	       is_object(found(in, FOUND_CERTIFICATE));
}

void
put_proof(struct writer *w)
{
	static const char *const skip[] = {"type", "time", NULL};
	const struct json_node *proof = found(w->in, FOUND_PROOF);
	struct table t;

	if (proof) {
		table_init(&t, "What the report was made of");
		tables_object(&t, proof, skip, "Proof");
		writer_table(w, &t, "pairs hash");
		if (json_node_member(proof, "certificate"))
			return; /* the same once more */
	}
	table_init(&t, "Certificate of causality");
	tables_object(&t, found(w->in, FOUND_CERTIFICATE), skip, "Certificate");
	writer_table(w, &t, "pairs hash");
}
