/* SPDX-License-Identifier: MIT */
/*
 * adaptive - the method that measures a symbol against its own recent past:
 * inputs and their ranks to setups, score and levels.  tickpipe-scoring(7).
 */
#ifndef ADAPTIVE_H
#define ADAPTIVE_H

#include <stdbool.h>

#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/ranks.h"
#include "signal/verdict.h"

/*
 * Direction, setups and score of the moment that r was moved on to with in.
 * False, and *v then holds anything: the ranks are not warm yet, or no setup
 * fires and all does not ask for the moment nevertheless.
 */
bool adaptive_score(const struct profile *p, struct ranks *r,
    const struct inputs *in, bool all, struct verdict *v);

/* The levels, once adaptive_score() has been. */
void adaptive_complete(
    const struct profile *p, const struct inputs *in, struct verdict *v);

#endif
