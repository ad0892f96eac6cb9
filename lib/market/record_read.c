/* SPDX-License-Identifier: MIT */
/* Reading a record: text to slots, everything checked on the way. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"
#include "market/interval.h"
#include "market/record.h"

enum { SEEN = 40, EXPECTED_MAX = 32, NO_SLOT = 255, KIND_UNKNOWN = 255 };

/* Latest time there is: the end of year 9999. */
static const int64_t time_max = 253402300799999;

/*
 * What is expected as a type's nth member: what stood there in the latest line
 * of that type.
 */
struct expected {
	char key[EXPECTED_MAX]; /* name": */
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

static const struct member other_members[] = {
    [M_TYPE] = {.name = "type",
	.key = ",\"type\":",
	.len = 4,
	.kind = KIND_TYPE,
	.flags = MEMBER_REQUIRED},
    [M_TIME] = {.name = "time",
	.key = ",\"time\":",
	.len = 4,
	.kind = KIND_TIME,
	.flags = MEMBER_REQUIRED},
};
static const struct rec_def other_def = {"", other_members, 2, false, ""};

static const struct rec_def *
def_of(enum rec_type t)
{
	return t == REC_OTHER ? &other_def : &rec_defs[t];
}

struct rec_parser *
rec_parser_new(void)
{
	struct rec_parser *ps = calloc(1, sizeof *ps);

	if (!ps)
		return NULL;
	for (int t = 0; t <= REC_TYPES; t++) {
		const struct rec_def *d = def_of((enum rec_type)t);

		for (int m = 0; m < d->n; m++) {
			if (d->members[m].flags & MEMBER_REQUIRED)
				ps->required[t] |= 1u << m;
			if (m == M_VENUE || m == M_SYMBOL ||
			    d->members[m].kind == KIND_INTERVAL)
				ps->name_bits[t] |= 1u << m;
		}
		ps->named[t] = UNNAMED;
	}
	return ps;
}

void
rec_parser_free(struct rec_parser *ps)
{
	if (!ps)
		return;
	free(ps->text);
	free(ps);
}

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

/* A value that is not null, to its slot. */
static inline const char *
value(struct scan *sc, const char *p, unsigned kind, unsigned slot)
{
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

/* The slot of a decoded name, or NO_SLOT. */
static int
find_slot(const struct rec_def *def, const char *s, size_t len)
{
	for (int m = 0; m < def->n; m++)
		if (def->members[m].len == len &&
		    memcmp(def->members[m].name, s, len) == 0)
			return m;
	return NO_SLOT;
}

/* p behind a name's opening quote: behind the colon and white space. */
static const char *
name(struct scan *sc, const char *p, const char **s, uint32_t *len)
{
	p = string(sc, p, s, len);
	if (!p)
		return NULL;
	p = scan_space(p, sc->end);
	if (*p != ':')
		return fail(sc, "a colon is expected");
	return scan_space(p + 1, sc->end);
}

/*
 * p behind the opening quote of a member that is not the expected one: it is
 * looked up and expected there from now on.  Returns where its value begins.
 */
static const char *
unexpected(struct scan *sc, const char *p, struct expected *x)
{
	const char *at = p, *s;
	uint32_t len;

	p = name(sc, p, &s, &len);
	if (!p)
		return NULL;
	x->len = 0;
	x->slot = (unsigned char)find_slot(sc->def, s, len);
	x->kind = KIND_UNKNOWN;
	x->bit = 0;
	if (x->slot != NO_SLOT) {
		x->kind = sc->def->members[x->slot].kind;
		x->bit = 1u << x->slot;
	}
	if (s == at && len + 2 <= EXPECTED_MAX && s[len + 1] == ':') {
		x->len = (unsigned char)(len + 2);
		memcpy(x->key, s, x->len);
	}
	return p;
}

/* p behind a value: at the next member's quote, or at the closing brace. */
static const char *
separator(struct scan *sc, const char *p)
{
	p = scan_space(p, sc->end);
	if (*p == '}')
		return p;
	if (*p != ',')
		return fail(sc, p < sc->end ? "a comma is expected"
					    : "the line ends early");
	p = scan_space(p + 1, sc->end);
	return *p == '"' ? p : fail(sc, "a member name is expected");
}

/* The same, for the usual spelling. */
static inline const char *
next_member(struct scan *sc, const char *p)
{
	if (__builtin_expect(p[0] == ',' && p[1] == '"', 1))
		return p + 1;
	return separator(sc, p);
}

/*
 * The members from the nth on; p is at its opening quote, or at the closing
 * brace.  Returns what follows the brace.
 */
static const char *
members(struct scan *sc, const char *p, unsigned nth)
{
	struct expected *x = &sc->ps->order[sc->r->type][nth];
	struct expected *last = &sc->ps->order[sc->r->type][SEEN - 1];
	struct record *r = sc->r;
	uint32_t has = r->has;

	while (p && *p == '"') {
		p++;
		if (__builtin_expect(
			x->len && scan_equal(p, x->key, x->len), 1)) {
			p += x->len;
			if (__builtin_expect((unsigned char)*p <= ' ', 0))
				p = scan_space(p, sc->end);
		} else if (!(p = unexpected(sc, p, x))) {
			break;
		}
		if (__builtin_expect(memcmp(p, "null", 4) == 0, 0)) {
			has &= ~x->bit; /* null: absent */
			p += 4;
		} else {
			has |= x->bit;
			p = value(sc, p, x->kind, x->slot);
		}
		x += x < last;
		if (p)
			p = next_member(sc, p);
	}
	r->has = has;
	return p ? p + 1 : NULL;
}

/*
 * The type, wherever it stands, or -1: a walk over the whole object, p at its
 * first member.  A later "type" counts, as for every member.
 */
static int
walk_for_type(struct scan *sc, const char *p)
{
	int type = -1;

	sc->ps->used = 0;
	while (p && *p == '"') {
		const char *s;
		uint32_t len;
		bool is_type;

		p = name(sc, p + 1, &s, &len);
		if (!p)
			return -1;
		is_type = len == 4 && memcmp(s, "type", 4) == 0;
		if (is_type && *p == '"') {
			p = string(sc, p + 1, &s, &len);
			if (!p)
				return -1;
			type = (int)rec_type_exact(s, len);
		} else if (is_type && memcmp(p, "null", 4) != 0) {
			return lose(sc, "'type' is not a string");
		} else {
			p = json_skip(p, sc->end, 1, &sc->why);
			if (!p)
				return -1;
			if (is_type)
				type = -1; /* null: absent */
		}
		p = separator(sc, p);
	}
	if (!p)
		return -1;
	return type >= 0 ? type : lose(sc, "no member 'type'");
}

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
	} else if (r->type == REC_GAP && v[GAP_FROM].i > v[GAP_TO].i) {
		return lose(sc, "'from' is after 'to'");
	}
	r->time = v[M_TIME].i;
	return 0;
}

/*
 * p at the first member's quote.  If that is the type, plainly spelled, it is
 * expected in the next line too, and what follows it is returned; else NULL.
 */
static const char *
first_type(struct scan *sc, const char *p)
{
	struct rec_parser *ps = sc->ps;
	const char *s, *q;

	if (memcmp(p, "\"type\"", 6) != 0)
		return NULL;
	q = scan_space(p + 6, sc->end);
	if (*q != ':')
		return NULL;
	q = scan_space(q + 1, sc->end);
	if (*q != '"')
		return NULL;
	s = q + 1;
	q = scan_plain(s);
	if (*q != '"')
		return NULL;
	ps->last = rec_type_exact(s, (size_t)(q - s));
	ps->quick_len = 0;
	if (++q - p <= EXPECTED_MAX) {
		ps->quick_len = (unsigned)(q - p);
		memcpy(ps->quick, p, ps->quick_len);
	}
	return q;
}

/*
 * Reads an object of the given type: with typed, p is behind the value of its
 * first member, which is the type; else at the first member's quote.  check()
 * is still to come.
 */
static int
read_as(struct scan *sc, enum rec_type type, const char *p, bool typed)
{
	struct record *r = sc->r;

	sc->def = def_of(type);
	sc->ps->used = 0;
	r->type = type;
	r->has = 1u << M_TYPE;
	if (typed)
		p = next_member(sc, p);
	if (p)
		p = members(sc, p, typed);
	if (!p)
		return -1;
	if (p != sc->end && scan_space(p, sc->end) != sc->end)
		return lose(sc, "text after the object");
	return 0;
}

/* The long way: any place of "type", any spelling. */
static int
read_slow(struct scan *sc, const char *p)
{
	int type;

	if (*p != '"' && *p != '}')
		return lose(sc, "a member name is expected");
	type = walk_for_type(sc, p);
	if (type < 0 || read_as(sc, (enum rec_type)type, p, false) != 0)
		return -1;
	return check(sc);
}

int
rec_parse(struct rec_parser *ps, const char *line, const char *end,
    struct record *r, const char **why)
{
	struct scan sc = {.ps = ps, .r = r, .line = line, .end = end};
	const char *p = scan_space(line, end), *q;

	r->line = line;
	r->len = (size_t)(end - line) + 1;
	r->symbol = r->series = -1;
	if (*p != '{') {
		*why = p < end ? "not a JSON object" : "an empty line";
		return -1;
	}
	p = *++p == '"' ? p : scan_space(p, end);
	if (ps->quick_len && scan_equal(p, ps->quick, ps->quick_len))
		q = p + ps->quick_len;
	else
		q = first_type(&sc, p);
	if (q && read_as(&sc, ps->last, q, true) == 0 && !sc.retype &&
	    check(&sc) == 0) {
		uint32_t had = r->has & ps->name_bits[r->type];

		r->same_names =
		    had == ps->named[r->type] && (sc.same & had) == had;
		ps->named[r->type] = had;
		return 0;
	}
	ps->named[ps->last] = UNNAMED;
	r->same_names = false;
	/* A bad line too: what is said of it must not hang on the one before.
	 */
	if (read_slow(&sc, p) == 0) {
		ps->named[r->type] = r->has & ps->name_bits[r->type];
		return 0;
	}
	if (sc.def)
		ps->named[r->type] = UNNAMED;
	*why = sc.why;
	return -1;
}
