/* SPDX-License-Identifier: MIT */
#include "sim/curve.h"

#include <math.h>
#include <stdlib.h>

void
curve_init(struct curve *c, double start)
{
	*c = (struct curve){.start = start, .first = -1};
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
day_start(struct curve *c, int64_t day, double equity)
{
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
	return 0;
}

double
curve_fall(double peak, double equity)
{
	if (equity >= peak || peak <= 0)
		return 0;
	return equity > 0 ? (peak - equity) / peak : 1;
}

int
curve_push(
    struct curve *c, int64_t time, double equity, double price, bool exposed)
{
	int64_t day = time / DAY_MS;
	struct day *d;

	if (c->n == 0 || c->days[c->n - 1].day < day) {
		if (day_start(c, day, equity) != 0)
			return -1;
	}
	d = &c->days[c->n - 1];
	d->last = time;
	d->close = equity;
	if (equity > d->high)
		d->high = equity;
	if (equity < d->low)
		d->low = equity;
	if (curve_fall(d->high, equity) > d->drawdown)
		d->drawdown = curve_fall(d->high, equity);
	if (c->first < 0)
		c->first = time;
	drawdown_push(&c->drawdown, time, equity);
	beta_push(&c->beta, equity, price);
	c->exposed += exposed;
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
