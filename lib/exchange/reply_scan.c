/* SPDX-License-Identifier: MIT */
/*
 * Replies of klines, premiumIndexKlines and aggTrades: long ones, and so read
 * where they lie, without a tree of values.
 * Literal rows: developers.binance.com, USDT-M futures, market data.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/json_scan.h"
#include "exchange/reply.h"
#include "exchange/reply_list.h"
#include "exchange/row_cells.h"
#include "exchange/window.h"

/* How deep the values of a row lie. */
enum { WITHIN = 2 };

/* aggTrades' members by what row_cells.h calls them; m is the seventh. */
enum { MAKER = TRADE_CELLS, TRADE_MEMBERS };

struct scan {
	const struct row_format *f;
	const char *end;
	const char *why; /* why a NULL was returned */
	const char *at;  /* and where */
};

static const char *
fail(struct scan *s, const char *at, const char *why)
{
	s->at = at;
	s->why = why;
	return NULL;
}

static inline const char *
space(const struct scan *s, const char *p)
{
	return (unsigned char)*p <= ' ' ? scan_space(p, s->end) : p;
}

static const char *
pass_over(struct scan *s, const char *p)
{
	const char *why = NULL;
	const char *end = json_skip(p, s->end, WITHIN, &why);

	return end ? end : fail(s, p, why);
}

/* A number, in quotes or not; the byte behind it, or NULL. */
static inline const char *
number(const char *p, struct cell *c)
{
	bool quoted = *p == '"';

	p = cell_scan(p + quoted, c);
	if (!p || !quoted)
		return p;
	return *p == '"' ? p + 1 : NULL;
}

/* White space at p, which w stands at, is left behind. */
static inline const char *
leave_space(const struct scan *s, struct window *w, const char *p)
{
	if (__builtin_expect((unsigned char)*p > ' ', 1))
		return p;
	window_lose(w);
	return scan_space(p, s->end);
}

/* A number of a row, and what is around it, up to a comma or a bracket. */
static inline const char *
element(struct scan *s, struct window *w, const char *p, struct cell *c)
{
	const char *begin = p = leave_space(s, w, p);
	bool quoted = *p == '"';

	window_move(w, quoted);
	p = window_scan(w, p + quoted, c);
	if (!p || (quoted && *p != '"'))
		return fail(s, begin, NULL);
	window_move(w, quoted);
	return leave_space(s, w, p + quoted);
}

/* What a row has behind its numbers; p before the comma or bracket there. */
static const char *
leave_rest(struct scan *s, const char *p)
{
	while (*p == ',') {
		p = pass_over(s, p + 1);
		if (!p)
			return NULL;
		p = space(s, p);
	}
	return *p == ']' ? p + 1
			 : fail(s, p, "a comma or a bracket is expected");
}

/* [1789478160000,"76936.20", ... ,"0"]; p behind the bracket. */
static const char *
kline(struct scan *s, const char *p, struct row *r)
{
	struct cell cells[KLINE_CELLS];
	struct window w = {0};
	const char *begin = p, *why;

	for (int i = 0;; p++) {
		p = element(s, &w, p, &cells[i]);
		if (!p)
			return fail(s, s->at, kline_bad_cell(i));
		if (++i == KLINE_CELLS)
			break;
		if (*p != ',')
			return fail(s, p,
			    *p == ']' ? "elements are missing"
				      : "a comma or a bracket is expected");
		window_move(&w, 1);
	}
	p = leave_rest(s, p);
	why = p ? kline_take(s->f, cells, r) : NULL;
	return why ? fail(s, begin, why) : p;
}

static const char *
maker(struct scan *s, const char *p, bool *sell)
{
	*sell = *p == 't';
	if (memcmp(p, "true", 4) == 0)
		return p + 4;
	if (memcmp(p, "false", 5) == 0)
		return p + 5;
	return fail(s, p, "m is neither true nor false");
}

static int
which_member(char name)
{
	switch (name) {
	case 'a':
		return TRADE_CELL_ID;
	case 'p':
		return TRADE_CELL_PRICE;
	case 'q':
		return TRADE_CELL_QTY;
	case 'f':
		return TRADE_CELL_FIRST_ID;
	case 'l':
		return TRADE_CELL_LAST_ID;
	case 'T':
		return TRADE_CELL_TIME;
	case 'm':
		return MAKER;
	default:
		return TRADE_MEMBERS;
	}
}

/* A member's name: behind its colon and white space, or NULL. */
static inline const char *
member(struct scan *s, const char *p, int *which)
{
	const char *begin = p, *why = NULL;
	bool escaped;

	*which = TRADE_MEMBERS;
	if (*p != '"')
		return fail(s, p, "a member name is expected");
	if (p[1] != '\0' && p[2] == '"' && p[1] != '\\' && p[1] != '"') {
		*which = which_member(p[1]);
		if (p[3] == ':' && *which != TRADE_MEMBERS)
			return space(s, p + 4);
	}
	p = json_skip_string(p + 1, s->end, &escaped, &why);
	if (!p)
		return fail(s, begin, why);
	p = space(s, p);
	return *p == ':' ? space(s, p + 1) : fail(s, p, "a colon is expected");
}

static const char *
trade_value(struct scan *s, const char *p, int which,
    struct cell cells[TRADE_CELLS], struct row *r)
{
	const char *end;

	if (which == MAKER)
		return maker(s, p, &r->u.trade.sell);
	if (which == TRADE_MEMBERS)
		return pass_over(s, p);
	end = number(p, &cells[which]);
	return end ? end : fail(s, p, trade_bad_cell(which));
}

/* {"a":26129,"p":"0.01633102", ... ,"m":true}; p behind the brace. */
static const char *
trade(struct scan *s, const char *p, struct row *r)
{
	struct cell cells[TRADE_CELLS];
	const char *begin = p, *why;
	unsigned has = 0;
	int which;

	for (p = space(s, p);; p = space(s, p + 1)) {
		const char *name = p;

		p = member(s, p, &which);
		if (!p)
			return NULL;
		if (which < TRADE_MEMBERS && has >> which & 1)
			return fail(s, name, "a member is given twice");
		has |= 1u << which;
		p = trade_value(s, p, which, cells, r);
		if (!p)
			return NULL;
		p = space(s, p);
		if (*p == '}')
			break;
		if (*p != ',')
			return fail(s, p, "a comma or a brace is expected");
	}
	if (~has & ((1u << TRADE_MEMBERS) - 1))
		return fail(s, begin, "a member is missing");
	why = trade_take(s->f, cells, r);
	return why ? fail(s, begin, why) : p + 1;
}

static const char *
one_row(struct scan *s, const char *p, struct row *r)
{
	bool trades = s->f->data == DATA_TRADES;

	if (*p != (trades ? '{' : '['))
		return fail(s, p, "a row is expected");
	return trades ? trade(s, p + 1, r) : kline(s, p + 1, r);
}

/* The rows of the list, whose bracket stands before p; behind its end. */
static const char *
all_rows(struct scan *s, const char *p, struct rows *rs, int64_t *place)
{
	const char *begin = p = space(s, p);
	struct row r;

	if (*p == ']')
		return p + 1;
	for (;; p = space(s, p + 1)) {
		r.line = ++*place;
		p = one_row(s, p, &r);
		if (!p)
			return NULL;
		/* The others are about as long. */
		if (*place == 1 &&
		    rows_reserve(rs, (size_t)(9 * (s->end - begin) /
					      (8 * (p - begin)))) != 0)
			return fail(s, p, "out of memory");
		if (rows_add(rs, &r) != 0)
			return fail(s, p, "out of memory");
		p = space(s, p);
		if (*p == ']')
			return p + 1;
		if (*p != ',')
			return fail(s, p, "a comma or a bracket is expected");
	}
}

int
reply_scan(struct rows *rs, const char *body, size_t len,
    const struct row_format *f, char *why)
{
	struct scan s = {.f = f, .end = body + len};
	const char *p = space(&s, body);
	int64_t place = 0;

	if (*p != '[')
		p = fail(&s, p, "it is no list");
	else
		p = all_rows(&s, p + 1, rs, &place);
	if (p)
		p = scan_space(p, s.end);
	if (p && p != s.end)
		p = fail(&s, p, "there is something behind the list");
	if (p)
		return 0;
	(void)snprintf(why, REPLY_WHY, "row %lld, byte %td: %s",
	    (long long)place, s.at - body, s.at < s.end ? s.why : "cut short");
	return -1;
}
