/* SPDX-License-Identifier: MIT */
#include "sim/search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/crew.h"
#include "sim/run.h"

enum {
	BATCH = 8,    /* simulations hear a piece of the list together, */
	PIECE = 2048, /* so that it is in the cache for all but the first */
	SHARES = 4,   /* of each thread, so that none waits for long */
};

const struct objective objectives[] = {
    {"sharpe", 1},
    {"sortino", 1},
    {"calmar", 1},
    {"return", 1},
    {"cagr", 1},
    {"equity_final", 1},
    {"profit_factor", 1},
    {"profit_factor_money", 1},
    {"expectancy", 1},
    {"expectancy_r", 1},
    {"sqn", 1},
    {"kelly", 1},
    {"win_rate", 1},
    {"payoff", 1},
    {"avg_trade", 1},
    {"median_trade", 1},
    {"max_drawdown", -1},
    {"avg_drawdown", -1},
    {"ulcer", -1},
    {"cvar", -1},
    {"volatility_annual", -1},
    {0},
};

const struct objective *
objective_find(const char *name)
{
	const struct objective *o = objectives;

	while (o->name && strcmp(o->name, name) != 0)
		o++;
	return o->name ? o : NULL;
}

static double
value_of(const struct objective *o, const struct run *run)
{
	const struct figure *fig = figure_find(run_figures, o->name);

	return *(const double *)figure_value(fig, run);
}

static int
conclude(const struct search *s, struct simulation *sim, struct attempt *a)
{
	struct moments days;
	struct run run;

	if (simulation_end(sim) != 0 ||
	    run_make(&run, sim, s->year_days) != 0 || run_days(&days, sim) != 0)
		return -1;
	a->sharpe_daily = days.sharpe;
	a->trades = run.trades;
	a->total_return = run.total_return;
	a->sharpe = run.yield.sharpe;
	a->max_drawdown = run.drawdown.worst;
	a->value = value_of(s->objective, &run);
	return 0;
}

struct batches {
	const struct search *s;
	size_t from, to;
	struct attempt *attempts;
	int size; /* of one */
};

static int
play(const struct batches *b, struct simulation *sims, int n)
{
	for (size_t i = b->from; i < b->to; i += PIECE) {
		size_t end = b->to - i < PIECE ? b->to : i + PIECE;

		for (int k = 0; k < n; k++)
			for (size_t j = i; j < end; j++)
				if (simulation_take(
					&sims[k], &b->s->events->at[j]) != 0)
					return -1;
	}
	return 0;
}

/* The i-th batch of combinations. */
static int
run_batch(void *arg, int64_t i)
{
	const struct batches *b = arg;
	const struct search *s = b->s;
	int first = (int)i * b->size, n = s->grid->combinations - first, rc;
	struct simulation sims[BATCH];

	n = n < b->size ? n : b->size;
	for (int k = 0; k < n; k++) {
		struct rules r = *s->rules;

		grid_rules(s->grid, first + k, &r);
		simulation_init(&sims[k], &r, s->markets);
	}
	rc = play(b, sims, n);
	for (int k = 0; k < n; k++) {
		if (rc == 0)
			rc = conclude(s, &sims[k], &b->attempts[first + k]);
		simulation_finish(&sims[k]);
	}
	return rc;
}

static void
watch_batches(void *arg, int64_t done)
{
	const struct batches *b = arg;
	const struct search *s = b->s;
	int64_t n = done * b->size;

	if (s->watch)
		s->watch(s->arg,
		    n < s->grid->combinations ? n : s->grid->combinations,
		    s->grid->combinations);
}

int
search_run(
    const struct search *s, size_t from, size_t to, struct attempt *attempts)
{
	int n = s->grid->combinations, size = n / (SHARES * s->threads);
	struct batches b = {s, from, to, attempts, size};

	if (size < 1)
		b.size = 1;
	else if (size > BATCH)
		b.size = BATCH;
	return crew_run(s->threads, (n + b.size - 1) / b.size, run_batch,
	    watch_batches, &b);
}

double
search_rank(const struct search *s, const struct attempt *a)
{
	double v = s->objective->sign * a->value;

	/* Infinite as of a single trade that was won. */
	return isfinite(v) && a->trades >= s->min_trades ? v
							 : -(double)INFINITY;
}

int
search_best(const struct search *s, const struct attempt *attempts)
{
	double most = -(double)INFINITY;
	int best = -1;

	for (int i = 0; i < s->grid->combinations; i++) {
		double v = search_rank(s, &attempts[i]);

		if (v > most) {
			most = v;
			best = i;
		}
	}
	return best;
}

struct place {
	int i;
	double rank;
};

static int
best_first(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return x->i - y->i;
}

int *
search_order(const struct search *s, const struct attempt *attempts)
{
	int n = s->grid->combinations;
	struct place *all = malloc((size_t)n * sizeof *all);
	int *order = malloc((size_t)n * sizeof *order);

	if (all && order) {
		for (int i = 0; i < n; i++)
			all[i] =
			    (struct place){i, search_rank(s, &attempts[i])};
		qsort(all, (size_t)n, sizeof *all, best_first);
		for (int i = 0; i < n; i++)
			order[i] = all[i].i;
	} else {
		free(order);
		order = NULL;
	}
	free(all);
	return order;
}
