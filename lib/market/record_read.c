/* SPDX-License-Identifier: MIT */
/* Reading a record: text to slots, everything checked on the way. */
#include <stdlib.h>
#include <string.h>

#include "market/record_check.h"
#include "market/record_quick.h"

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
static const struct rec_def other_def = {
    .name = "", .members = other_members, .n = 2, .help = ""};

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
rec_parser_check_only(struct rec_parser *ps, uint32_t slots)
{
	const struct rec_def *d = &rec_defs[REC_CANDLE];

	ps->check_only = 0;
	for (int m = 0; m < d->n; m++)
		if (d->members[m].kind == KIND_AMOUNT ||
		    d->members[m].kind == KIND_COUNT)
			ps->check_only |= slots & 1u << m;
}

void
rec_parser_free(struct rec_parser *ps)
{
	if (!ps)
		return;
	free(ps->text);
	free(ps);
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

/* How the member of a slot is read. */
static unsigned char
kind_of(const struct scan *sc, unsigned slot, uint32_t bit)
{
	unsigned char kind = sc->def->members[slot].kind;

	if (sc->r->type != REC_CANDLE || !(sc->ps->check_only & bit))
		return kind;
	return kind == KIND_COUNT ? KIND_CHECK_COUNT : KIND_CHECK_AMOUNT;
}

/*
 * Whether the text from p to q may be remembered.  The next line ends with a
 * '\n', so that what has none matches within it only.
 */
static bool
may_keep(const char *p, const char *q)
{
	return q - p <= EXPECTED_MAX && !memchr(p, '\n', (size_t)(q - p));
}

/*
 * The member whose opening quote is at p, from being where the value before it
 * ended: it is looked up, and remembered in *x if it can be.
 */
static const char *
member(struct scan *sc, const char *from, const char *p, struct expected *x)
{
	const char *s;
	uint32_t len;

	p = name(sc, p + 1, &s, &len);
	if (!p)
		return NULL;
	*x = (struct expected){.kind = KIND_UNKNOWN};
	x->slot = (unsigned char)find_slot(sc->def, s, len);
	if (x->slot != NO_SLOT) {
		x->bit = 1u << x->slot;
		x->kind = kind_of(sc, x->slot, x->bit);
	}
	if (may_keep(from, p)) {
		x->len = (unsigned char)(p - from);
		memcpy(x->key, from, x->len);
	}
	sc->r->has |= x->bit;
	return value(sc, p, x->kind, x->slot);
}

static inline bool
is_next(const struct expected *x, const char *p)
{
	return x->len && scan_equal(p, x->key, x->len);
}

/* The one that is next, or the first free place. */
static struct expected *
look_up(struct order *o, const char *p)
{
	struct expected *x = o->at;

	while (x->len && !is_next(x, p))
		x++;
	return x;
}

/* A member that is not known, p behind the value before it; it is remembered at
 * *x, and *x moves on. */
static const char *
new_member(struct scan *sc, const char *p, struct order *o, struct expected **x)
{
	const char *from = p;

	p = separator(sc, p);
	if (!p || *p != '"')
		return p;
	if (*x == o->at + SEEN - 1) { /* no room: all is learnt anew */
		memset(o, 0, sizeof *o);
		*x = o->at;
	}
	p = member(sc, from, p, *x);
	*x += (*x)->len != 0;
	return p;
}

/*
 * The members from the second on, p behind the first.  Returns what follows the
 * closing brace.
 */
static const char *
members(struct scan *sc, const char *p)
{
	struct order *o = &sc->ps->orders[sc->r->type];
	struct expected *x = o->at;

	if (o->jumps > JUMPS_MOST)
		memset(o, 0, sizeof *o);
	while (p && *p != '}') {
		if (__builtin_expect(is_next(x, p), 1)) {
			sc->r->has |= x->bit;
			p = value(sc, p + x->len, x->kind, x->slot);
			x++;
			continue;
		}
		x = look_up(o, p);
		if (x->len)
			o->jumps++;
		else
			p = new_member(sc, p, o, &x);
	}
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
	if (may_keep(p, ++q)) {
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
	struct expected first;

	sc->def = def_of(type);
	sc->ps->used = 0;
	r->type = type;
	r->has = 1u << M_TYPE;
	if (!typed && *p == '"')
		p = member(sc, p, p, &first);
	p = members(sc, p);
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
