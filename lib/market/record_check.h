/* SPDX-License-Identifier: MIT */
/* record_check - what the table of members cannot say: see record_scan.h. */
#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

#include <stdio.h>

#include "market/interval.h"
#include "market/record_scan.h"

static const char *
check_bar(struct scan *sc)
{
	const struct value *v = sc->r->v;
	double high = v[CANDLE_HIGH].num, low = v[CANDLE_LOW].num;

	if (high < low)
		return fail(sc, "'high' is below 'low'");
	if (v[CANDLE_OPEN].num > high || v[CANDLE_OPEN].num < low)
		return fail(sc, "'open' is outside 'low' to 'high'");
	if (v[CANDLE_CLOSE].num > high || v[CANDLE_CLOSE].num < low)
		return fail(sc, "'close' is outside 'low' to 'high'");
	return "";
}

/* What a bar's time must be: its last ms; an open bar's is its own. */
static const char *
check_bar_time(struct scan *sc)
{
	struct record *r = sc->r;
	int64_t end = interval_end(
	    (enum interval)r->v[CANDLE_INTERVAL].i, r->v[CANDLE_OPEN_TIME].i);

	if (!rec_has(r, M_TIME)) {
		r->has |= 1u << M_TIME;
		r->v[M_TIME].i = end;
		r->v[M_TIME].form = FORM_PLAIN;
	} else if (r->v[M_TIME].i != end && !rec_candle_open(r)) {
		return fail(sc, "'time' is not open_time + interval - 1");
	}
	return "";
}

/* What the table cannot say. */
static int
check(struct scan *sc)
{
	struct record *r = sc->r;
	const struct value *v = r->v;
	uint32_t missing = sc->ps->required[r->type] & ~r->has;

	if (missing) {
		snprintf(sc->ps->why, sizeof sc->ps->why, "no member '%s'",
		    sc->def->members[__builtin_ctz(missing)].name);
		return lose(sc, sc->ps->why);
	}
	if (rec_has(r, M_SYMBOL) && v[M_SYMBOL].len == 0)
		return lose(sc, "'symbol' is empty");
	if (r->type == REC_CANDLE || r->type == REC_PREMIUM) {
		if (!check_bar(sc) || !check_bar_time(sc))
			return -1;
		if (r->type == REC_CANDLE)
			r->has &= ~sc->ps->check_only;
	} else if (r->type == REC_GAP && v[GAP_FROM].i > v[GAP_TO].i) {
		return lose(sc, "'from' is after 'to'");
	}
	r->time = v[M_TIME].i;
	return 0;
}

#endif
