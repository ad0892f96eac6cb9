/* SPDX-License-Identifier: MIT */
/* classic - the profile "classic": inputs to direction, score and levels. */
#ifndef CLASSIC_H
#define CLASSIC_H

#include "signal/composite.h"
#include "signal/inputs.h"
#include "signal/levels.h"
#include "signal/setups.h"

struct verdict {
	enum direction direction;
	struct composite score;
	struct setup setup; /* kind and confidence always; the rest unless
			       momentum_continuation */
	struct levels levels;
};

/* The score alone, for the many moments that do not reach a signal. */
void classic_score(const struct inputs *in, struct verdict *v);

/* The rest, once classic_score() has been. */
void classic_complete(const struct inputs *in, struct verdict *v);

#endif
