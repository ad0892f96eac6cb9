/* SPDX-License-Identifier: MIT */
/*
 * indicator_line - the text of one market's indicator records, straight into
 * the output: they are most of what score(1) writes.
 */
#ifndef INDICATOR_LINE_H
#define INDICATOR_LINE_H

#include "base/io.h"
#include "indicator/study.h"
#include "market/record.h"

struct indicator_line;

/* For the values of l.  *new*, or NULL: no memory. */
struct indicator_line *indicator_line_new(const struct study_list *l);
void indicator_line_free(struct indicator_line *il);

/*
 * The record of the candle r with those of the values v that are finite; none
 * if none is.  The candles are all of one venue, symbol and interval.  0, or
 * -1: no memory.
 */
int indicator_line_write(struct indicator_line *il, const struct record *r,
    const double v[], struct out *o);

#endif
