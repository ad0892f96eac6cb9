/* SPDX-License-Identifier: MIT */
#include "sim/curve.h"

#include <math.h>
#include <stdlib.h>

void
curve_init(struct curve *c, double start)
{
	*c = (struct curve){.start = start, .first = -1, .day_end = -1};
	drawdown_init(&c->drawdown, start);
	beta_init(&c->beta);
}

void
curve_finish(struct curve *c)
{
	free(c->days);
	c->days = NULL;
}

static int
day_start(struct curve *c, int64_t time, double equity)
{
	int64_t day = time / DAY_MS;

	if (c->n == c->size) {
		size_t size = c->size ? 2 * c->size : 64;
		struct day *days = realloc(c->days, size * sizeof *days);

		if (!days)
			return -1;
		c->days = days;
		c->size = size;
	}
	c->days[c->n++] = (struct day){
	    .day = day,
	    .high = equity,
	    .low = equity,
	};
	c->day_end = (day + 1) * DAY_MS - 1;
	if (c->first < 0)
		c->first = time;
	return 0;
}

/* Works the samples at hand that are of the last day into it: how many. */
static int
day_take(struct curve *c, const struct sample *at, int n)
{
	struct day *d = &c->days[c->n - 1];
	double high = d->high, low = d->low, worst = d->drawdown;
	int i = 0;

	for (; i < n && at[i].time <= c->day_end; i++) {
		double equity = at[i].equity, fall;

		high = equity > high ? equity : high;
		low = equity < low ? equity : low;
		/* Few samples are as low, and only those need a division. */
		if (high - equity <= worst * high)
			continue;
		fall = curve_fall(high, equity);
		worst = fall > worst ? fall : worst;
	}
	*d = (struct day){.day = d->day,
	    .last = at[i - 1].time,
	    .close = at[i - 1].equity,
	    .high = high,
	    .low = low,
	    .drawdown = worst};
	return i;
}

int
curve_settle(struct curve *c)
{
	const struct sample *at = c->fresh;
	int n = c->nfresh;

	c->nfresh = 0;
	for (int i = 0; i < n; i += day_take(c, at + i, n - i))
		if (at[i].time > c->day_end &&
		    day_start(c, at[i].time, at[i].equity) != 0)
			return -1;
	drawdown_take(&c->drawdown, at, n);
	beta_take(&c->beta, at, n);
	return 0;
}

struct stretch
curve_whole(const struct curve *c)
{
	return (struct stretch){
	    .base = c->start,
	    .base_day = c->n ? c->days[0].day - 1 : 0,
	    .days = c->days,
	    .n = c->n,
	};
}

struct stretch
curve_between(const struct curve *c, int64_t start, int64_t end)
{
	struct stretch s = curve_whole(c);

	while (s.n && s.days[s.n - 1].last > end)
		s.n--;
	/* A start before 1970 lies before every sample as well. */
	while (s.n && s.days->day * DAY_MS < start) {
		s.base = s.days->close;
		s.base_day = (start - 1) / DAY_MS;
		s.base_is_day = true;
		s.days++;
		s.n--;
	}
	return s;
}

double
stretch_drawdown(const struct stretch *s)
{
	double peak = s->base, worst = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct day *d = &s->days[i];

		if (curve_fall(peak, d->low) > worst)
			worst = curve_fall(peak, d->low);
		if (d->drawdown > worst)
			worst = d->drawdown;
		if (d->high > peak)
			peak = d->high;
	}
	return worst;
}
