/* SPDX-License-Identifier: MIT */
/* study_list - what was asked for, parsed: between study.h and its rows. */
#ifndef STUDY_LIST_H
#define STUDY_LIST_H

#include "indicator/study_kind.h"

/* An indicator and its parameters, whichever of its outputs are asked for. */
struct study_item {
	const struct study_kind *kind;
	double p[STUDY_PARAMS];
	int first; /* of its outputs among those of all items */
	int outs;  /* how many it has */
	int shift; /* of the bar number: its sums are anchored in blocks */
};

struct study_list {
	struct study_item *items; /* no two the same */
	int n, outs;              /* items, and outputs of all of them */
	char **keys;              /* of the values that are asked for */
	int *from;                /* which output each of them is */
	int values;
};

#endif
