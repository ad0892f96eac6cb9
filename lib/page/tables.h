/* SPDX-License-Identifier: MIT */
/*
 * tables - the findings as tables, which the page and the text share.  Each
 * fills a table that table_init() made; it has no rows where nothing was
 * found.
 */
#ifndef TABLES_H
#define TABLES_H

#include "page/findings.h"
#include "page/table.h"

enum { TABLES_TEXT = 512 };

/* A value of any kind as text; objects and long lists are cut short. */
const char *tables_value(
    char buf[TABLES_TEXT], const struct json_node *n, enum unit unit);

/* Members of an object, one a row; those in skip (NULL ends it) are not. */
void tables_object(struct table *t, const struct json_node *n,
    const char *const skip[], const char *what);

/*
 * Objects of an array, one a row, a column for each member that one of them
 * has; their member "values" holds those of options (an array of names, or
 * NULL).
 */
void tables_list(struct table *t, const struct json_node *array,
    const struct json_node *options);

/* stats; all that are known or not. */
void tables_stats(struct table *t, const struct findings *in);
/* A column for each window. */
void tables_windows(struct table *t, const struct findings *in);

/* The i-th kind of groups, from 0: its name ("setup"), or NULL. */
const char *tables_group_by(const struct findings *in, int i);
void tables_groups(struct table *t, const struct findings *in, const char *by);

/* Intervals of chance around the figures. */
void tables_intervals(struct table *t, const struct findings *in);
/* The rest of luck. */
void tables_odds(struct table *t, const struct findings *in);

/* Two options against each other; no columns if there are not two. */
void tables_heat(struct table *t, const struct findings *in);
/* The best combinations; *all is how many there are. */
void tables_search(struct table *t, const struct findings *in, int *all);
void tables_folds(struct table *t, const struct findings *in);

/* A row a year; a column a year, which needs less width. */
void tables_months(struct table *t, const struct findings *in);
void tables_years(struct table *t, const struct findings *in);
void tables_symbols(struct table *t, const struct findings *in);
/* *all is how many there are. */
void tables_holes(struct table *t, const struct findings *in, int64_t *all);
/* The last of them, or of one symbol (not -1). */
void tables_trades(
    struct table *t, const struct findings *in, int symbol, int *all);
/* Winners and losers, how far the price went for and against them. */
void tables_excursions(struct table *t, const struct findings *in);
/* A curve in rows rows at most; below: that of its drawdown, or NULL. */
void tables_curve(struct table *t, const struct thin *curve,
    const struct thin *below, int rows);

#endif
