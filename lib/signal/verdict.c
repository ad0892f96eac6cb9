/* SPDX-License-Identifier: MIT */
#include "signal/verdict.h"

#include <math.h>

#include "signal/places.h"

const char *const setup_names[SETUPS + 1] = {
    [SETUP_SQUEEZE_REVERSAL] = "squeeze_reversal",
    [SETUP_ABSORPTION] = "absorption",
    [SETUP_MOMENTUM_CONTINUATION] = "momentum_continuation",
    [SETUP_MEAN_REVERSION] = "mean_reversion",
    [SETUP_SMA_CROSS] = "sma_cross",
    [SETUP_NONE] = "none",
};

static void
tell(struct setup *s, const char *what, double value, enum relation is,
    double than, double points)
{
	s->reasons[s->nreasons++] = (struct reason){
	    .what = what,
	    .value = value,
	    .is = is,
	    .than = than,
	    .points = points,
	};
}

void
setup_begin(
    struct setup *s, enum setup_kind kind, enum direction dir, double base)
{
	s->kind = kind;
	s->direction = dir;
	s->score = base;
	s->nreasons = 0;
	tell(s, "base", NAN, IS_EQUAL, NAN, base);
}

void
setup_gate(struct setup *s, const char *what, double value, enum relation is,
    double than)
{
	tell(s, what, value, is, than, NAN);
}

void
setup_give(struct setup *s, const char *what, double value, enum relation is,
    double than, double points)
{
	if (!(points > 0))
		return;
	tell(s, what, value, is, than, points);
	s->score += points;
}

void
setup_settle(struct setup *s, const struct profile *p)
{
	s->confidence = s->score >= p->confidence_high     ? GRADE_HIGH
			: s->score >= p->confidence_medium ? GRADE_MEDIUM
							   : GRADE_LOW;
	s->score = places(fmin(s->score, 1), 3);
}
