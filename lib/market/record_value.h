/* SPDX-License-Identifier: MIT */
/* record_value - any value of a record, to its slot: see record_scan.h. */
#ifndef RECORD_VALUE_H
#define RECORD_VALUE_H

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/num.h"
#include "market/interval.h"
#include "market/record_scan.h"

/* A number of a number kind at p. */
static const char *
number(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	struct value *v = &sc->r->v[slot];
	struct num_scan n;
	const char *q;

	if (*p != '-' && (unsigned char)(*p - '0') > 9)
		return blame(sc, slot, "is not a number");
	q = num_scan(p, &n);
	if (!q)
		return fail(sc, "bad number");
	v->form = FORM_PLAIN;
	v->s = p;
	v->len = (uint32_t)(q - p);
	v->num = num_scale(n.m, n.e, n.neg, n.exact, p, v->len);
	if (!isfinite(v->num))
		return blame(sc, slot, "is too large a number");
	v->i = (int64_t)(n.neg ? 0 - n.m : n.m);
	v->exp = (int16_t)n.e;
	if (!n.exact || n.m > INT64_MAX || n.e <= -EXP_WIDE)
		v->exp = EXP_WIDE;
	if (kind == KIND_PRICE && v->num <= 0)
		return blame(sc, slot, "is not above zero");
	if (kind == KIND_AMOUNT && v->num < 0)
		return blame(sc, slot, "is below zero");
	return q;
}

/* A whole number at p. */
static const char *
integer(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	struct value *v = &sc->r->v[slot];
	struct num_scan n;
	const char *q;

	if (*p != '-' && (unsigned char)(*p - '0') > 9)
		return blame(sc, slot, "is not a whole number");
	q = num_scan(p, &n);
	if (!q)
		return fail(sc, "bad number");
	if (!n.integer)
		return blame(sc, slot, "is not a whole number");
	/* n.e > 0: it has more than 19 digits. */
	if (n.e > 0 || n.m > (uint64_t)INT64_MAX + n.neg)
		return blame(sc, slot, "is too large a number");
	v->form = FORM_PLAIN;
	v->i = (int64_t)(n.neg ? 0 - n.m : n.m);
	if (kind != KIND_INT && v->i < 0)
		return blame(sc, slot, "is below zero");
	if (kind == KIND_TIME && v->i > time_max)
		return blame(sc, slot, "is no time before the year 10000");
	return q;
}

/* word: a literal; s may hold anything. */
static inline bool
is_word(const char *word, const char *s, size_t len)
{
	size_t i = 0;

	while (i < len && word[i] && word[i] == s[i])
		i++;
	return i == len && !word[i];
}

static int
word_index(const char *const *words, const char *s, size_t len)
{
	for (int i = 0; words[i]; i++)
		if (is_word(words[i], s, len))
			return i;
	return -1;
}

/* A string that is not known yet; p is its first byte. */
static const char *
new_text(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	struct value *v = &sc->r->v[slot];
	const char *at = p;

	p = string(sc, at, &v->s, &v->len);
	if (!p)
		return NULL;
	if (kind == KIND_STRING) {
		/* Only an escape can make a NUL. */
		if (v->s != at && memchr(v->s, '\0', v->len))
			return blame(sc, slot, "holds a NUL");
		return p;
	}
	if (kind == KIND_INTERVAL)
		v->i = interval_parse(v->s, v->len);
	else
		v->i = word_index(sc->def->members[slot].words, v->s, v->len);
	if (v->i >= 0)
		return p;
	return blame(sc, slot,
	    kind == KIND_INTERVAL ? "is no known interval"
				  : "is none of the words it may be");
}

/* What is remembered of this slot's values; NULL: nothing. */
static inline struct named *
named(struct scan *sc, unsigned kind, unsigned slot)
{
	struct named *names = sc->ps->names[sc->r->type];

	if (slot == M_VENUE)
		return &names[NAME_VENUE];
	if (slot == M_SYMBOL)
		return &names[NAME_SYMBOL];
	return kind == KIND_INTERVAL ? &names[NAME_INTERVAL] : NULL;
}

/* A value of a string kind at p. */
static inline __attribute__((always_inline)) const char *
text(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	struct named *n = named(sc, kind, slot);
	struct value *v = &sc->r->v[slot];
	const char *q;

	v->form = FORM_PLAIN;
	if (n && n->len && scan_equal(p, n->text, n->len)) {
		v->s = p + 1;
		v->len = n->len - 2u;
		v->i = n->i;
		sc->same |= 1u << slot;
		return p + n->len;
	}
	if (*p != '"')
		return blame(sc, slot, "is not a string");
	q = new_text(sc, p + 1, kind, slot);
	if (!n)
		return q;
	sc->same &= ~(1u << slot);
	n->len = 0;
	if (q && v->s == p + 1 && q - p <= EXPECTED_MAX) {
		n->len = (unsigned char)(q - p);
		n->i = (unsigned char)v->i;
		memcpy(n->text, p, n->len);
	}
	return q;
}

/* Kinds whose JSON text is kept as it is. */
static const char *
nested(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
	struct value *v = &sc->r->v[slot];
	struct num_scan n;
	const char *q = json_skip(p, sc->end, 1, &sc->why);

	if (!q)
		return NULL;
	v->s = p;
	v->len = (uint32_t)(q - p);
	v->form = FORM_PLAIN;
	if (kind == KIND_OBJECT && *p != '{')
		return blame(sc, slot, "is not an object");
	if (kind == KIND_ARRAY && *p != '[')
		return blame(sc, slot, "is not an array");
	if (kind == KIND_BOOL) {
		if (*p != 't' && *p != 'f')
			return blame(sc, slot, "is neither true nor false");
		v->i = *p == 't';
	}
	if (kind == KIND_ID && *p != '"') {
		if (*p != '-' && (unsigned char)(*p - '0') > 9)
			return blame(sc, slot, "is no string or whole number");
		if (!num_scan(p, &n) || !n.integer)
			return blame(sc, slot, "is no string or whole number");
	}
	return q;
}

/* "type" once more, or not as the first member. */
static const char *
type_again(struct scan *sc, const char *p)
{
	const char *s;
	uint32_t len;

	if (*p != '"')
		return fail(sc, "'type' is not a string");
	p = string(sc, p + 1, &s, &len);
	if (p && rec_type_exact(s, len) != sc->r->type)
		sc->retype = true;
	return p;
}

/* Any value, to its slot; null makes it absent. */
static __attribute__((noinline)) const char *
any_value(struct scan *sc, const char *p, unsigned slot)
{
	unsigned kind =
	    slot == NO_SLOT ? KIND_UNKNOWN : sc->def->members[slot].kind;

	p = scan_space(p, sc->end);
	if (memcmp(p, "null", 4) == 0) {
		if (slot != NO_SLOT)
			sc->r->has &= ~(1u << slot);
		return p + 4;
	}
	switch (kind) {
	case KIND_NUMBER:
	case KIND_AMOUNT:
	case KIND_PRICE:
		return number(sc, p, kind, slot);
	case KIND_TIME:
	case KIND_INT:
	case KIND_COUNT:
		return integer(sc, p, kind, slot);
	case KIND_STRING:
	case KIND_WORD:
	case KIND_INTERVAL:
		return text(sc, p, kind, slot);
	case KIND_TYPE:
		return type_again(sc, p);
	case KIND_UNKNOWN:
		return json_skip(p, sc->end, 1, &sc->why);
	default:
		return nested(sc, p, kind, slot);
	}
}

#endif
