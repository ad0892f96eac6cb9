/* SPDX-License-Identifier: MIT */
/*
 * A line of aggTrades: 7 columns of USDT-M futures, true or false; 8 of spot,
 * True or False, the last of which means nothing; times in ms or us.
 */
#include <string.h>

#include "exchange/csv_cells.h"
#include "exchange/csv_line.h"
#include "exchange/row_cells.h"

/* Four letters, of any case, as a number. */
static uint32_t
letters(const char *p)
{
	uint32_t x;

	memcpy(&x, p, sizeof x);
	return x | 0x20202020;
}

/* "true", "False" ...; the byte behind it, or NULL.  Which of them it is
 * nobody can guess: without branches. */
static const char *
take_bool(const char *p, bool *value)
{
	uint32_t word = letters(p);
	bool yes = word == letters("true");
	bool no = (word == letters("fals")) & ((p[4] | 0x20) == 'e');

	*value = yes;
	return (yes | no) ? p + 5 - yes : NULL;
}

/* NULL, or what is wrong. */
static const char *
scan_line(
    const char *p, const char *end, struct cell cells[TRADE_CELLS], bool *sell)
{
	bool best;
	int bad;

	p = csv_cells(p, end, cells, TRADE_CELLS, &bad);
	if (!p && bad < TRADE_CELLS)
		return trade_bad_cell(bad);
	if (!p || p == end)
		return "columns are missing";
	/* The buyer waited: who came and took sold. */
	p = take_bool(p + 1, sell);
	if (!p || (p != end && *p != ','))
		return "is_buyer_maker is neither true nor false";
	if (p != end && take_bool(p + 1, &best) != end)
		return "there are more columns than is_best_match";
	return NULL;
}

int
csv_trade(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why)
{
	struct cell cells[TRADE_CELLS];

	*why = scan_line(p, end, cells, &r->u.trade.sell);
	if (!*why)
		*why = trade_take(f, cells, r);
	return *why ? -1 : 1;
}
