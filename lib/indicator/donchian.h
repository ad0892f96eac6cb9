/* SPDX-License-Identifier: MIT */
/* donchian - the Donchian channel: the range of the n bars before. */
#ifndef DONCHIAN_H
#define DONCHIAN_H

#include <stdbool.h>

#include "indicator/hilo.h"

/*
 * The highest high and the lowest low of the n bars before the one pushed,
 * not counting that one, and the middle between them: a bar can break out of
 * the channel that it is given (Donchian's four-week rule).
 */
struct donchian_value {
	double upper, middle, lower; /* NaN while not known */
};

struct donchian {
	struct hilo hilo;
	bool known;
	struct hilo_value before; /* of the bars up to the last pushed */
};

int donchian_init(struct donchian *d, int n); /* n >= 1; -1: no memory */
void donchian_finish(struct donchian *d);
void donchian_reset(struct donchian *d); /* starts again */

/* Bars up to and including the first that gives a value: n + 1. */
int donchian_warmup(int n);

/* True once donchian_warmup() bars were seen. */
bool donchian_push(
    struct donchian *d, double high, double low, struct donchian_value *v);

#endif
