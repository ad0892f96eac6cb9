/* SPDX-License-Identifier: MIT */
/*
 * claim - a report that was written once, held to what is made of the same
 * input and options now: backtest --verify.
 */
#ifndef CLAIM_H
#define CLAIM_H

#include <stddef.h>

#include "sim/luck.h"

struct claim {
	char *line; /* of the report, without line feed */
	size_t len;
	char **options; /* of its proof, "--name=value" */
	int n;
	struct trials trials; /* if it says that they were counted */
};

enum { CLAIM_WHY = 512 };

/*
 * The last report in a file that backtest wrote.  0; or -1, and why says what
 * is wrong with the file or the report.
 */
int claim_read(struct claim *c, const char *path, char why[CLAIM_WHY]);
void claim_finish(struct claim *c);

/*
 * Compares with the line of another report, member by member; calls differs
 * for each that is not the same, with its path ("stats.sharpe") and both
 * texts ("nothing" where it is not there).  Their number; -1: out of memory.
 */
int claim_compare(const struct claim *c, const char *line, size_t len,
    void (*differs)(
	void *arg, const char *path, const char *was, const char *is),
    void *arg);

#endif
