/* SPDX-License-Identifier: MIT */
/*
 * grid - the rules that a search tries: all combinations of some values of
 * some options.
 */
#ifndef GRID_H
#define GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "sim/rules.h"

enum {
	GRID_AXES = 8,
	GRID_NAME = 32,
	GRID_TEXT = 40, /* of a value */
	GRID_WHY = 256,
	GRID_MOST = 1000000, /* combinations */
};

struct axis {
	char name[GRID_NAME]; /* of the option, without "--" */
	char (*values)[GRID_TEXT];
	int n;
};

struct grid { /* begins from zeros */
	struct axis axes[GRID_AXES];
	int n;
	int combinations; /* product of the numbers of values; 0: no axis */
};

/*
 * Adds "NAME=FROM:TO:STEP", numbers that all mean FROM + i * STEP in decimal,
 * TO included, or "NAME=VALUE,VALUE...", of rules.h.  0; or -1, and why.
 */
int grid_add(struct grid *g, const char *text, char why[GRID_WHY]);
void grid_finish(struct grid *g);

/* Of a combination, 0 ... combinations - 1, the last axis changing fastest. */
const char *grid_value(const struct grid *g, int combination, int axis);
/* *r with the values of the combination. */
void grid_rules(const struct grid *g, int combination, struct rules *r);

#endif
