/* SPDX-License-Identifier: MIT */
/*
 * dataset - the kinds of history that are fetched, and how a row of one
 * becomes a record.
 *
 * Where a row belongs is told by its place: of a trade or a funding its time,
 * of a candle where it opens, and of open interest one period before the
 * moment at which it held.  So the rows of a day's file have their places in
 * that day, whatever they are.
 */
#ifndef DATASET_H
#define DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exchange/row.h"
#include "market/record.h"
#include "store/store.h"

struct target { /* what a stage fetches */
	const char *venue;
	struct row_format format;
};

/* "candles"; "candle" does too.  -1: there is no such data set. */
int dataset_find(const char *name);
const char *dataset_name(enum dataset d);
enum rec_type dataset_type(enum dataset d);

/* Whether its rows are regular, so that a missing one is seen. */
bool dataset_has_grid(enum dataset d);
/* Whether it is of an interval or period at all. */
bool dataset_has_interval(enum dataset d);

int64_t dataset_place(const struct row_format *f, const struct row *r);

/* What is to be added to a place to get to the times of its record, as far as
 * coverage is concerned: 1 for open interest, whose time is a bar's end. */
int64_t dataset_shift(enum dataset d);

/* What is to be added to the place of a row to get to its time. */
int64_t dataset_offset(const struct row_format *f);

/* The first place at or before t where a row may be. */
int64_t dataset_floor(const struct row_format *f, int64_t t);

/* The series of the store; *borrowed* names. */
struct store_series dataset_series(const struct target *t);

/* As people call it: "'BTCUSDT' candles 1m". */
enum { TARGET_TEXT = 160 };
const char *target_text(const struct target *t, char text[TARGET_TEXT]);

enum { DATASET_SUMS = 4 };

/* The record's names; then dataset_fill() for each row. */
void dataset_begin(struct record *r, const struct target *t);
/* sums: room for digits, *borrowed* by r. */
void dataset_fill(struct record *r, const struct row_format *f,
    const struct row *row, char sums[DATASET_SUMS][NUM_DECIMAL_MAX]);

#endif
