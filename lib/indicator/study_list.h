/* SPDX-License-Identifier: MIT */
/* study_list - what was asked for, parsed: between study.h and its rows. */
#ifndef STUDY_LIST_H
#define STUDY_LIST_H

#include "indicator/study_kind.h"

struct study_item {
	const struct study_kind *kind;
	double p[STUDY_PARAMS];
	int outs;  /* how many the kind has */
	int out;   /* the one that is asked for, or -1: all */
	int first; /* the first of its values in the list */
	int shift; /* of the bar number: its sums are anchored in blocks */
};

struct study_list {
	struct study_item *items;
	int n, values;
	char **keys; /* values of them */
};

#endif
