/* SPDX-License-Identifier: MIT */
/* months - what an account was worth at the end of each UTC month. */
#ifndef MONTHS_H
#define MONTHS_H

#include <stdint.h>

struct month {
	int64_t number; /* 12 * year + 0 for January */
	double last;    /* equity at its last record */
};

struct months {
	struct month *at;
	int n, size;
};

void months_init(struct months *m);
void months_finish(struct months *m);

/* Times do not fall.  0, or -1: out of memory. */
int months_push(struct months *m, int64_t time, double equity);

/* The month's return, start being the equity before the first; NaN after
 * nothing was left. */
double months_return(const struct months *m, int i, double start);

/* From the month i to the last of its year; *next is the one behind it. */
double months_year(const struct months *m, int i, double start, int *next);

#endif
