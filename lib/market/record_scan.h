/* SPDX-License-Identifier: MIT */
/*
 * record_scan - what a parser of records remembers, and where it is in a line.
 * This, record_value.h, record_quick.h and record_check.h are parts of
 * record_read.c, included there alone, so that the loop over the members stays
 * one function for the compiler.
 */
#ifndef RECORD_SCAN_H
#define RECORD_SCAN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"
#include "market/record.h"

enum { SEEN = 40, JUMPS_MOST = 1000, EXPECTED_MAX = 32 };
enum { NO_SLOT = 255, KIND_UNKNOWN = 255 };

/* Those of members that are checked only. */
enum { KIND_CHECK_AMOUNT = 253, KIND_CHECK_COUNT = 254 };

/* Latest time there is: the end of year 9999. */
static const int64_t time_max = 253402300799999;

/* A member of a type, as it was spelled before. */
struct expected {
	char key[EXPECTED_MAX]; /* all between two values: ,"name": */
	unsigned char len;      /* of key; 0: nothing is expected */
	unsigned char slot;     /* NO_SLOT: a member not in the table */
	unsigned char kind;
	uint32_t bit; /* 1 << slot */
};

/*
 * The members of a type behind the first: each is expected behind the one that
 * it followed when it was first seen.  Those of another order, or spelled in
 * another way, are found by a jump; after many of these all is learnt anew.
 */
struct order {
	struct expected at[SEEN]; /* the last is never used */
	int jumps;
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
	struct order orders[REC_TYPES + 1];
	uint32_t required[REC_TYPES + 1];
	uint32_t check_only;      /* slots of candles */
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

#endif
