/* SPDX-License-Identifier: MIT */
#include "indicator/delta_oi.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct sample {
	int64_t ts_ms;
	double oi;
};

struct delta_oi {
	int64_t window_ms, stale_ms;
	struct sample *at; /* by time, [from, to) in use */
	size_t from, to, size;
};

struct delta_oi *
delta_oi_new(int64_t window_ms, int64_t stale_ms)
{
	struct delta_oi *d = calloc(1, sizeof *d);

	if (d) {
		d->window_ms = window_ms;
		d->stale_ms = stale_ms;
	}
	return d;
}

void
delta_oi_free(struct delta_oi *d)
{
	if (d)
		free(d->at);
	free(d);
}

void
delta_oi_reset(struct delta_oi *d)
{
	d->from = d->to = 0;
}

/* One more place at the end. */
static int
make_room(struct delta_oi *d)
{
	size_t used = d->to - d->from, size = d->size ? d->size * 2 : 64;
	struct sample *at;

	if (d->to < d->size)
		return 0;
	if (used <= d->size / 2 && d->size > 0) {
		memmove(d->at, d->at + d->from, used * sizeof *d->at);
	} else {
		at = malloc(size * sizeof *at);
		if (!at)
			return -1;
		if (used > 0)
			memcpy(at, d->at + d->from, used * sizeof *at);
		free(d->at);
		d->at = at;
		d->size = size;
	}
	d->from = 0;
	d->to = used;
	return 0;
}

/* The number of samples in use whose time is <= ts_ms, from the front. */
static size_t
count_until(const struct delta_oi *d, int64_t ts_ms)
{
	size_t lo = d->from, hi = d->to;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (d->at[mid].ts_ms <= ts_ms)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo - d->from;
}

int
delta_oi_push(struct delta_oi *d, int64_t ts_ms, double oi)
{
	int64_t oldest;
	size_t i;

	if (make_room(d) != 0)
		return -1;
	i = d->from + count_until(d, ts_ms);
	if (i > d->from && d->at[i - 1].ts_ms == ts_ms) {
		d->at[i - 1].oi = oi;
		return 0;
	}
	memmove(d->at + i + 1, d->at + i, (d->to - i) * sizeof *d->at);
	d->at[i] = (struct sample){ts_ms, oi};
	d->to++;

	oldest = d->at[d->to - 1].ts_ms - d->window_ms - 2 * d->stale_ms;
	while (d->at[d->from].ts_ms < oldest)
		d->from++;
	return 0;
}

/* The latest sample at or before ts_ms that is not stale then, or NULL. */
static const struct sample *
sample_at(const struct delta_oi *d, int64_t ts_ms)
{
	size_t n = count_until(d, ts_ms);
	const struct sample *s;

	if (n == 0)
		return NULL;
	s = &d->at[d->from + n - 1];
	return ts_ms - s->ts_ms <= d->stale_ms ? s : NULL;
}

bool
delta_oi_at(const struct delta_oi *d, int64_t ts_ms, double *pct)
{
	return delta_oi_within(d, ts_ms, d->window_ms, pct);
}

bool
delta_oi_within(
    const struct delta_oi *d, int64_t ts_ms, int64_t window_ms, double *pct)
{
	const struct sample *now = sample_at(d, ts_ms);
	const struct sample *base = sample_at(d, ts_ms - window_ms);

	if (!now || !base || !(base->oi > 0))
		return false;
	*pct = 100 * ((now->oi - base->oi) / base->oi);
	return true;
}
