/* SPDX-License-Identifier: MIT */
#include "sim/searched.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json_file.h"
#include "base/num.h"
#include "base/variance.h"

static int
out_of_memory(char why[SEARCHED_WHY])
{
	snprintf(why, SEARCHED_WHY, "out of memory");
	return -1;
}

/* All of them. */
static int
play(const struct event_list *events, struct teller *t)
{
	for (size_t i = 0; i < events->n; i++)
		if (teller_play(t, &events->at[i]) != 0)
			return -1;
	return teller_end(t);
}

/* The rules of the best may begin with other cash. */
static void
begin_anew(struct teller *t, const struct rules *rules)
{
	struct simulation *sim = t->sim;
	const struct markets *markets = sim->markets;
	int64_t warm_up = sim->warm_up;

	simulation_finish(sim);
	simulation_init(sim, rules, markets);
	sim->warm_up = warm_up;
	teller_init(t, sim, t->every_bar, t->emit, t->arg);
}

static int
sweep(struct searched *s, struct teller *t, struct rules *rules)
{
	const struct search *find = &s->search;
	size_t n = (size_t)find->grid->combinations;

	s->attempts = calloc(n, sizeof *s->attempts);
	if (!s->attempts ||
	    search_run(find, 0, find->events->n, s->attempts) != 0)
		return -1;
	s->best = search_best(find, s->attempts);
	grid_rules(find->grid, s->best < 0 ? 0 : s->best, rules);
	begin_anew(t, rules);
	return play(find->events, t);
}

int
searched_make(struct searched *s, struct teller *t, struct rules *rules,
    char why[SEARCHED_WHY])
{
	*rules = *s->search.rules;
	if (s->walks)
		return walk_make(&s->walk, &s->plan, &s->search, t, why);
	return sweep(s, t, rules) == 0 ? 0 : out_of_memory(why);
}

void
searched_finish(struct searched *s)
{
	free(s->attempts);
	walk_finish(&s->walk);
}

void
searched_trials(const struct searched *s, struct trials *t)
{
	struct variance v = {0};

	*t = (struct trials){.n = 1};
	if (s->walks)
		return;
	t->n = s->search.grid->combinations;
	for (int64_t i = 0; i < t->n; i++)
		variance_add(&v, s->attempts[i].sharpe_daily);
	t->variance = num_calc(variance_value(&v));
}

/* Of the options, in their order. */
static void
put_values(FILE *f, const struct grid *g, int combination)
{
	fputs("\"values\":[", f);
	for (int i = 0; i < g->n; i++) {
		if (i)
			fputc(',', f);
		json_string(f, grid_value(g, combination, i));
	}
	fputc(']', f);
}

static void
put_objective(FILE *f, const struct objective *o, const char *before, double v)
{
	char name[64];

	snprintf(name, sizeof name, "%s%s", before, o->name);
	json_member_calc(f, name, v);
}

bool
searched_has_column(const struct objective *o)
{
	return strcmp(o->name, "return") == 0 ||
	       strcmp(o->name, "sharpe") == 0 ||
	       strcmp(o->name, "max_drawdown") == 0;
}

static void
put_row(FILE *f, const struct search *s, int i, const struct attempt *a)
{
	fputc('{', f);
	put_values(f, s->grid, i);
	fprintf(f, ",\"trades\":%" PRId64, a->trades);
	json_member_calc(f, "return", a->total_return);
	json_member_calc(f, "sharpe", a->sharpe);
	json_member_calc(f, "max_drawdown", a->max_drawdown);
	if (!searched_has_column(s->objective))
		put_objective(f, s->objective, "", a->value);
	fputc('}', f);
}

/* Of many combinations only the best are shown: a line has its limit. */
enum { ROWS_MOST = 2000 };

/* Those that are shown, by number; for free(); NULL: out of memory. */
static bool *
shown_rows(const struct searched *s)
{
	int n = s->search.grid->combinations;
	int *order = search_order(&s->search, s->attempts);
	bool *shown = order ? calloc((size_t)n, sizeof *shown) : NULL;

	for (int i = 0; shown && i < n && i < ROWS_MOST; i++)
		shown[order[i]] = true;
	free(order);
	return shown;
}

static int
put_rows(FILE *f, const struct searched *s)
{
	int n = s->search.grid->combinations, put = 0, best = -1;
	bool *shown = shown_rows(s);

	if (!shown)
		return -1;
	fputs(",\"rows\":[", f);
	for (int i = 0; i < n; i++) {
		if (!shown[i])
			continue;
		if (put)
			fputc(',', f);
		if (i == s->best)
			best = put;
		put_row(f, &s->search, i, &s->attempts[i]);
		put++;
	}
	fputc(']', f);
	free(shown);
	if (best >= 0)
		fprintf(f, ",\"best\":%d", best);
	if (put < n)
		fprintf(f, ",\"left_out\":%d", n - put);
	return 0;
}

static void
put_fold(FILE *f, const struct search *s, const struct fold *d)
{
	fputc('{', f);
	if (d->chosen >= 0) {
		put_values(f, s->grid, d->chosen);
		fputc(',', f);
	}
	fprintf(f,
	    "\"train_from\":%" PRId64 ",\"train_to\":%" PRId64
	    ",\"test_from\":%" PRId64 ",\"test_to\":%" PRId64,
	    d->train_from, d->train_to - 1, d->test_from, d->test_to - 1);
	if (d->chosen >= 0)
		put_objective(f, s->objective, "train_", d->train.value);
	fprintf(f, ",\"trades\":%" PRId64, d->trades);
	json_member_calc(f, "return", d->equity_to / d->equity_from - 1);
	fputc('}', f);
}

static void
put_walk(FILE *f, const struct searched *s)
{
	const struct walk_plan *p = &s->plan;

	json_member(f, "train_days", (double)p->train / DAY_MS);
	json_member(f, "test_days", (double)p->test / DAY_MS);
	json_member(f, "purge_days", (double)p->purge / DAY_MS);
	json_member(f, "embargo_days", (double)p->embargo / DAY_MS);
	fputs(",\"folds\":[", f);
	for (int i = 0; i < s->walk.n; i++) {
		if (i)
			fputc(',', f);
		put_fold(f, &s->search, &s->walk.folds[i]);
	}
	fputc(']', f);
}

int
searched_put(FILE *f, const struct searched *s)
{
	int rc = 0;
	const struct grid *g = s->search.grid;

	fprintf(f, "{\"objective\":\"%s\",\"combinations\":%d,\"options\":[",
	    s->search.objective->name, g->combinations);
	for (int i = 0; i < g->n; i++)
		fprintf(f, "%s\"%s\"", i ? "," : "", g->axes[i].name);
	fputc(']', f);
	if (s->search.objective->sign < 0)
		fputs(",\"least\":true", f);
	if (s->walks)
		put_walk(f, s);
	else
		rc = put_rows(f, s);
	fputc('}', f);
	return rc;
}
