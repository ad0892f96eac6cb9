/* SPDX-License-Identifier: MIT */
#include "sim/market.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
market_free(struct market *m)
{
	free(m->venue);
	free(m->name);
	free(m);
}

void
markets_finish(struct markets *ms)
{
	for (int i = 0; i < ms->n; i++)
		market_free(ms->at[i]);
	free(ms->at);
	free(ms->of_candle);
	free(ms->of_other);
	*ms = (struct markets){0};
}

static int
list_grow(struct markets *ms)
{
	int size = ms->size ? 2 * ms->size : 8;
	struct market **at = realloc(ms->at, (size_t)size * sizeof *at);

	if (!at)
		return -1;
	ms->at = at;
	ms->size = size;
	return 0;
}

static struct market *
market_new(struct markets *ms, const char *venue, const char *name)
{
	struct market *m;

	if (ms->n == ms->size && list_grow(ms) != 0)
		return NULL;
	m = calloc(1, sizeof *m);
	if (!m)
		return NULL;
	m->venue = strdup(venue);
	m->name = strdup(name);
	if (!m->venue || !m->name) {
		market_free(m);
		return NULL;
	}
	m->iv = -1;
	m->last_open = m->shown = INT64_MIN;
	m->number = ms->n;
	ms->at[ms->n++] = m;
	return m;
}

static struct market *
market_find(const struct markets *ms, const char *venue, const char *name)
{
	for (int i = 0; i < ms->n; i++) {
		struct market *m = ms->at[i];

		if (strcmp(m->name, name) == 0 &&
		    (!venue || strcmp(m->venue, venue) == 0))
			return m;
	}
	return NULL;
}

/* Gives to candles of venue what signals without one began. */
static struct market *
market_claim(struct markets *ms, const char *venue, const char *name)
{
	struct market *m = market_find(ms, "", name);
	char *copy;

	if (!m || m->priced)
		return NULL;
	copy = strdup(venue);
	if (!copy)
		return NULL;
	free(m->venue);
	m->venue = copy;
	return m;
}

static int
numbers_grow(struct markets *ms, int symbol)
{
	int n = symbol < 8 ? 16 : 2 * symbol;
	int *candle, *other;

	candle = realloc(ms->of_candle, (size_t)n * sizeof *candle);
	if (!candle)
		return -1;
	ms->of_candle = candle;
	other = realloc(ms->of_other, (size_t)n * sizeof *other);
	if (!other)
		return -1;
	ms->of_other = other;
	for (int i = ms->numbers; i < n; i++)
		candle[i] = other[i] = -1;
	ms->numbers = n;
	return 0;
}

struct market *
markets_candle(
    struct markets *ms, int symbol, const char *venue, const char *name)
{
	struct market *m;

	if (symbol < ms->numbers && ms->of_candle[symbol] >= 0)
		return ms->at[ms->of_candle[symbol]];
	if (symbol >= ms->numbers && numbers_grow(ms, symbol) != 0)
		return NULL;
	m = market_find(ms, venue, name);
	if (!m)
		m = market_claim(ms, venue, name);
	if (!m)
		m = market_new(ms, venue, name);
	if (!m)
		return NULL;
	m->priced = true;
	ms->of_candle[symbol] = m->number;
	return m;
}

struct market *
markets_other(
    struct markets *ms, int symbol, const char *venue, const char *name)
{
	struct market *m;

	if (symbol < ms->numbers && ms->of_other[symbol] >= 0)
		return ms->at[ms->of_other[symbol]];
	if (symbol >= ms->numbers && numbers_grow(ms, symbol) != 0)
		return NULL;
	m = market_find(ms, *venue ? venue : NULL, name);
	if (!m)
		m = market_new(ms, venue, name);
	if (m)
		ms->of_other[symbol] = m->number;
	return m;
}

bool
market_trades(struct market *m, const struct record *r, int iv, enum calendar c)
{
	int of_candle = (int)r->v[CANDLE_INTERVAL].i;

	if (rec_has(r, CANDLE_CLOSED) && !r->v[CANDLE_CLOSED].i)
		return false;
	if (m->iv < 0) {
		m->iv = iv < 0 ? of_candle : iv;
		m->continuous = calendar_continuous(c, m->venue);
	}
	return of_candle == m->iv;
}

void
market_show(struct market *m, const struct record *r, int iv)
{
	if (m->iv >= 0)
		iv = m->iv;
	if (r->v[CANDLE_INTERVAL].i == iv && r->time > m->shown)
		m->shown = r->time;
}

void
market_hole(struct market *m, int64_t from, int64_t to)
{
	if (m->bars == 0 || to <= m->seen_ms)
		return;
	m->missing_ms += to - (from > m->seen_ms ? from - 1 : m->seen_ms);
	m->seen_ms = to;
}

void
market_note(struct market *m, const struct event *e)
{
	int64_t open = e->bar.open_time;

	if (e->kind == EVENT_BAR && m->continuous)
		market_hole(m, m->seen_ms + 1, open - 1);
	if (m->bars++ == 0)
		m->first_open = open;
	m->last_open = open;
	if (e->time > m->seen_ms)
		m->seen_ms = e->time;
}

int64_t
market_span_ms(const struct market *m)
{
	return m->bars ? m->seen_ms - m->first_open + 1 : 0;
}

bool
market_broken(const struct market *m, const struct record *r, bool trades)
{
	const struct value *set = &r->v[GAP_DATASET];
	int type = REC_CANDLE;

	if (rec_has(r, GAP_DATASET))
		type = (int)rec_type_find(set->s, set->len);
	if (type != REC_CANDLE && !(trades && type == REC_TRADE))
		return false;
	return !rec_has(r, GAP_INTERVAL) || m->iv < 0 ||
	       r->v[GAP_INTERVAL].i == m->iv;
}

const char *
markets_title(const struct markets *ms, int number, char buf[MARKET_TITLE])
{
	const struct market *m = ms->at[number];

	for (int i = 0; i < ms->n; i++) {
		if (i == number || strcmp(ms->at[i]->name, m->name) != 0)
			continue;
		snprintf(buf, MARKET_TITLE, "%s/%s", m->venue, m->name);
		return buf;
	}
	return m->name;
}
