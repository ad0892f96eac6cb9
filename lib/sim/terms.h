/* SPDX-License-Identifier: MIT */
/*
 * terms - all that a simulation hangs on besides its input: the rules, and
 * which of the input it goes by.
 */
#ifndef TERMS_H
#define TERMS_H

#include <stdint.h>
#include <stdio.h>

#include "market/calendar.h"
#include "sim/rules.h"

struct terms {
	struct rules rules;
	int iv; /* enum interval of all; -1: a symbol's first */
	enum calendar calendar;
};

/* Members of a JSON object, a comma between them. */
void terms_put(FILE *f, const struct terms *t);

#endif
