/* SPDX-License-Identifier: MIT */
/* summary - the record that says what a run of stages did, or would do. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct out;
struct quote;
struct stage;
struct verify;

enum { SUMMARY_HOLES = 4000 }; /* and ranges: listed at most; all count */

struct summary {
	int64_t started, finished; /* by the clock */
	bool timed; /* false: the clock was set, and rates mean nothing */
	const char *status;
	const struct stage *stages;
	const struct quote *quotes; /* of a plan: n of them; else NULL */
	int n;
};

/* 0, or -1: out of memory. */
int summary_write(struct out *o, const struct summary *s);

/* The same to a file, whole or not at all.  0, or -1 with errno. */
int summary_keep(const char *path, const struct summary *s);

/* The same of a proof. */
int summary_write_proof(struct out *o, const struct verify *v);

/* A plan as a table for people. */
void summary_table(FILE *f, const struct summary *s);

#endif
