/* SPDX-License-Identifier: MIT */
#include "page/notice.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "page/show.h"

static void add(struct notices *n, bool grave, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void
add(struct notices *n, bool grave, const char *fmt, ...)
{
	va_list ap;

	if (n->n == NOTICES_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(n->text[n->n], NOTICE_TEXT, fmt, ap);
	va_end(ap);
	n->grave[n->n++] = grave;
}

/* Signals that do not look ahead as far as was seen: not of all, not here. */
static void
note_causal(struct notices *n, const struct json_node *certificate,
    const struct json_node *certified)
{
	double undated = node_number(certificate, "undated");

	if (undated > 0)
		add(n, false,
		    "The certificate of causality leaves open whether %.0f "
		    "%s, which %s no time, look%s ahead.",
		    undated, undated == 1 ? "line" : "lines",
		    undated == 1 ? "has" : "have", undated == 1 ? "s" : "");
	else if (certified && certified->kind == NODE_BOOL && !certified->yes)
		add(n, false,
		    "The certificate of causality is of other lines than "
		    "these.");
}

/* The certificate of the stream, or the one that the report carries. */
static void
note_certificate(struct notices *n, const struct findings *in)
{
	const struct json_node *c = found(in, FOUND_CERTIFICATE);
	const struct json_node *proof = found(in, FOUND_PROOF);
	const char *verdict;

	if (!c && proof)
		c = json_node_member(proof, "certificate");
	verdict = node_text(c, "verdict");
	if (!verdict)
		return;
	if (strcmp(verdict, "causal") == 0)
		note_causal(
		    n, c, proof ? json_node_member(proof, "certified") : NULL);
	else if (strcmp(verdict, "peeks") == 0)
		add(n, true,
		    "The certificate says that the signals look ahead: they "
		    "use prices of the future, so nothing below can be "
		    "traded.");
	else
		add(n, true,
		    "The certificate says that the signals differ from run to "
		    "run.");
}

static void
note_holes(struct notices *n, const struct findings *in)
{
	char text[SHOW_TEXT], share[SHOW_TEXT];
	int64_t count = 0, missing = 0;
	int symbols = 0;
	double whole;

	for (int i = 0; i < in->nparts; i++) {
		count += in->parts[i].holes.count;
		missing += in->parts[i].holes.missing;
		symbols += in->parts[i].prices >= 0;
	}
	whole = (double)(in->last - in->first) * symbols;
	if (count == 0 || whole <= 0)
		return;
	add(n, false, "The prices have %lld %s, %s in all, %s of the time.",
	    (long long)count, count == 1 ? "hole" : "holes",
	    show_duration(text, missing),
	    show(share, UNIT_RATIO, (double)missing / whole));
}

void
notices_make(struct notices *n, const struct findings *in)
{
	double skipped = found_number(in, FOUND_INPUT, "skipped");

	n->n = 0;
	if (!in->reported)
		add(n, true,
		    "There is no report record: the backtest was stopped "
		    "before its end, or trades on paper still.  What is here "
		    "is what came until then.");
	if (in->mixed)
		add(n, true,
		    "The input holds fills of several backtests among each "
		    "other; the charts mix them.");
	if (in->passed_over)
		add(n, true,
		    "The input held %lld more %s before this one, which %s "
		    "left out.",
		    (long long)in->passed_over,
		    in->passed_over == 1 ? "run" : "runs",
		    in->passed_over == 1 ? "was" : "were");
	note_certificate(n, in);
	if (skipped > 0)
		add(n, false,
		    "The backtest left out %.0f lines of its input that it "
		    "could not use.",
		    skipped);
	note_holes(n, in);
}
