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
	d->worst = d->depth > d->worst ? d->depth : d->worst;
	d->depths += d->depth;
	d->spans += span;
	if (span > d->longest)
		d->longest = span;
	d->depth = 0;
}

void
drawdown_take(struct drawdown *d, const struct sample *at, int n)
{
	double peak = d->peak, depth = d->depth, squares = d->squares;
	int below = 0;

	if (n == 0)
		return;
	if (d->peak_at < 0)
		d->peak_at = at->time; /* the start is a peak, too */
	for (int i = 0; i < n; i++) {
		double fall = curve_fall(peak, at[i].equity);

		if (fall > 0) {
			below++;
			squares += fall * fall;
			depth = fall > depth ? fall : depth;
			continue;
		}
		if (depth > 0) {
			d->depth = depth;
			finish(d, at[i].time);
			depth = 0;
		}
		peak = at[i].equity > peak ? at[i].equity : peak;
		d->peak_at = at[i].time;
	}
	d->peak = peak;
	d->depth = depth;
	d->worst = depth > d->worst ? depth : d->worst;
	d->squares = squares;
	d->below += below;
	d->samples += n;
	d->last = at[n - 1].time;
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
