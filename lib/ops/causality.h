/* SPDX-License-Identifier: MIT */
/*
 * causality - whether a filter looks ahead: it is run on the beginnings of an
 * input and on other futures behind them, and must say the same up to there.
 */
#ifndef CAUSALITY_H
#define CAUSALITY_H

#include <stdint.h>
#include <stdio.h>

#include "base/sha256.h"
#include "market/record.h"

enum { CAUSALITY_ALL = -1, CAUSALITY_TEXT = 512, CAUSALITY_WHY = 512 };

struct causality_params {
	char *const *argv; /* of the filter; NULL ends it */
	uint64_t seed;
	int cuts; /* how many, at most; CAUSALITY_ALL: one behind each line */
	/* Called after each cut; may be NULL. */
	void (*step)(void *arg, int done, int of);
	void *arg;
};

struct causality {
	enum causal_verdict verdict;
	int64_t time;  /* of the last record of the input, else 0 */
	int64_t lines; /* of the input */
	int64_t *cuts; /* ncuts line counts, rising */
	int ncuts;
	int64_t changed; /* lines of futures */
	int64_t undated; /* lines of the output, its own, without a time */
	char input_sha256[SHA256_HEX], output_sha256[SHA256_HEX];
	/* Where it was found out; kind NULL: nowhere. */
	const char *kind; /* "cut", "changed", "repeated" */
	int64_t cut, output_line;
	char expected[CAUSALITY_TEXT], found[CAUSALITY_TEXT];
	char why[CAUSALITY_WHY];
};

/*
 * The input is a file of capture_file(), which is closed in any case.  0, or
 * -1 with c->why: the filter cannot be judged.  *c is the caller's to
 * causality_finish() in any case.
 */
int causality_check(
    struct causality *c, const struct causality_params *p, FILE *input);
void causality_finish(struct causality *c);

#endif
