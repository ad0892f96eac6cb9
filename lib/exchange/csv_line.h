/* SPDX-License-Identifier: MIT */
/* csv_line - a line of each of the formats; all as csv_row(), for csv.c. */
#ifndef CSV_LINE_H
#define CSV_LINE_H

#include "exchange/row.h"

int csv_kline(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why);
int csv_trade(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why);
int csv_metrics(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why);
int csv_funding(const struct row_format *f, const char *p, const char *end,
    struct row *r, const char **why);

#endif
