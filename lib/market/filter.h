/* SPDX-License-Identifier: MIT */
/*
 * filter - what every filter does: read records, pass their lines through,
 * write its own, flush before it would wait, end with the right status.
 */
#ifndef FILTER_H
#define FILTER_H

#include <stdbool.h>

#include "base/io.h"
#include "market/calendar.h"
#include "market/interval.h"
#include "market/reader.h"

enum { /* option numbers; a tool's own start at OPT_FREE */
	OPT_STRICT = 256,
	OPT_MAX_DISORDER,
	OPT_FREE,
};

/* Rows for a filter's option table. */
#define FILTER_OPTS                                                            \
	{'o', "only", NULL, "leave the input out of the output"},              \
	    {OPT_STRICT, "strict", NULL, "fail at the first bad line"},        \
	{                                                                      \
		OPT_MAX_DISORDER, "max-disorder", "DURATION",                  \
		    "let a record lie this far behind its series (0s)"         \
	}

struct filter_opts {
	bool only, strict;
	int64_t max_disorder;
	uint32_t candle_check_only; /* as in reader.h */
};

/* True if ch is one of FILTER_OPTS, taken into *fo.  For cmd/ only: a bad
 * argument ends the process. */
bool filter_option(struct filter_opts *fo, int ch);

/* The argument of --interval and of --calendar, likewise. */
enum interval filter_interval(const char *text);
enum calendar filter_calendar(const char *text);

struct filter {
	struct reader *rd;
	struct out out;
	bool only;
};

/* 0, or -1 with the reason in why. */
int filter_open(struct filter *f, const struct filter_opts *fo,
    const char *const paths[], int n, char *why, size_t size);

/* As reader_next(). */
const struct record *filter_next(struct filter *f);

/* Writes the line of an input record, unless --only. */
void filter_pass(struct filter *f, const struct record *r);

/* Writes a record of the filter's own. */
void filter_emit(struct filter *f, const struct record *r);

/*
 * Closes both ends, says on stderr what was left out or went wrong, and
 * returns the exit status: 0, 1 (I/O, strict) or 3 (lines were left out).
 */
int filter_close(struct filter *f);

#endif
