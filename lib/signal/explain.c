/* SPDX-License-Identifier: MIT */
#include "signal/explain.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_tree.h"
#include "base/num.h"

/* A part of the score: its name here, and in an audit of either method. */
struct part {
	const char *name, *adaptive, *classic;
};

static const struct part trend_parts[] = {
    {"ema", "trend_ema", "trend_ema_component"},
    {"adx", "trend_adx", "trend_adx_component"},
    {"vwap", "trend_vwap", "trend_vwap_component"},
    {"confluence", "trend_confluence", "trend_confluence_bonus"},
};
static const struct part cvd_parts[] = {
    {"value", "cvd_value", "cvd_value_points"},
    {"slope", "cvd_slope", "cvd_slope_points"},
};

static void
put_number(FILE *f, double v)
{
	char text[NUM_DOUBLE_MAX + 1];

	*num_put_calc(text, v) = '\0';
	fputs(text, f);
}

/* The member as people read it; false: there is none. */
static bool
put_value(FILE *f, const struct json_node *n, const char *name)
{
	const struct json_node *c = n ? json_node_member(n, name) : NULL;

	if (!c)
		return false;
	if (c->kind == NODE_NUMBER)
		put_number(f, c->number);
	else if (c->kind == NODE_STRING)
		fputs(c->text, f);
	return true;
}

/* "LABEL MEMBER" if there is one. */
static void
put_labelled(
    FILE *f, const char *label, const struct json_node *n, const char *name)
{
	if (!json_node_member(n, name))
		return;
	fputs(label, f);
	put_value(f, n, name);
}

static void
put_head(FILE *f, const struct json_node *s)
{
	const struct json_node *time = json_node_member(s, "time");
	char when[CLOCK_TEXT];

	put_value(f, s, "id");
	fputs("\n  ", f);
	put_value(f, s, "direction");
	put_labelled(f, " at ", s, "price");
	if (time && time->kind == NODE_NUMBER)
		fprintf(f, ", %s", clock_format((int64_t)time->number, when));
	if (json_node_member(s, "audit"))
		put_labelled(
		    f, ", profile ", json_node_member(s, "audit"), "profile");
	fputc('\n', f);
}

/* " (ema_50)": the input that a price was held to. */
static void
put_reference(
    FILE *f, const struct json_node *r, const struct json_node *inputs)
{
	const struct json_node *what = json_node_member(r, "what");
	const struct json_node *than = json_node_member(r, "than");

	if (!inputs || !what || what->kind != NODE_STRING ||
	    strcmp(what->text, "price") != 0 || than->kind != NODE_NUMBER)
		return;
	for (const struct json_node *c = inputs->first; c; c = c->next)
		if (c->kind == NODE_NUMBER && c->number >= than->number &&
		    c->number <= than->number) {
			fprintf(f, " (%s)", c->key);
			return;
		}
}

static void
put_reason(FILE *f, const struct json_node *r, const struct json_node *inputs)
{
	fputs("    ", f);
	put_value(f, r, "what");
	put_labelled(f, " ", r, "value");
	if (json_node_member(r, "is")) {
		fputc(' ', f);
		put_value(f, r, "is");
		fputc(' ', f);
		put_value(f, r, "than");
		put_reference(f, r, inputs);
	}
	put_labelled(f, ": + ", r, "points");
	fputc('\n', f);
}

static void
put_setup(FILE *f, const struct json_node *s, const struct json_node *inputs)
{
	const struct json_node *reasons = json_node_member(s, "reasons");

	fputs("  setup ", f);
	put_value(f, s, "setup");
	put_labelled(f, ", ", s, "direction");
	put_labelled(f, ", score ", s, "score");
	fputc('\n', f);
	for (int i = 0; reasons && i < reasons->count; i++)
		put_reason(f, json_node_child(reasons, i), inputs);
}

/* Its number's name in this audit; NULL: it has none.  The classic one goes
 * first: of its "cvd_value" that is the input. */
static const char *
member_of(const struct json_node *audit, const struct part *part)
{
	const char *names[] = {part->classic, part->adaptive};

	for (int i = 0; i < 2; i++) {
		const struct json_node *n = json_node_member(audit, names[i]);

		if (n && n->kind == NODE_NUMBER)
			return names[i];
	}
	return NULL;
}

/* "1.4 ema + 0.9 adx = ": what adds up to a component, if that is not more
 * than the most there is. */
static void
put_sum(FILE *f, const struct json_node *audit, const struct part *parts, int n,
    double total)
{
	bool some = false;
	double sum = 0;

	for (int i = 0; i < n; i++) {
		const char *name = member_of(audit, &parts[i]);

		if (!name)
			continue;
		fputs(some ? " + " : "", f);
		put_value(f, audit, name);
		fprintf(f, " %s", parts[i].name);
		sum += json_node_member(audit, name)->number;
		some = true;
	}
	if (some)
		fputs(" = ", f);
	/* Each is rounded to four decimals. */
	if (some && sum > total + 5e-5 * (n + 1)) {
		put_number(f, sum);
		fputs(", at most ", f);
	}
}

static void
put_component(FILE *f, const struct json_node *audit, const char *label,
    const struct part *parts, int n, const struct part *total)
{
	const char *name = member_of(audit, total);

	if (!name)
		return;
	fprintf(f, "    %-9s ", label);
	put_sum(f, audit, parts, n, json_node_member(audit, name)->number);
	put_value(f, audit, name);
	fputc('\n', f);
}

static void
put_score(FILE *f, const struct json_node *s)
{
	static const struct part totals[] = {
	    {"trend", "trend", "trend_total"},
	    {"delta_oi", "delta_oi", "delta_component"},
	    {"cvd", "cvd", "cvd_component"},
	    {"session", "session", "session_component"},
	};
	const struct json_node *audit = json_node_member(s, "audit");

	if (!json_node_member(s, "score"))
		return;
	fputs("  score ", f);
	put_value(f, s, "score");
	put_labelled(f, ", ", s, "tier");
	fputc('\n', f);
	if (!audit)
		return;
	put_component(f, audit, "trend", trend_parts, 4, &totals[0]);
	put_component(f, audit, "delta_oi", NULL, 0, &totals[1]);
	put_component(f, audit, "cvd", cvd_parts, 2, &totals[2]);
	put_component(f, audit, "session", NULL, 0, &totals[3]);
	if (json_node_member(audit, "scale")) {
		fputs("    times     ", f);
		put_value(f, audit, "scale");
		fputs(" (7 of ", f);
		put_value(f, audit, "of");
		fputs(" that there could be)\n", f);
	}
}

static void
put_levels(FILE *f, const struct json_node *s)
{
	if (!json_node_member(s, "entry_low"))
		return;
	fputs("  entry ", f);
	put_value(f, s, "entry_low");
	fputs(" to ", f);
	put_value(f, s, "entry_high");
	put_labelled(f, ", stop ", s, "stop");
	put_labelled(f, ", target ", s, "target");
	fputc('\n', f);
}

static void
put_list(FILE *f, const struct json_node *list)
{
	for (const struct json_node *c = list->first; c; c = c->next) {
		fputs(c == list->first ? "" : " ", f);
		put_number(f, c->number);
	}
}

/* All members, a line each. */
static void
put_members(FILE *f, const struct json_node *audit, const char *name)
{
	const struct json_node *n =
	    audit ? json_node_member(audit, name) : NULL;

	if (!n || n->count == 0)
		return;
	fprintf(f, "  %s\n", name);
	for (const struct json_node *c = n->first; c; c = c->next) {
		fprintf(f, "    %-22s ", c->key);
		if (c->kind == NODE_ARRAY)
			put_list(f, c);
		else
			put_value(f, n, c->key);
		fputc('\n', f);
	}
}

int
explain_signal(FILE *f, const char *text, size_t len, char *why, size_t size)
{
	struct json_tree *t = json_tree_parse(text, len, why, size);
	const struct json_node *s, *audit, *setups, *inputs;

	if (!t)
		return -1;
	s = json_tree_root(t);
	audit = json_node_member(s, "audit");
	setups = audit ? json_node_member(audit, "setups") : NULL;
	inputs = audit ? json_node_member(audit, "inputs") : NULL;
	put_head(f, s);
	for (int i = 0; setups && i < setups->count; i++)
		put_setup(f, json_node_child(setups, i), inputs);
	put_score(f, s);
	put_levels(f, s);
	put_members(f, audit, "inputs");
	put_members(f, audit, "ranks");
	if (audit && json_node_member(audit, "profile_hash")) {
		fputs("  SHA-256 of the profile ", f);
		put_value(f, audit, "profile_hash");
		fputc('\n', f);
	}
	json_tree_free(t);
	return 0;
}
