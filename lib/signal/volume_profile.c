/* SPDX-License-Identifier: MIT */
#include "signal/volume_profile.h"

#include <math.h>
#include <stdlib.h>

#include "base/num.h"

enum { ROOM_FIRST = 64 };

static const double INDEX_MAX = 0x1p52; /* a double is still exact */

static struct volume_bin *
at(const struct volume_profile *p, int64_t i)
{
	return &p->ring[i & (p->room - 1)];
}

const struct volume_bin *
volume_profile_bin(const struct volume_profile *p, int64_t i)
{
	return at(p, i);
}

double
volume_profile_price(const struct volume_profile *p, int64_t i)
{
	double middle =
	    p->params.edge == BIN_CENTRED ? p->bin / 2 - p->shift : 0;

	return (double)i * p->bin + middle;
}

int
volume_profile_init(
    struct volume_profile *p, const struct volume_params *params)
{
	*p = (struct volume_profile){.params = *params, .room = ROOM_FIRST};
	p->ring = malloc((size_t)p->room * sizeof *p->ring);
	volume_profile_reset(p, 1);
	return p->ring ? 0 : -1;
}

void
volume_profile_finish(struct volume_profile *p)
{
	free(p->ring);
	free(p->scratch);
	free(p->text);
	p->ring = p->scratch = NULL;
	p->text = NULL;
}

void
volume_profile_reset(struct volume_profile *p, double bin)
{
	p->bin = bin;
	p->shift = p->params.edge == BIN_CENTRED ? bin / 2 : 0;
	p->widened = 0;
	p->trades = false;
	p->lo = INT64_MAX;
	p->hi = INT64_MIN;
	p->value = p->volume = 0;
}

static void
add(struct volume_bin *b, const struct volume_bin *more)
{
	b->volume += more->volume;
	b->bought += more->bought;
	b->sold += more->sold;
}

/* The bins into a ring with that room, two into one if halve. */
static int
move(struct volume_profile *p, int room, bool halve)
{
	struct volume_bin *ring = calloc((size_t)room, sizeof *ring);

	if (!ring)
		return -1;
	for (int64_t i = p->lo; i <= p->hi; i++)
		add(&ring[(i >> halve) & (room - 1)], at(p, i));
	free(p->ring);
	p->ring = ring;
	p->room = room;
	return 0;
}

static int
widen(struct volume_profile *p)
{
	if (p->lo <= p->hi) {
		if (move(p, p->room, true) != 0)
			return -1;
		p->lo >>= 1;
		p->hi >>= 1;
	}
	p->bin *= 2;
	p->widened++;
	return 0;
}

/* Lower end of bin i. */
static double
edge(const struct volume_profile *p, int64_t i)
{
	return (double)i * p->bin - p->shift;
}

/* Takes the bins from lo to hi into use. */
static int
use(struct volume_profile *p, int64_t lo, int64_t hi)
{
	bool none = p->lo > p->hi;
	int room = p->room;

	while (hi - lo >= room)
		room *= 2;
	if (room > p->room && move(p, room, false) != 0)
		return -1;
	for (int64_t i = lo; i <= hi && (none || i < p->lo); i++)
		*at(p, i) = (struct volume_bin){0};
	for (int64_t i = hi; !none && i > p->hi; i--)
		*at(p, i) = (struct volume_bin){0};
	p->lo = lo;
	p->hi = hi;
	return 0;
}

/* The bins from *first to *last that a range touches; they are in use then. */
static int
reach(struct volume_profile *p, double low, double high, int64_t *first,
    int64_t *last)
{
	for (;;) {
		double top = (high + p->shift) / p->bin;
		int64_t lo, hi;

		if (top < INDEX_MAX) {
			*first = (int64_t)((low + p->shift) / p->bin);
			*last = (int64_t)top;
			/* It ends where that bin begins. */
			if (*last > *first && edge(p, *last) >= high)
				--*last;
			lo = p->lo < *first ? p->lo : *first;
			hi = p->hi > *last ? p->hi : *last;
			if (lo == p->lo && hi == p->hi)
				return 0;
			if (hi - lo < VOLUME_BINS)
				return use(p, lo, hi);
		}
		if (widen(p) != 0)
			return -1;
	}
}

static void
spread(struct volume_profile *p, int64_t first, int64_t last, double low,
    double high, double volume)
{
	double per = volume / (high - low), from = low;

	for (int64_t i = first; i <= last; i++) {
		double to = i < last ? edge(p, i + 1) : high;
		double part = to - from;

		/* Bins that are covered whole get the same to the last bit. */
		if (first < i && i < last)
			part = p->bin;
		if (part > 0)
			at(p, i)->volume += part * per;
		from = to;
	}
}

int
volume_profile_candle(struct volume_profile *p, double high, double low,
    double close, double volume)
{
	int64_t first, last;

	if (volume <= 0)
		return 0;
	if (reach(p, low, high, &first, &last) != 0)
		return -1;
	p->value += (high + low + close) / 3 * volume;
	p->volume += volume;
	if (first == last)
		at(p, first)->volume += volume;
	else
		spread(p, first, last, low, high, volume);
	return 0;
}

int
volume_profile_trade(
    struct volume_profile *p, double price, double qty, bool buy)
{
	struct volume_bin b = {.volume = qty};
	int64_t first, last;

	if (qty <= 0)
		return 0;
	if (reach(p, price, price, &first, &last) != 0)
		return -1;
	*(buy ? &b.bought : &b.sold) = qty;
	add(at(p, first), &b);
	p->value += price * qty;
	p->volume += qty;
	p->trades = true;
	return 0;
}

double
volume_profile_width(double most)
{
	for (int e = 15; e >= -15; e--)
		for (int m = 5; m; m /= 2) {
			double w = e < 0 ? m / num_pow10[-e] : m * num_pow10[e];

			if (w <= most)
				return most <= 1e15 ? w : NAN;
		}
	return NAN;
}
