/* SPDX-License-Identifier: MIT */
/*
 * record_value - how record_read.c reads one value into its slot: a file of
 * its own, included there alone, so that the loop over the members stays one
 * function for the compiler.
 */
#ifndef RECORD_VALUE_H
#define RECORD_VALUE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"
#include "base/num_short.h"
#include "market/interval.h"
#include "market/record.h"

enum { SEEN = 40, EXPECTED_MAX = 32, NO_SLOT = 255, KIND_UNKNOWN = 255 };

/* Latest time there is: the end of year 9999. */
static const int64_t time_max = 253402300799999;

/*
 * What is expected as a type's nth member behind the first: what stood there in
 * the latest line of that type.
 */
struct expected {
	char key[EXPECTED_MAX]; /* all between two values: ,"name": */
	unsigned char len;      /* of key; 0: nothing is expected */
	unsigned char slot;     /* NO_SLOT: a member not in the table */
	unsigned char kind;
	uint32_t bit; /* 1 << slot */
};

/* A value that is often the next line's too: venue, symbol, interval. */
struct named {
	char text[EXPECTED_MAX]; /* the string with its quotes */
	unsigned char len;       /* of text; 0: not known */
	unsigned char i;         /* enum interval */
};

enum { NAME_VENUE, NAME_SYMBOL, NAME_INTERVAL, NAMES, UNNAMED = 1 };

struct rec_parser {
	struct named names[REC_TYPES + 1][NAMES];
	uint32_t name_bits[REC_TYPES + 1]; /* their slots */
	/* Which of them the latest record had; UNNAMED: there is none. */
	uint32_t named[REC_TYPES + 1];
	struct expected order[REC_TYPES + 1][SEEN];
	struct expected odd; /* for one that has no place there */
	uint32_t required[REC_TYPES + 1];
	enum rec_type last;       /* type of the line before, */
	char quick[EXPECTED_MAX]; /* and how that line began: "type":"..." */
	unsigned quick_len;       /* 0: not known */
	char *text;               /* decoded strings of this line */
	size_t used, cap;
	char why[128];
};

/* State of one rec_parse(). */
struct scan {
	struct rec_parser *ps;
	const struct rec_def *def;
	struct record *r;
	const char *line, *end;
	const char *why;
	uint32_t same; /* names that are those of the record before */
	bool retype;   /* a second "type" that says something else was seen */
};

static const char *
fail(struct scan *sc, const char *reason)
{
	sc->why = reason;
	return NULL;
}

static int
lose(struct scan *sc, const char *reason)
{
	sc->why = reason;
	return -1;
}

/* A reason with the name of a member in it. */
static const char *
blame(struct scan *sc, unsigned slot, const char *reason)
{
	snprintf(sc->ps->why, sizeof sc->ps->why, "'%s' %s",
	    sc->def->members[slot].name, reason);
	return fail(sc, sc->ps->why);
}

/*
 * Room for decoded text that stays where it is for the rest of the line: what
 * is decoded of one line is never longer than the line.
 */
static char *
text_room(struct scan *sc)
{
	struct rec_parser *ps = sc->ps;

	if (ps->cap < (size_t)(sc->end - sc->line)) {
		size_t cap = (size_t)(sc->end - sc->line) + 4096;
		char *text = realloc(ps->text, cap);

		if (!text)
			return NULL;
		ps->text = text;
		ps->cap = cap;
	}
	return ps->text + ps->used;
}

/*
 * p at a string's first byte: its contents, decoded, in *s and *len; returns
 * the byte behind the closing quote.
 */
static inline const char *
string(struct scan *sc, const char *p, const char **s, uint32_t *len)
{
	const char *q = scan_plain(p), *room;
	bool escaped;

	*s = p;
	if (*q == '"') {
		*len = (uint32_t)(q - p);
		return q + 1;
	}
	q = json_skip_string(p, sc->end, &escaped, &sc->why);
	if (!q)
		return NULL;
	*len = (uint32_t)(q - 1 - p);
	if (!escaped)
		return q;
	room = text_room(sc);
	if (!room)
		return fail(sc, "out of memory");
	*len = (uint32_t)json_unescape((char *)room, p, *len);
	sc->ps->used += *len;
	*s = room;
	return q;
}

/* What a number of this kind may not be; sign: of the number, -1 to 1. */
static inline const char *
number_range(
    struct scan *sc, const char *q, unsigned kind, unsigned slot, int sign)
{
	if (kind == KIND_PRICE && sign <= 0)
		return blame(sc, slot, "is not above zero");
	if (kind == KIND_AMOUNT && sign < 0)
		return blame(sc, slot, "is below zero");
	return q;
}

/* A number that takes more than one exact operation to convert. */
static const char *
number_slow(struct scan *sc, const char *p, const char *q, unsigned kind,
    unsigned slot, struct num_scan n)
{
	struct value *v = &sc->r->v[slot];
	v->s = p;
	v->len = (uint32_t)(q - p);
	v->num = num_scale(n.m, n.e, n.neg, n.exact, p, v->len);
	if (!isfinite(v->num))
		return blame(sc, slot, "is too large a number");
	if (!n.exact || n.m > INT64_MAX || n.e <= -EXP_WIDE)
		v->exp = EXP_WIDE;
	return number_range(sc, q, kind, slot, (v->num > 0) - (v->num < 0));
}

/* A number of a number kind at p. */
static inline const char *
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
	v->i = (int64_t)(n.neg ? 0 - n.m : n.m);
	v->exp = (int16_t)n.e;
	if (__builtin_expect(!num_quick(n.m, n.e, n.exact), 0))
		return number_slow(sc, p, q, kind, slot, n);
	/* The sign is known without waiting for the division. */
	v->num = num_scale(n.m, n.e, n.neg, true, NULL, 0);
	return number_range(sc, q, kind, slot, n.m == 0 ? 0 : n.neg ? -1 : 1);
}

/* A whole number that is below zero, very long, or not whole at all. */
static const char *
integer_slow(struct scan *sc, const char *q, unsigned kind, unsigned slot,
    struct num_scan n)
{
	struct value *v = &sc->r->v[slot];

	if (!n.integer)
		return blame(sc, slot, "is not a whole number");
	/* n.e > 0: it has more than 19 digits. */
	if (n.e > 0 || n.m > (uint64_t)INT64_MAX + n.neg)
		return blame(sc, slot, "is too large a number");
	v->i = (int64_t)(n.neg ? 0 - n.m : n.m);
	if (kind != KIND_INT && v->i < 0)
		return blame(sc, slot, "is below zero");
	if (kind == KIND_TIME && v->i > time_max)
		return blame(sc, slot, "is no time before the year 10000");
	return q;
}

/* A whole number at p. */
static inline const char *
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
	v->form = FORM_PLAIN;
	v->i = (int64_t)n.m;
	if (__builtin_expect(
		!n.integer || n.neg || n.e || n.m > (uint64_t)time_max, 0))
		return integer_slow(sc, q, kind, slot, n);
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

/* A value of a string kind at p, which is its opening quote. */
static inline const char *
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
any_value(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
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
	case KIND_STRING:
	case KIND_WORD:
	case KIND_INTERVAL:
		if (*p == '"')
			return text(sc, p, kind, slot);
		break;
	default:
		break;
	}
	return __builtin_expect(q != NULL, 1) ? q
					      : any_value(sc, p, kind, slot);
}

#endif
