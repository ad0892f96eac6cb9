/* SPDX-License-Identifier: MIT */
#include "signal/profile_check.h"

#include <math.h>
#include <stdbool.h>

/* The line of root's member a, and of that one's member b; all are there. */
static int
line_of(const struct profile_reader *r, const char *a, const char *b)
{
	const struct json_node *n = json_node_member(r->root, a);

	if (b)
		n = json_node_member(n, b);
	return n->line;
}

static double
most_points(const struct steps *s)
{
	double most = 0;

	for (int i = 0; i < s->n; i++)
		most = fmax(most, s->at[i].points);
	return most;
}

/* A score is one of 0 to 7.  A sum of decimals may be a few bits off. */
static int
check_classic(const struct profile_reader *r)
{
	const struct profile *p = r->p;
	const struct classic_def *d = &p->classic;
	double most = fmax(p->session_other, p->session_none);

	for (int i = 0; i < p->nsessions; i++)
		most = fmax(most, p->sessions[i].points);
	most += d->trend.max + d->cvd.max;
	most += fmax(most_points(&d->delta_oi.steps), d->delta_oi.below);
	if (most <= POINTS_MAX + 1e-9)
		return 0;
	return profile_fail(r, r->root->line,
	    "trend, delta_oi, cvd and a session give up to %.4f, more than %g",
	    most, POINTS_MAX);
}

static int
check_levels(const struct profile_reader *r, const char *setup,
    const struct atr_levels *l)
{
	const struct json_node *n =
	    json_node_member(json_node_member(r->root, "setups"), setup);

	if (l->stop <= l->entry[0])
		return profile_fail(r, json_node_member(n, "stop")->line,
		    "'setups.%s.stop' is not beyond entry[0]", setup);
	if (l->target <= l->entry[1])
		return profile_fail(r, json_node_member(n, "target")->line,
		    "'setups.%s.target' is not beyond entry[1]", setup);
	return 0;
}

static int
check_adaptive(const struct profile_reader *r)
{
	const struct adaptive_def *d = &r->p->adaptive;

	if (d->warmup > d->window)
		return profile_fail(r, line_of(r, "ranks", "warmup"),
		    "'ranks.warmup' is more than ranks.window");
	if (check_levels(r, "squeeze_reversal", &d->squeeze.levels) != 0 ||
	    check_levels(r, "absorption", &d->absorption.levels) != 0 ||
	    check_levels(r, "momentum_continuation", &d->momentum.levels) !=
		0 ||
	    check_levels(r, "mean_reversion", &d->reversion.levels) != 0)
		return -1;
	return check_levels(r, "sma_cross", &d->cross.levels);
}

int
profile_check(const struct profile_reader *r)
{
	const struct profile *p = r->p;

	if (p->tier_medium > p->tier_high)
		return profile_fail(r, line_of(r, "tiers", "medium"),
		    "'tiers.medium' is more than tiers.high");
	if (p->confidence_medium > p->confidence_high)
		return profile_fail(r, line_of(r, "confidence", "medium"),
		    "'confidence.medium' is more than confidence.high");
	if (p->vp.lvn > p->vp.hvn)
		return profile_fail(r, line_of(r, "volume_profile", "lvn"),
		    "'volume_profile.lvn' is more than volume_profile.hvn");
	return p->method == METHOD_CLASSIC ? check_classic(r)
					   : check_adaptive(r);
}
