/* SPDX-License-Identifier: MIT */
#include "signal/classic.h"

void
classic_score(const struct inputs *in, struct verdict *v)
{
	v->direction = composite_direction(in);
	composite_score(in, v->direction, &v->score);
}

void
classic_complete(const struct inputs *in, struct verdict *v)
{
	if (!setup_best(in, &v->setup))
		v->setup = (struct setup){
		    .kind = SETUP_MOMENTUM_CONTINUATION,
		    .confidence = v->score.tier,
		};
	levels_of(in, v->direction, &v->levels);
}
