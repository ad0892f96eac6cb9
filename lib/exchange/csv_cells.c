/* SPDX-License-Identifier: MIT */
#include "exchange/csv_cells.h"

#include "exchange/window.h"

const char *
csv_cells(const char *p, const char *end, struct cell *cells, int n, int *bad)
{
	struct window w = {0};

	for (int i = 0;; p++) {
		*bad = i;
		p = window_scan(&w, p, &cells[i]);
		if (!p || (*p != ',' && p != end))
			return NULL;
		if (++i == n)
			return p;
		if (p == end) {
			*bad = n;
			return NULL;
		}
		window_move(&w, 1);
	}
}
