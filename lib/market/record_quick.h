/* SPDX-License-Identifier: MIT */
/* record_quick - the usual values, to their slots: see record_scan.h. */
#ifndef RECORD_QUICK_H
#define RECORD_QUICK_H

#include "base/num_short.h"
#include "market/record_value.h"

/* A usual number; NULL: any_value() is to look at it. */
static inline const char *
quick_number(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	struct value *v = &sc->r->v[slot];
	uint64_t m;
	int places;

	if (p - sc->line < NUM_BEFORE)
		return NULL;
	p = num_short(p, &m, &places);
	if (!p || (m == 0 && kind == KIND_PRICE))
		return NULL;
	v->form = FORM_PLAIN;
	v->i = (int64_t)m;
	v->exp = (int16_t)-places;
	/* Both are exact, below 2^53: the one rounding is the right one. */
	v->num = (double)(int64_t)m / num_pow10[places];
	return p;
}

/* The same for a whole number. */
static inline const char *
quick_integer(struct scan *sc, const char *p, unsigned slot)
{
	struct value *v = &sc->r->v[slot];
	uint64_t m;

	if (p - sc->line < NUM_BEFORE)
		return NULL;
	p = num_short_whole(p, &m);
	if (!p || m > (uint64_t)time_max)
		return NULL;
	v->form = FORM_PLAIN;
	v->i = (int64_t)m;
	return p;
}

/* The value at p, to its slot. */
static inline const char *
value(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	const char *q = NULL;

	switch (kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		q = quick_number(sc, p, kind, slot);
		break;
	case KIND_TIME:
	case KIND_INT:
	case KIND_COUNT:
		q = quick_integer(sc, p, slot);
		break;
	case KIND_CHECK_AMOUNT:
		q = num_short_end(p);
		break;
	case KIND_CHECK_COUNT:
		q = num_short_whole_end(p);
		break;
	case KIND_STRING:
	case KIND_WORD:
	case KIND_INTERVAL:
		if (*p == '"')
			return text(sc, p, kind, slot);
		break;
	default:
		break;
	}
	return __builtin_expect(q != NULL, 1) ? q : any_value(sc, p, slot);
}

#endif
