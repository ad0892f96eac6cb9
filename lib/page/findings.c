/* SPDX-License-Identifier: MIT */
#include "page/findings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "market/interval.h"

struct findings *
findings_new(const struct reader *rd)
{
	struct findings *f = calloc(1, sizeof *f);

	if (!f)
		return NULL;
	f->rd = rd;
	f->first = f->last = -1;
	f->start = f->peak = f->final = NAN;
	f->last_order = -1;
	f->reasons = map_new();
	if (!f->reasons) {
		free(f);
		return NULL;
	}
	return f;
}

/* All but f itself. */
static void
empty(struct findings *f)
{
	thin_finish(&f->equity);
	thin_finish(&f->drawdown);
	months_finish(&f->months);
	free(f->closed.at);
	free(f->open.at);
	map_free(f->reasons);
	for (int i = 0; i < f->nprices; i++)
		thin_finish(&f->prices[i].curve);
	free(f->prices);
	free(f->of_series);
	for (int i = 0; i < f->nparts; i++)
		spans_finish(&f->parts[i].holes);
	free(f->parts);
	for (int i = 0; i < FINDINGS; i++)
		json_tree_free(f->tree[i]);
}

void
findings_free(struct findings *f)
{
	if (!f)
		return;
	empty(f);
	free(f);
}

int
findings_restart(struct findings *f)
{
	struct findings *fresh = findings_new(f->rd);

	if (!fresh)
		return -1;
	fresh->passed_over = f->passed_over + 1;
	empty(f);
	*f = *fresh;
	free(fresh);
	return 0;
}

/* ---- the end ---- */

/* Of its candles those that the report says were traded, else the first; its
 * trades if it was told to trade on them, or where there are no candles. */
static int
rank_of(const struct prices *p, int wanted, bool trades)
{
	if (p->iv < 0)
		return trades ? 3 : 0;
	return p->iv == wanted ? 2 : 1;
}

static void
choose_prices(struct findings *f)
{
	const struct json_node *params = found(f, FOUND_PARAMS);
	const char *name = node_text(params, "interval");
	const char *source = node_text(params, "prices");
	int wanted = name ? interval_parse(name, strlen(name)) : -1;
	bool trades = source && strcmp(source, "trade") == 0;

	for (int i = 0; i < f->nprices; i++) {
		const struct prices *p = &f->prices[i];
		struct part *part = &f->parts[p->symbol];

		if (part->prices < 0 ||
		    rank_of(p, wanted, trades) >
			rank_of(&f->prices[part->prices], wanted, trades))
			part->prices = i;
	}
}

void
findings_end(struct findings *f)
{
	double cash = found_number(f, FOUND_PARAMS, "cash");

	choose_prices(f);
	if (cash > 0)
		f->start = cash;
}

/* ---- asking ---- */

const struct json_node *
found(const struct findings *f, enum finding which)
{
	return f->tree[which] ? json_tree_root(f->tree[which]) : NULL;
}

double
node_number(const struct json_node *n, const char *name)
{
	const struct json_node *m = n ? json_node_member(n, name) : NULL;

	return m && m->kind == NODE_NUMBER ? m->number : NAN;
}

const char *
node_text(const struct json_node *n, const char *name)
{
	const struct json_node *m = n ? json_node_member(n, name) : NULL;

	return m && m->kind == NODE_STRING ? m->text : NULL;
}

double
found_number(const struct findings *f, enum finding which, const char *name)
{
	return node_number(found(f, which), name);
}

bool
found_account(const struct findings *f)
{
	return isfinite(found_number(f, FOUND_STATS, "equity_final"));
}

const char *
findings_symbol(const struct findings *f, int symbol, char buf[FINDINGS_NAME])
{
	const char *name = reader_symbol(f->rd, symbol);

	for (int i = 0; i < reader_symbols(f->rd); i++) {
		if (i == symbol || strcmp(reader_symbol(f->rd, i), name) != 0)
			continue;
		snprintf(buf, FINDINGS_NAME, "%s (%s)", name,
		    reader_venue(f->rd, symbol));
		return buf;
	}
	return name;
}

static bool
goes_before(const struct findings *f, int a, int b)
{
	return f->parts[a].deals > f->parts[b].deals;
}

int
findings_symbols(const struct findings *f, int *list, int max)
{
	int all = 0, n = 0;

	for (int s = 0; s < f->nparts; s++) {
		int at = n;

		if (f->parts[s].prices < 0 && f->parts[s].deals == 0)
			continue;
		all++;
		while (at > 0 && goes_before(f, s, list[at - 1]))
			at--;
		if (at == max)
			continue;
		if (n < max)
			n++;
		memmove(list + at + 1, list + at,
		    (size_t)(n - 1 - at) * sizeof *list);
		list[at] = s;
	}
	return all;
}

const struct prices *
findings_prices(const struct findings *f, int symbol)
{
	int i = symbol < f->nparts ? f->parts[symbol].prices : -1;

	return i < 0 ? NULL : &f->prices[i];
}
