/* SPDX-License-Identifier: MIT */
/* takers - the inputs that the aggressors' volume gives, bar by bar. */
#ifndef TAKERS_H
#define TAKERS_H

#include "indicator/window.h"
#include "signal/inputs.h"
#include "signal/profile.h"

/* Caller's storage. */
struct takers {
	int slope_bars; /* 1: the slope is the bar's own delta */
	struct window bought, sold, size, slope;
	double forced_share;  /* of the quote volume, that counts as 1 */
	struct window traded; /* quote volume */
};

int takers_init(struct takers *t, const struct profile *p); /* -1: memory */
void takers_finish(struct takers *t);
void takers_reset(struct takers *t); /* after a hole */

/*
 * What takers bought and sold in the bar, base units; NaN: not known, and then
 * the windows start again.
 */
void takers_push(
    struct takers *t, double bought, double sold, struct inputs *in);

/*
 * The bar's quote volume, and that of the liquidations of the same number of
 * bars as the window has (NaN: not known).
 */
void takers_forced(
    struct takers *t, double traded, double forced, struct inputs *in);

#endif
