/* SPDX-License-Identifier: MIT */
/* Records into findings, type by type. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "market/calendar.h"
#include "market/interval.h"
#include "page/findings_take.h"

/* ---- what grows ---- */

struct part *
findings_part(struct findings *f, int symbol)
{
	int n = symbol + 1;
	struct part *parts;

	if (symbol < f->nparts)
		return &f->parts[symbol];
	parts = realloc(f->parts, (size_t)n * sizeof *parts);
	if (!parts)
		return NULL;
	for (int i = f->nparts; i < n; i++)
		parts[i] = (struct part){.prices = -1};
	f->parts = parts;
	f->nparts = n;
	return &parts[symbol];
}

static struct prices *
add_prices(struct findings *f, int symbol, int iv)
{
	struct prices *p = f->prices;

	if (f->nprices == f->prices_size) {
		int size = f->prices_size ? 2 * f->prices_size : 8;

		p = realloc(p, (size_t)size * sizeof *p);
		if (!p)
			return NULL;
		f->prices = p;
		f->prices_size = size;
	}
	p = &f->prices[f->nprices++];
	*p = (struct prices){.symbol = symbol, .iv = iv, .last_open = -1};
	thin_init(&p->curve);
	return p;
}

static struct prices *
prices_of(struct findings *f, const struct record *r, int iv)
{
	int n = r->series + 1, *of;

	if (r->series >= f->nseries) {
		of = realloc(f->of_series, (size_t)n * sizeof *of);
		if (!of)
			return NULL;
		for (int i = f->nseries; i < n; i++)
			of[i] = -1;
		f->of_series = of;
		f->nseries = n;
	}
	if (f->of_series[r->series] >= 0)
		return &f->prices[f->of_series[r->series]];
	if (!findings_part(f, r->symbol))
		return NULL;
	f->of_series[r->series] = f->nprices;
	return add_prices(f, r->symbol, iv);
}

/* ---- the types ---- */

static void
note_time(struct findings *f, int64_t time)
{
	if (f->first < 0 || time < f->first)
		f->first = time;
	if (time > f->last)
		f->last = time;
}

/* A step of more than one interval, where the market never closes. */
static int
note_step(struct findings *f, struct prices *p, const struct record *r)
{
	int64_t open = r->v[CANDLE_OPEN_TIME].i, next;

	if (p->last_open >= 0 && open > p->last_open &&
	    calendar_holds(CALENDAR_VENUE, r)) {
		next = interval_next((enum interval)p->iv, p->last_open);
		if (open > next && spans_add(&f->parts[p->symbol].holes, next,
				       open - 1, -1) != 0)
			return -1;
	}
	p->last_open = open;
	return 0;
}

static int
take_candle(struct findings *f, const struct record *r)
{
	struct prices *p;

	if (rec_candle_open(r))
		return 0;
	p = prices_of(f, r, (int)r->v[CANDLE_INTERVAL].i);
	if (!p || note_step(f, p, r) != 0)
		return -1;
	if (p->n++ == 0)
		p->first = r->v[CANDLE_CLOSE].num;
	note_time(f, r->time);
	return thin_push(&p->curve, r->time, r->v[CANDLE_OPEN].num,
	    r->v[CANDLE_LOW].num, r->v[CANDLE_HIGH].num,
	    r->v[CANDLE_CLOSE].num);
}

static int
take_trade(struct findings *f, const struct record *r)
{
	struct prices *p = prices_of(f, r, -1);

	if (!p)
		return -1;
	if (p->n++ == 0)
		p->first = r->v[TRADE_PRICE].num;
	note_time(f, r->time);
	return thin_point(&p->curve, r->time, r->v[TRADE_PRICE].num);
}

/* down: how far that is below the peak; NaN: as the ones before say. */
static int
add_equity(struct findings *f, int64_t time, double equity, double down)
{
	if (f->equities++ == 0)
		f->start = f->peak = equity;
	if (equity > f->peak)
		f->peak = equity;
	if (isnan(down))
		down = f->peak > 0 ? (f->peak - equity) / f->peak : 0;
	f->final = equity;
	f->last_equity = time;
	note_time(f, time);
	return months_push(&f->months, time, equity) |
	       thin_point(&f->equity, time, equity) |
	       thin_point(&f->drawdown, time, -fmin(down, 1));
}

static int
take_equity(struct findings *f, const struct record *r)
{
	return add_equity(f, r->time, r->v[EQUITY_EQUITY].num,
	    rec_num(r, EQUITY_DRAWDOWN, NAN));
}

/* What the account is worth at the end is in the report alone. */
static int
end_account(struct findings *f)
{
	double equity = found_number(f, FOUND_STATS, "equity_final");
	double end = found_number(f, FOUND_STATS, "end");

	if (f->equities == 0 || !isfinite(equity) || !isfinite(end) ||
	    end <= (double)f->last_equity)
		return 0;
	return add_equity(f, (int64_t)end, equity, NAN);
}

static void
take_fill(struct findings *f, const struct record *r)
{
	int64_t order = r->v[FILL_ORDER].i;

	if (order <= f->last_order)
		f->mixed = true;
	f->last_order = order;
}

/* The first prices of a symbol, or NULL. */
static const struct prices *
first_prices(const struct findings *f, int symbol)
{
	for (int i = 0; i < f->nprices; i++)
		if (f->prices[i].symbol == symbol)
			return &f->prices[i];
	return NULL;
}

static bool
is_set(const struct record *r, const char *name)
{
	const struct value *set = &r->v[GAP_DATASET];
	size_t len = strlen(name);

	return set->len >= len && memcmp(set->s, name, len) == 0;
}

/* Whether the hole is one in what is traded: candles, of their interval, or
 * trades where there are no candles. */
static bool
concerns(const struct record *r, const struct prices *p)
{
	if (is_set(r, "trade"))
		return !p || p->iv < 0;
	return is_set(r, "candle") && (!p || !rec_has(r, GAP_INTERVAL) ||
					  r->v[GAP_INTERVAL].i == p->iv);
}

static int
take_gap(struct findings *f, const struct record *r)
{
	struct part *part;

	if (!rec_has(r, M_SYMBOL) || !concerns(r, first_prices(f, r->symbol)))
		return 0;
	part = findings_part(f, r->symbol);
	if (!part)
		return -1;
	return spans_add(&part->holes, r->v[GAP_FROM].i, r->v[GAP_TO].i,
	    rec_has(r, GAP_CAUSE) ? (int)r->v[GAP_CAUSE].i : -1);
}

static int
keep_tree(struct findings *f, enum finding which, const char *text, size_t len,
    const char *name, char *why, size_t size)
{
	char reason[128];

	json_tree_free(f->tree[which]);
	f->tree[which] = json_tree_parse(text, len, reason, sizeof reason);
	if (f->tree[which])
		return 0;
	snprintf(
	    why, size, "'%s' cannot be read and is left out: %s", name, reason);
	return 1;
}

static int
take_report(struct findings *f, const struct record *r, char *why, size_t size)
{
	int rc = 0;

	f->passed_over += f->reported;
	f->reported = true;
	for (int i = REPORT_PARAMS; i <= REPORT_PROOF; i++)
		if (rec_has(r, i))
			rc |= keep_tree(f, (enum finding)(i - REPORT_PARAMS),
			    r->v[i].s, r->v[i].len,
			    rec_defs[REC_REPORT].members[i].name, why, size);
	return end_account(f) != 0 ? -1 : rc;
}

/* Whether a run has such records. */
static bool
is_of_run(enum rec_type type)
{
	switch (type) {
	case REC_CANDLE:
	case REC_TRADE:
	case REC_SIGNAL:
	case REC_FILL:
	case REC_POSITION:
	case REC_EQUITY:
	case REC_REPORT:
		return true;
	default:
		return false;
	}
}

int
findings_take(
    struct findings *f, const struct record *r, char *why, size_t size)
{
	if (f->reported && !f->mixed && is_of_run(r->type) &&
	    findings_restart(f) != 0)
		return -1;
	switch (r->type) {
	case REC_CANDLE:
		return take_candle(f, r);
	case REC_TRADE:
		return take_trade(f, r);
	case REC_EQUITY:
		return take_equity(f, r);
	case REC_FILL:
		take_fill(f, r);
		return 0;
	case REC_POSITION:
		return findings_deal(f, r);
	case REC_GAP:
		return take_gap(f, r);
	case REC_CERTIFICATE:
		return keep_tree(f, FOUND_CERTIFICATE, r->line, r->len,
		    "certificate", why, size);
	case REC_REPORT:
		return take_report(f, r, why, size);
	default:
		return 0;
	}
}
