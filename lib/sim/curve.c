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

/* The extremes and the end of the sample's day. */
static int
day_take(struct curve *c, const struct sample *at)
{
	double equity = at->equity;
	struct day *d;

	if (at->time > c->day_end && day_start(c, at->time, equity) != 0)
		return -1;
	d = &c->days[c->n - 1];
	d->last = at->time;
	d->close = equity;
	if (equity > d->high)
		d->high = equity;
	if (equity < d->low)
		d->low = equity;
	/* Few samples are as low, and only those need a division. */
	if (d->high - equity >= d->drawdown * d->high) {
		double fall = curve_fall(d->high, equity);

		d->drawdown = fall > d->drawdown ? fall : d->drawdown;
	}
	return 0;
}

int
curve_settle(struct curve *c)
{
	int n = c->nfresh;

	c->nfresh = 0;
	for (int i = 0; i < n; i++)
		if (day_take(c, &c->fresh[i]) != 0)
			return -1;
	drawdown_take(&c->drawdown, c->fresh, n);
	beta_take(&c->beta, c->fresh, n);
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
