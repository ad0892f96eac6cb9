/* SPDX-License-Identifier: MIT */
#include "signal/classic.h"

#include <math.h>

#include "signal/composite.h"
#include "signal/levels.h"
#include "signal/setups.h"

void
classic_score(
    const struct profile *p, const struct inputs *in, struct verdict *v)
{
	v->direction = composite_direction(in);
	composite_score(p, in, v->direction, &v->score);
}

void
classic_complete(
    const struct profile *p, const struct inputs *in, struct verdict *v)
{
	int best = setups_find(p, in, v);

	if (best >= 0) {
		v->setup = v->fired[best];
	} else {
		v->setup.kind = SETUP_MOMENTUM_CONTINUATION;
		v->setup.direction = v->direction;
		v->setup.score = NAN;
		v->setup.confidence = v->score.tier;
		v->setup.nreasons = 0;
	}
	levels_of(&p->classic, in, v->direction, &v->levels);
}
