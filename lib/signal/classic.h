/* SPDX-License-Identifier: MIT */
/*
 * classic - the classic method: inputs to direction, score, setups and levels
 * by fixed thresholds.  The profile's method is METHOD_CLASSIC.
 */
#ifndef CLASSIC_H
#define CLASSIC_H

#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/verdict.h"

/* Direction and score alone, for the many moments that make no signal. */
void classic_score(
    const struct profile *p, const struct inputs *in, struct verdict *v);

/*
 * The rest, once classic_score() has been.  A moment in which no setup fires
 * is a momentum_continuation without a score, as confident as its tier.
 */
void classic_complete(
    const struct profile *p, const struct inputs *in, struct verdict *v);

#endif
