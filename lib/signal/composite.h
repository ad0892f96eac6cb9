/* SPDX-License-Identifier: MIT */
/* composite - the 0-7 score of the classic method: trend, flow, session. */
#ifndef COMPOSITE_H
#define COMPOSITE_H

#include "signal/inputs.h"
#include "signal/profile.h"
#include "signal/verdict.h"

/*
 * The given direction; else short if open interest fell, or if it did not and
 * the price is under its EMA; else long.
 */
enum direction composite_direction(const struct inputs *in);

/* in has a price > 0.  What is not known scores nothing. */
void composite_score(const struct profile *p, const struct inputs *in,
    enum direction dir, struct composite *c);

/* The tier of a rounded score, of any method. */
enum grade composite_tier(const struct profile *p, double score);

#endif
