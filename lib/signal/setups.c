/* SPDX-License-Identifier: MIT */
#include "signal/setups.h"

#include <math.h>

#include "signal/places.h"

const char *const setup_names[SETUPS] = {
    [SETUP_MOMENTUM_CONTINUATION] = "momentum_continuation",
    [SETUP_SQUEEZE_REVERSAL] = "squeeze_reversal",
    [SETUP_ABSORPTION] = "absorption",
};

static void
settle(struct setup *s, enum setup_kind kind, double score)
{
	s->kind = kind;
	s->confidence = score >= 0.80   ? GRADE_HIGH
			: score >= 0.65 ? GRADE_MEDIUM
					: GRADE_LOW;
	s->score = places(fmin(score, 1), 3);
}

/* The additions keep this order: it decides the last bit at an edge. */
bool
setup_squeeze_reversal(const struct inputs *in, struct setup *s)
{
	double bb = input_or(in, IN_BB_WIDTH, NAN);
	double kc = input_or(in, IN_KC_WIDTH, NAN);
	double ratio = bb / kc, score = 0.55;

	/* A comparison with NaN is false: a gate stays shut. */
	if (!(kc > 0 && bb <= 0.012 && ratio <= 0.85 &&
		input_or(in, IN_BASIS, NAN) >= 0.0008))
		return false;
	if (input_or(in, IN_FUNDING_RATE, 0) <= -0.0015)
		score += 0.10;
	if (fabs(input_or(in, IN_MOMENTUM, 0)) >= 0.25)
		score += 0.10;
	if (input_or(in, IN_MOMENTUM_SHIFT, 0) >= 0.2)
		score += 0.15;
	if (ratio <= 0.85 / 2)
		score += 0.05;
	s->compression_ratio = ratio;
	settle(s, SETUP_SQUEEZE_REVERSAL, score);
	return true;
}

/* Points for how far x lies above its threshold, at most 1.5 times it. */
static double
excess(double x, double threshold)
{
	return 0.12 * fmin(fmax(x / threshold - 1, 0), 1.5);
}

bool
setup_absorption(const struct inputs *in, struct setup *s)
{
	double imbalance = input_or(in, IN_ORDERFLOW_IMBALANCE, NAN);
	double delta = input_or(in, IN_DELTA_VOLUME, NAN);
	double score = 0.58;

	if (!(imbalance >= 1.5 && delta >= 1.1 &&
		fabs(input_or(in, IN_BASIS, NAN)) <= 0.0015))
		return false;
	score += excess(imbalance, 1.5);
	score += excess(delta, 1.1);
	if (input_or(in, IN_LIQUIDATION_CLUSTER, 0) >= 0.5)
		score += 0.10;
	settle(s, SETUP_ABSORPTION, score);
	return true;
}

bool
setup_best(const struct inputs *in, struct setup *s)
{
	struct setup other;
	bool squeeze = setup_squeeze_reversal(in, s);

	if (!setup_absorption(in, &other))
		return squeeze;
	if (!squeeze || other.score > s->score)
		*s = other;
	return true;
}
