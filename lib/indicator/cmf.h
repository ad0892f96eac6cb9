/* SPDX-License-Identifier: MIT */
/* cmf - Chaikin's money flow. */
#ifndef CMF_H
#define CMF_H

#include <stdbool.h>

#include "indicator/share.h"

/*
 * sum(m volume) / sum(volume) over n bars, 0 where there is no volume, with
 * (Chaikin; Achelis, Technical Analysis from A to Z, 1995)
 *   m = ((close - low) - (high - close)) / (high - low); 0 where high is low
 */
struct cmf {
	struct share share;
};

int cmf_init(struct cmf *c, int n); /* n >= 1; -1: no memory */
void cmf_finish(struct cmf *c);
void cmf_reset(struct cmf *c);  /* starts again */
void cmf_anchor(struct cmf *c); /* see window.h */

/* Bars up to and including the first that gives a value: n. */
int cmf_warmup(int n);

/* True, and the flow in *value, once cmf_warmup() bars were seen. */
bool cmf_push(struct cmf *c, double high, double low, double close,
    double volume, double *value);

#endif
