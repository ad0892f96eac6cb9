/* SPDX-License-Identifier: MIT */
/* hilo - the highest high and the lowest low of the last n bars. */
#ifndef HILO_H
#define HILO_H

#include <stdbool.h>

#include "indicator/extreme.h"

struct hilo {
	struct extreme high, low;
};

struct hilo_value {
	double high, low;
};

int hilo_init(struct hilo *h, int n); /* n >= 1; -1: no memory */
void hilo_finish(struct hilo *h);
void hilo_reset(struct hilo *h); /* starts again */

/* Bars up to and including the first that gives a value: n. */
int hilo_warmup(int n);

/* True once hilo_warmup() bars were seen; until then *v is NaN. */
bool hilo_push(struct hilo *h, double high, double low, struct hilo_value *v);

#endif
