/* SPDX-License-Identifier: MIT */
/* What a search found, for people: at most 79 columns. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "sim/searched.h"

enum { SHOWN = 10, VALUES = 30, DATE = 11 };

/* "0.01 2R": the values of a combination, cut to their column. */
static void
put_values(FILE *f, const struct grid *g, int combination)
{
	char text[GRID_AXES * GRID_TEXT] = "", *p = text;

	for (int i = 0; i < g->n; i++)
		p += sprintf(
		    p, "%s%s", i ? " " : "", grid_value(g, combination, i));
	fprintf(f, "%-*.*s", VALUES, VALUES - 1, text);
}

static void
put_names(FILE *f, const struct grid *g)
{
	char text[GRID_AXES * (GRID_NAME + 1)] = "", *p = text;

	for (int i = 0; i < g->n; i++)
		p += sprintf(p, "%s%s", i ? " " : "", g->axes[i].name);
	fprintf(f, "%-*.*s", VALUES, VALUES - 1, text);
}

static void
put_number(FILE *f, int width, double v, double times, const char *unit)
{
	if (isfinite(v))
		fprintf(f, "%*.2f%s", width, times * v, unit);
	else
		fprintf(f, "%*s%s", width, "-", *unit ? " " : "");
}

static int
put_best(FILE *f, const struct searched *s)
{
	const struct search *find = &s->search;
	bool extra = !searched_has_column(find->objective);
	int n = find->grid->combinations;
	int *order = search_order(find, s->attempts);

	if (!order)
		return -1;
	put_names(f, find->grid);
	fprintf(f, "%9s%11s%9s%9s", "trades", "return", "Sharpe", "drawdown");
	fprintf(f, extra ? " %.13s\n" : "\n", find->objective->name);
	for (int i = 0; i < n && i < SHOWN; i++) {
		const struct attempt *a = &s->attempts[order[i]];

		put_values(f, find->grid, order[i]);
		fprintf(f, "%9" PRId64, a->trades);
		put_number(f, 10, a->total_return, 100, "%");
		put_number(f, 9, a->sharpe, 1, "");
		put_number(f, 8, a->max_drawdown, 100, "%");
		if (extra)
			fprintf(f, "%11.4g", a->value);
		fputc('\n', f);
	}
	free(order);
	return 0;
}

static void
put_date(FILE *f, int64_t time)
{
	char text[CLOCK_TEXT];

	fprintf(f, " %-*.10s", DATE - 1, clock_format(time, text));
}

static void
put_folds(FILE *f, const struct searched *s)
{
	put_names(f, s->search.grid);
	fprintf(f, "%*s%*s%9s%12s\n", DATE, "traded from", DATE, "until",
	    "trades", "return");
	for (int i = 0; i < s->walk.n; i++) {
		const struct fold *d = &s->walk.folds[i];

		if (d->chosen >= 0)
			put_values(f, s->search.grid, d->chosen);
		else
			fprintf(f, "%-*s", VALUES, "none");
		put_date(f, d->test_from);
		put_date(f, d->test_to - 1);
		fprintf(f, "%9" PRId64, d->trades);
		put_number(f, 11, d->equity_to / d->equity_from - 1, 100, "%");
		fputc('\n', f);
	}
}

int
searched_text(FILE *f, const struct searched *s)
{
	const char *objective = s->search.objective->name;

	if (s->walks) {
		fprintf(f,
		    "\nWalk-forward: the best of %d combinations by %s in "
		    "%.4g days, then traded\nfor %.4g days; the report is of "
		    "these\n",
		    s->search.grid->combinations, objective,
		    (double)s->plan.train / DAY_MS,
		    (double)s->plan.test / DAY_MS);
		put_folds(f, s);
		return 0;
	}
	fprintf(f, "\nSearch: %d combinations by %s; the report is of the %s\n",
	    s->search.grid->combinations, objective,
	    s->best < 0 ? "first, as none has a value" : "best");
	return put_best(f, s);
}
