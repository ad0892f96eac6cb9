/* SPDX-License-Identifier: MIT */
/*
 * executions - trades that were finished elsewhere, read from a file: system
 * A's snapshot (an object whose member "executions" is an array), the array
 * alone, or JSON Lines, one object a line.
 *
 * Of an execution count "return_pct", a fraction in spite of its name,
 * "closed_at", a time (RFC 3339, or ms since the epoch), and, where they are
 * there, "outcome" ("win", "loss") and "symbol".  A closed position record
 * (tickpipe-records(5)) counts as well, with its "return" and "closed"; other
 * records, and open positions, are passed by.
 */
#ifndef EXECUTIONS_H
#define EXECUTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sim/stats.h"

struct executions {
	/* By time of closing; ret, closed and outcome are set. */
	struct trade_list trades;
	int64_t symbols; /* different ones that were named */
	int64_t skipped; /* executions that could not be used */
};

/*
 * "-" is stdin, a .gz is unpacked.  What cannot be used is said once a kind,
 * with its line, counted and left out; strict: it is a failure.  A torn last
 * line is said and left out.  0; or -1, and why names the file, and the line
 * if it is about one.  executions_finish() in either case.
 */
int executions_read(struct executions *e, const char *path, bool strict,
    char *why, size_t size);
void executions_finish(struct executions *e);

#endif
