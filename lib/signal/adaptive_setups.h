/* SPDX-License-Identifier: MIT */
/*
 * adaptive_setups - the five setups of the adaptive profile.  A gate whose
 * input or rank is not known is shut, and what is not known gives no points.
 */
#ifndef ADAPTIVE_SETUPS_H
#define ADAPTIVE_SETUPS_H

#include <stdbool.h>

#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/ranks.h"
#include "signal/verdict.h"

/* Each: whether it fires, and then *s; *s holds anything if not. */
bool adaptive_squeeze(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s);
bool adaptive_absorption(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s);
bool adaptive_momentum(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s);
bool adaptive_reversion(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s);
bool adaptive_cross(const struct profile *p, struct ranks *r,
    const struct inputs *in, struct setup *s);

/*
 * Whether the averages of sma_cross cross down, which closes what it opened.
 * Averages that differ by less than 1e-12 of them are equal; equal is no
 * cross.
 */
bool adaptive_crosses_down(const struct profile *p, const struct inputs *in);

#endif
