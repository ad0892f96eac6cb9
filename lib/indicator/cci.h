/* SPDX-License-Identifier: MIT */
/* cci - Lambert's commodity channel index. */
#ifndef CCI_H
#define CCI_H

#include <stdbool.h>

#include "indicator/window.h"

/*
 * With tp = (high + low + close) / 3 and its mean over the last n bars
 * (Lambert, Commodities, 1980):
 *   cci = (tp - mean) / (0.015 mean(|tp - mean|)); 0 where tp stood still
 * The mean deviation has no running form: each bar is computed from all n, so
 * that nothing drifts.
 */
struct cci {
	struct window w;
};

int cci_init(struct cci *c, int n); /* n >= 1; -1: no memory */
void cci_finish(struct cci *c);
void cci_reset(struct cci *c); /* starts again */

/* Bars up to and including the first that gives a value: n. */
int cci_warmup(int n);

/* True, and the index in *value, once cci_warmup() bars were seen. */
bool cci_push(
    struct cci *c, double high, double low, double close, double *value);

#endif
