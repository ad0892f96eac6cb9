/* SPDX-License-Identifier: MIT */
/* csv_cells - the numbers of a line of CSV, taken apart. */
#ifndef CSV_CELLS_H
#define CSV_CELLS_H

#include "exchange/cell.h"

/*
 * n numbers with commas between them, from p on; the line ends at end, 64
 * bytes behind it are readable.  The byte behind the last number, a comma or
 * *end; or NULL, and *bad is the first that is no number followed by one of
 * these.
 */
const char *csv_cells(
    const char *p, const char *end, struct cell *cells, int n, int *bad);

#endif
