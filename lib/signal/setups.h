/* SPDX-License-Identifier: MIT */
/* setups - the two named setups of the classic method. */
#ifndef SETUPS_H
#define SETUPS_H

#include <stdbool.h>

#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/verdict.h"

/*
 * Each: whether it fires, and then *s; *s holds anything if not.  An input
 * that a gate asks for and that is not known keeps the gate shut, the basis
 * too.  dir is the moment's direction: these setups have none of their own.
 */
bool setup_squeeze_reversal(const struct profile *p, const struct inputs *in,
    enum direction dir, struct setup *s);
bool setup_absorption(const struct profile *p, const struct inputs *in,
    enum direction dir, struct setup *s);

/*
 * Those that fire into v->fired, with v->direction.  The place of the one
 * with the highest rounded score, of equal ones the first; -1: none.
 */
int setups_find(
    const struct profile *p, const struct inputs *in, struct verdict *v);

#endif
