/* SPDX-License-Identifier: MIT */
#include "signal/levels.h"

#include <math.h>

#include "signal/places.h"

int
levels_places(double price)
{
	int n = 4;

	for (; price < 1 && n < 15; n++)
		price *= 10;
	return n;
}

/* The node nearest to the price on the side where a stop would stand. */
static double
anchor_node(const struct inputs *in, enum direction dir, double otherwise)
{
	double price = in->v[IN_PRICE], best = otherwise;
	bool found = false;

	for (int i = 0; i < in->nlvns; i++) {
		double x = in->lvns[i];

		if (dir == DIR_LONG ? x > price : x < price)
			continue;
		if (!found || (dir == DIR_LONG ? x > best : x < best))
			best = x;
		found = true;
	}
	return best;
}

void
levels_of(const struct classic_def *d, const struct inputs *in,
    enum direction dir, struct levels *l)
{
	double price = in->v[IN_PRICE], low, high, from, to, height, risk, gain;
	bool area = input_known(in, IN_VALUE_AREA_LOW) &&
		    input_known(in, IN_VALUE_AREA_HIGH);
	int n = levels_places(price);

	low = area ? in->v[IN_VALUE_AREA_LOW] : price * (1 - d->levels.area);
	high = area ? in->v[IN_VALUE_AREA_HIGH] : price * (1 + d->levels.area);
	if (dir == DIR_LONG) {
		from = fmax(low, anchor_node(in, dir, low));
		to = fmin(high, price * (1 + d->levels.entry_reach));
	} else {
		from = fmax(low, price * (1 - d->levels.entry_reach));
		to = fmin(high, anchor_node(in, dir, high));
	}
	if (from > to) {
		double swap = from;

		from = to;
		to = swap;
	}
	height = fmax(to - from, price * d->levels.height);
	risk = fmax(height * d->levels.stop_height, price * d->levels.stop);
	gain = fmax(height, price * d->levels.target);

	l->entry_low = places(from, n);
	l->entry_high = places(to, n);
	l->stop = places(dir == DIR_LONG ? from - risk : to + risk, n);
	l->target = places(dir == DIR_LONG ? to + gain : from - gain, n);
}
