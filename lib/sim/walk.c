/* SPDX-License-Identifier: MIT */
#include "sim/walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

enum { FOLDS_MOST = 2000 };

/* Places of one fold in the list, each behind that of the fold before. */
struct places {
	size_t train_from, train_to, test_from, test_to, embargo_to;
};

struct walker {
	const struct walk_plan *plan;
	const struct search *s;
	struct search in_train; /* the same, of a part */
	struct teller *t;
	struct attempt *attempts;
	struct places at;
};

/* The first price of that time or later, from a place on. */
static size_t
find_price(const struct event_list *events, size_t at, int64_t time)
{
	while (at < events->n && !(event_is_price(&events->at[at]) &&
				     events->at[at].time >= time))
		at++;
	return at;
}

/*
 * Where the stretch begins whose first price that is: behind the price before
 * it.  What was said in between was known before the stretch, and can only be
 * traded in it.
 */
static size_t
seek(const struct event_list *events, size_t at, int64_t time)
{
	size_t first = at;

	at = find_price(events, at, time);
	while (at < events->n && at > first &&
	       !event_is_price(&events->at[at - 1]))
		at--;
	return at;
}

/* When the first and last prices were. */
static bool
span_of(const struct event_list *events, int64_t *first, int64_t *last)
{
	size_t begin = find_price(events, 0, INT64_MIN), end = events->n;

	if (begin == events->n)
		return false;
	while (!event_is_price(&events->at[end - 1]))
		end--;
	*first = events->at[begin].bar.open_time;
	*last = events->at[end - 1].time;
	return true;
}

/* ---- folds ---- */

static int
lay_folds(struct walk *w, const struct walk_plan *p,
    const struct event_list *events, char why[WALK_WHY])
{
	int64_t first = 0, last = 0, from, n;

	if (!span_of(events, &first, &last) ||
	    last - first < p->train + p->embargo) {
		snprintf(why, WALK_WHY,
		    "the prices span %.4g days, and the first test begins "
		    "after %.4g",
		    (double)(last - first) / DAY_MS,
		    (double)(p->train + p->embargo) / DAY_MS);
		return -1;
	}
	n = (last - first - p->train - p->embargo) / p->test + 1;
	if (n > FOLDS_MOST) {
		snprintf(why, WALK_WHY,
		    "%" PRId64 " tests, and at most %d fit into a report", n,
		    FOLDS_MOST);
		return -1;
	}
	w->folds = calloc((size_t)n, sizeof *w->folds);
	if (!w->folds) {
		snprintf(why, WALK_WHY, "out of memory");
		return -1;
	}
	for (; w->n < n; w->n++) {
		from = first + w->n * p->test;
		w->folds[w->n] = (struct fold){
		    .train_from = from,
		    .train_to = from + p->train - p->purge,
		    .test_from = from + p->train + p->embargo,
		    .test_to = from + p->train + p->test,
		};
		if (w->folds[w->n].test_to > last)
			w->folds[w->n].test_to = last + 1;
	}
	return 0;
}

static void
find_places(struct walker *k, const struct fold *f)
{
	const struct event_list *events = k->s->events;
	struct places *at = &k->at;

	at->train_from = seek(events, at->train_from, f->train_from);
	at->train_to = seek(events, at->train_to, f->train_to);
	at->embargo_to =
	    seek(events, at->embargo_to, f->test_from - k->plan->embargo);
	at->test_from = seek(events, at->test_from, f->test_from);
	at->test_to = seek(events, at->test_to, f->test_to);
}

/* ---- trading ---- */

/* Plays a part of the list, with or without its signals. */
static int
play(struct walker *k, size_t from, size_t to, bool signals)
{
	for (size_t i = from; i < to; i++) {
		const struct event *e = &k->s->events->at[i];

		if (e->kind == EVENT_SIGNAL && !signals)
			continue;
		if (teller_play(k->t, e) != 0)
			return -1;
	}
	return 0;
}

static int
choose(struct walker *k, struct fold *f)
{
	if (search_run(&k->in_train, k->at.train_from, k->at.train_to,
		k->attempts) != 0)
		return -1;
	f->chosen = search_best(k->s, k->attempts);
	if (f->chosen >= 0)
		f->train = k->attempts[f->chosen];
	return 0;
}

static int
trade(struct walker *k, struct fold *f, bool last)
{
	struct simulation *sim = k->t->sim;
	struct rules r = *k->s->rules;
	size_t before = sim->trades.n;

	if (f->chosen >= 0)
		grid_rules(k->s->grid, f->chosen, &r);
	if (teller_turn(k->t, &r) != 0)
		return -1;
	f->equity_from = portfolio_equity(&sim->account);
	if (play(k, k->at.embargo_to, k->at.test_from, false) != 0 ||
	    play(k, k->at.test_from, k->at.test_to, f->chosen >= 0) != 0)
		return -1;
	/* The last ends as --finish says. */
	if (last ? teller_end(k->t) != 0 : teller_turn(k->t, &r) != 0)
		return -1;
	f->equity_to = portfolio_equity(&sim->account);
	f->trades = (int64_t)(sim->trades.n - before);
	return 0;
}

int
walk_make(struct walk *w, const struct walk_plan *plan, const struct search *s,
    struct teller *t, char why[WALK_WHY])
{
	struct walker k = {.plan = plan, .s = s, .in_train = *s, .t = t};
	int rc = 0;

	*w = (struct walk){0};
	if (lay_folds(w, plan, s->events, why) != 0)
		return -1;
	k.in_train.watch = NULL;
	k.attempts = calloc((size_t)s->grid->combinations, sizeof *k.attempts);
	for (int i = 0; i < w->n && rc == 0; i++) {
		find_places(&k, &w->folds[i]);
		rc = !k.attempts || choose(&k, &w->folds[i]) != 0 ||
			     trade(&k, &w->folds[i], i == w->n - 1) != 0
			 ? -1
			 : 0;
		if (s->watch)
			s->watch(s->arg, i + 1, w->n);
	}
	if (rc != 0)
		snprintf(why, WALK_WHY, "out of memory");
	free(k.attempts);
	return rc;
}

void
walk_finish(struct walk *w)
{
	free(w->folds);
}
