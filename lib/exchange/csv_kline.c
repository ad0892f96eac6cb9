/* SPDX-License-Identifier: MIT */
/*
 * A line of klines or premiumIndexKlines: 11 or 12 columns, times in ms or us,
 * zeros at the end of numbers there or not.
 */
#include <string.h>

#include "exchange/csv_cells.h"
#include "exchange/csv_line.h"
#include "exchange/row_cells.h"

static const char *
scan_line(const char *p, const char *end, struct cell cells[KLINE_CELLS])
{
	int bad;

	p = csv_cells(p, end, cells, KLINE_CELLS, &bad);
	if (!p)
		return bad < KLINE_CELLS ? kline_bad_cell(bad)
					 : "columns are missing";
	if (p != end && memchr(p + 1, ',', (size_t)(end - p - 1)))
		return "there are more than 12 columns";
	return NULL;
}

int
csv_kline(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why)
{
	struct cell cells[KLINE_CELLS];

	*why = scan_line(p, end, cells);
	if (!*why)
		*why = kline_take(f, cells, r);
	return *why ? -1 : 1;
}
