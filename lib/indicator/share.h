/* SPDX-License-Identifier: MIT */
/* share - the quotient of two sums over the last n pairs. */
#ifndef SHARE_H
#define SHARE_H

#include <stdbool.h>

/*
 * sum(part) / sum(whole), whole >= 0: a volume or a flow.  Both are kept up
 * as window.h keeps its sum; they are also summed anew as soon as the whole
 * has shrunk so far under what it was that rounding could show, so that
 * nothing is left of a large volume that went.
 */
struct share {
	struct share_pair {
		double part, whole;
	} * at; /* n pairs, a ring */
	int n, pos, seen;
	int left; /* pairs until the sums are made anew */
	int some; /* pairs whose part is not 0 */
	double part, whole;
	double most; /* the largest whole since they were made */
};

int share_init(struct share *s, int n); /* n >= 1; -1: no memory */
void share_finish(struct share *s);
void share_reset(struct share *s);  /* starts again */
void share_anchor(struct share *s); /* see window.h */

/* Pairs up to and including the first that gives a value: n. */
int share_warmup(int n);

/*
 * True once share_warmup() pairs were seen; *value is then the quotient, or
 * otherwise where the whole is 0.
 */
bool share_push(struct share *s, double part, double whole, double otherwise,
    double *value);

#endif
