/* SPDX-License-Identifier: MIT */
/* A line of fundingRate: "1780272000001,8,0.00005703"; rates may be written
 * as 8.4E-7, times jitter by some ms and are kept as they are. */
#include "exchange/cell.h"
#include "exchange/csv_line.h"

enum { CALC_TIME, HOURS, RATE, COLUMNS };

static const char *const bad_cell[COLUMNS] = {
    [CALC_TIME] = "calc_time is no time",
    [HOURS] = "funding_interval_hours is no number",
    [RATE] = "last_funding_rate is no number",
};

int
csv_funding(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why)
{
	struct cell c[COLUMNS];

	for (int i = 0; i < COLUMNS; i++) {
		p = cell_scan(p, &c[i]);
		*why = bad_cell[i];
		if (!p)
			return -1;
		if (i == COLUMNS - 1)
			break;
		if (*p++ != ',') {
			if (p > end)
				*why = "columns are missing";
			return -1;
		}
	}
	if (p != end) {
		if (*p == ',')
			*why = "there are more than 3 columns";
		return -1;
	}
	r->id = 0;
	r->u.funding.mark_price = 0;
	*why = !cell_time(&c[CALC_TIME], &r->time) ? bad_cell[CALC_TIME]
	       : !cell_count(&c[HOURS], &r->u.funding.hours) ? bad_cell[HOURS]
	       : !cell_number(&c[RATE], &r->u.funding.rate)  ? bad_cell[RATE]
							     : row_check(r, f);
	return *why ? -1 : 1;
}
