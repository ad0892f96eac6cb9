/* SPDX-License-Identifier: MIT */
#include "sim/counting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "sim/run.h"
#include "store/store.h"

int
counting_init(struct counting *c)
{
	*c = (struct counting){.prices = sha256_new()};
	return c->prices ? 0 : -1;
}

void
counting_finish(struct counting *c)
{
	sha256_free(c->prices);
	free(c->places);
}

static int
places_grow(struct counting *c, int n)
{
	int *places = realloc(c->places, (size_t)n * sizeof *places);

	if (!places)
		return -1;
	c->places = places;
	for (; c->size < n; c->size++)
		places[c->size] = -1;
	return 0;
}

/* Markets count from their first price on: others are only spoken of. */
static int
add_market(struct counting *c, const struct market *m)
{
	c->places[m->number] = c->priced++;
	return sha256_add(c->prices, m->venue, strlen(m->venue) + 1) |
	       sha256_add(c->prices, m->name, strlen(m->name) + 1);
}

int
counting_price(
    struct counting *c, const struct markets *ms, const struct event *e)
{
	double row[] = {0, (double)e->time, e->bar.open, e->bar.high,
	    e->bar.low, e->bar.close};

	if (e->market >= c->size && places_grow(c, ms->n) != 0)
		return -1;
	if (c->places[e->market] < 0 && add_market(c, ms->at[e->market]) != 0)
		return -1;
	row[0] = c->places[e->market];
	return sha256_add(c->prices, row, sizeof row);
}

/* ---- the rows ---- */

struct rows {
	struct store_trial *at;
	char (*runs)[SHA256_HEX];
	char **options;
	size_t n;
};

static void
rows_finish(struct rows *r)
{
	for (size_t i = 0; r->options && i < r->n; i++)
		free(r->options[i]);
	free(r->options);
	free(r->runs);
	free(r->at);
}

static int
rows_init(struct rows *r, size_t n)
{
	r->n = n;
	r->at = calloc(n, sizeof *r->at);
	r->runs = calloc(n, sizeof *r->runs);
	r->options = calloc(n, sizeof *r->options);
	return r->at && r->runs && r->options ? 0 : -1;
}

/* The terms as an object, *new*; NULL: out of memory. */
static char *
terms_text(const struct terms *terms, int64_t max_disorder, const char *search)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	if (!f)
		return NULL;
	fputc('{', f);
	terms_put(f, terms);
	if (max_disorder)
		fprintf(f, ",\"max_disorder\":%" PRId64, max_disorder);
	if (*search)
		fprintf(f, ",\"search\":\"%s\"", search);
	fputc('}', f);
	if (ferror(f) | fclose(f)) {
		free(text);
		return NULL;
	}
	return text;
}

/* Names row i: its terms, and their hash behind that of the input. */
static int
name_row(struct rows *r, size_t i, const struct tried *tried,
    const struct terms *terms, const char *search)
{
	const char *input = proof_input(tried->proof);
	struct sha256 *sum = sha256_new();
	char *text = terms_text(terms, tried->max_disorder, search);
	int rc = -1;

	r->options[i] = text;
	if (input && sum && text &&
	    sha256_add(sum, input, strlen(input) + 1) == 0 &&
	    sha256_add(sum, text, strlen(text)) == 0)
		rc = sha256_end(sum, r->runs[i]);
	sha256_free(sum);
	r->at[i].run = r->runs[i];
	r->at[i].options = text;
	return rc;
}

static void
terms_of(struct terms *terms, const struct tried *tried, int combination)
{
	const struct search *s = &tried->searched->search;

	*terms = *tried->terms;
	terms->rules = *s->rules;
	grid_rules(s->grid, combination, &terms->rules);
}

static int
add_text(struct sha256 *sum, const char *text)
{
	return text ? sha256_add(sum, text, strlen(text) + 1) : -1;
}

/* What a walk chose from, in this order, and how. */
static int
sum_walk(const struct tried *tried, char hex[SHA256_HEX])
{
	const struct searched *s = tried->searched;
	const struct walk_plan *p = &s->plan;
	struct sha256 *sum = sha256_new();
	int rc = sum ? 0 : -1;
	char how[160];

	snprintf(how, sizeof how,
	    "%s %g %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
	    s->search.objective->name, s->search.year_days,
	    s->search.min_trades, p->train, p->test, p->purge, p->embargo);
	if (rc == 0)
		rc = add_text(sum, how);
	for (int i = 0; i < s->search.grid->combinations && rc == 0; i++) {
		struct terms terms;
		char *text;

		terms_of(&terms, tried, i);
		text = terms_text(&terms, 0, "");
		rc = add_text(sum, text);
		free(text);
	}
	if (rc == 0)
		rc = sha256_end(sum, hex);
	sha256_free(sum);
	return rc;
}

/* The one that was simulated; a walk is told from others by what it chose
 * from. */
static int
one_row(struct rows *r, const struct tried *tried)
{
	char search[SHA256_HEX] = "";
	struct moments m;

	if (run_days(&m, tried->sim) != 0)
		return -1;
	r->at[0].days = (int64_t)m.n;
	r->at[0].sharpe = m.sharpe;
	r->at[0].trades = (int64_t)tried->sim->trades.n;
	r->at[0].total_return =
	    portfolio_equity(&tried->sim->account) / tried->sim->account.start -
	    1;
	if (tried->searched && sum_walk(tried, search) != 0)
		return -1;
	return name_row(r, 0, tried, tried->terms, search);
}

static int
all_rows(struct rows *r, const struct tried *tried)
{
	const struct searched *s = tried->searched;
	struct moments m;

	if (run_days(&m, tried->sim) != 0)
		return -1;
	for (size_t i = 0; i < r->n; i++) {
		const struct attempt *a = &s->attempts[i];
		struct terms terms;

		terms_of(&terms, tried, (int)i);
		r->at[i].days = (int64_t)m.n;
		r->at[i].trades = a->trades;
		r->at[i].total_return = a->total_return;
		r->at[i].sharpe = a->sharpe_daily;
		if (name_row(r, i, tried, &terms, "") != 0)
			return -1;
	}
	return 0;
}

/* ---- the ledger ---- */

static int
enter(const struct rows *r, const char *db, struct trials *t,
    char why[COUNTING_WHY])
{
	struct store_trials all;
	char reason[STORE_WHY];
	struct store *s;
	int rc;

	if (store_open(&s, db, STORE_WRITE, reason) != 0) {
		snprintf(why, COUNTING_WHY, "%s", reason);
		return -1;
	}
	rc = store_trial(s, r->at, r->n, &all);
	if (rc != 0)
		snprintf(why, COUNTING_WHY, "%s", store_why(s));
	if (store_close(s, reason) != 0 && rc == 0) {
		snprintf(why, COUNTING_WHY, "%s", reason);
		rc = -1;
	}
	if (rc != 0)
		return -1;
	*t = (struct trials){
	    .counted = true, .n = all.n, .variance = num_calc(all.variance)};
	memcpy(t->head, all.head, sizeof t->head);
	return 0;
}

int
counting_enter(struct counting *c, const char *db, const struct tried *tried,
    struct trials *t, char why[COUNTING_WHY])
{
	bool sweeps = tried->searched && !tried->searched->walks;
	size_t n =
	    sweeps ? (size_t)tried->searched->search.grid->combinations : 1;
	struct rows r = {0};
	char prices[SHA256_HEX];
	int rc = -1;

	if (rows_init(&r, n) == 0 && sha256_end(c->prices, prices) == 0 &&
	    (sweeps ? all_rows(&r, tried) : one_row(&r, tried)) == 0)
		rc = 0;
	for (size_t i = 0; rc == 0 && i < n; i++)
		r.at[i].prices = prices;
	if (rc != 0)
		snprintf(why, COUNTING_WHY, "out of memory");
	else
		rc = enter(&r, db, t, why);
	rows_finish(&r);
	return rc;
}
