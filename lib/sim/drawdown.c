/* SPDX-License-Identifier: MIT */
#include "sim/drawdown.h"

#include <math.h>

#include "base/clock.h"
#include "sim/curve.h"

void
drawdown_init(struct drawdown *d, double start)
{
	*d = (struct drawdown){.peak = start, .peak_at = -1, .last = -1};
}

/* The episode at hand ends at a time. */
static void
finish(struct drawdown *d, int64_t time)
{
	int64_t span = time - d->peak_at;

	if (d->depth == 0)
		return;
	d->episodes++;
	d->depths += d->depth;
	d->spans += span;
	if (span > d->longest)
		d->longest = span;
	d->depth = 0;
}

void
drawdown_push(struct drawdown *d, int64_t time, double equity)
{
	double fall = curve_fall(d->peak, equity);

	if (d->peak_at < 0)
		d->peak_at = time; /* the start is a peak, too */
	d->samples++;
	d->last = time;
	if (fall == 0) {
		finish(d, time);
		d->peak = equity > d->peak ? equity : d->peak;
		d->peak_at = time;
		return;
	}
	d->below++;
	d->squares += fall * fall;
	if (fall > d->depth)
		d->depth = fall;
	if (fall > d->worst)
		d->worst = fall;
}

struct drawdown_sum
drawdown_sum(const struct drawdown *d)
{
	struct drawdown all = *d;
	double n;

	finish(&all, all.last);
	n = (double)all.episodes;
	return (struct drawdown_sum){
	    .worst = all.worst,
	    .average = all.episodes ? all.depths / n : NAN,
	    .longest_days = all.episodes ? (double)all.longest / DAY_MS : NAN,
	    .average_days = all.episodes ? (double)all.spans / n / DAY_MS : NAN,
	    .underwater = (double)all.below / (double)all.samples,
	    .ulcer = sqrt(all.squares / (double)all.samples),
	};
}
