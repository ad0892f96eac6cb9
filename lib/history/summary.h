/* SPDX-License-Identifier: MIT */
/* summary - the record that says what a run of stages did. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

struct out;
struct stage;

enum { SUMMARY_HOLES = 4000 }; /* listed at most; all are counted */

struct summary {
	int64_t started, finished; /* by the clock */
	bool timed; /* false: the clock was set, and rates mean nothing */
	const char *status;
	const struct stage *stages;
	int n;
};

/* 0, or -1: out of memory. */
int summary_write(struct out *o, const struct summary *s);

#endif
