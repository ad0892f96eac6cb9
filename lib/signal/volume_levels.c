/* SPDX-License-Identifier: MIT */
/* What a volume profile says once it is asked. */
#include "signal/volume_profile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "market/record.h"

/* A bin with volume. */
struct row {
	double volume;
	int64_t i;
};

/* Bins that got the same volume differ by what rounding made of the sums. */
static const double VOLUME_TIE = 1e-9;

/* Room for the most bins; they are given out as the parts of scratch. */
struct scratch {
	double lvns[VOLUME_BINS], hvns[VOLUME_BINS];
	struct row rows[VOLUME_BINS];
};

/* Volumes, and by more than rounding. */
static bool
less(double a, double b)
{
	return a < b - VOLUME_TIE * b;
}

static double
volume_at(const struct volume_profile *p, int64_t i)
{
	return volume_profile_bin(p, i)->volume;
}

/* The bins with volume, ascending. */
static int
rows(const struct volume_profile *p, struct row *out)
{
	int n = 0;

	for (int64_t i = p->lo; i <= p->hi; i++) {
		double volume = volume_at(p, i);

		if (volume > 0)
			out[n++] = (struct row){volume, i};
	}
	return n;
}

/* The largest, the lowest of such. */
static const struct row *
largest(const struct row *r, int n)
{
	double most = r->volume;

	for (int k = 1; k < n; k++)
		most = fmax(most, r[k].volume);
	while (less(r->volume, most))
		r++;
	return r;
}

/* The bins *lo to *hi grown from poc; how much is in them. */
static double
contiguous(const struct volume_profile *p, int64_t poc, double enough,
    int64_t *lo, int64_t *hi)
{
	double taken = volume_at(p, poc);

	*lo = *hi = poc;
	while (taken < enough && (*lo > p->lo || *hi < p->hi)) {
		double below = *lo > p->lo ? volume_at(p, *lo - 1) : -1;
		double above = *hi < p->hi ? volume_at(p, *hi + 1) : -1;

		if (less(below, above)) {
			++*hi;
			taken += above;
		} else {
			--*lo;
			taken += below;
		}
	}
	return taken;
}

static int
by_rank(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->volume != y->volume)
		return x->volume > y->volume ? -1 : 1;
	return x->i > y->i ? -1 : x->i < y->i;
}

/* The same of the largest bins; the rows are sorted. */
static double
ranked(struct row *r, int n, double enough, int64_t *lo, int64_t *hi)
{
	double taken = 0;

	qsort(r, (size_t)n, sizeof *r, by_rank);
	*lo = *hi = r->i;
	for (int k = 0; k < n && taken < enough; k++) {
		taken += r[k].volume;
		if (r[k].i < *lo)
			*lo = r[k].i;
		if (r[k].i > *hi)
			*hi = r[k].i;
	}
	return taken;
}

static void
nodes(const struct volume_profile *p, const struct row *r, int n,
    struct scratch *s, struct volume_levels *v)
{
	double most = largest(r, n)->volume;

	for (int k = 0; k < n; k++) {
		double volume = r[k].volume;
		bool low = !less(p->params.lvn_max * most, volume) &&
			   (k == 0 || less(volume, r[k - 1].volume)) &&
			   (k == n - 1 || less(volume, r[k + 1].volume));

		if (low)
			s->lvns[v->nlvns++] = volume_profile_price(p, r[k].i);
		if (!less(volume, p->params.hvn_min * most))
			s->hvns[v->nhvns++] = volume_profile_price(p, r[k].i);
	}
	v->lvns = s->lvns;
	v->hvns = s->hvns;
}

static void
find(struct volume_profile *p, struct row *r, int n, struct volume_levels *v)
{
	int64_t poc = largest(r, n)->i, lo, hi;
	double total = 0, taken;

	for (int k = 0; k < n; k++)
		total += r[k].volume;
	if (p->params.area == AREA_RANK)
		taken = ranked(r, n, p->params.area_share * total, &lo, &hi);
	else
		taken =
		    contiguous(p, poc, p->params.area_share * total, &lo, &hi);
	v->poc = volume_profile_price(p, poc);
	v->val = volume_profile_price(p, lo);
	v->vah = volume_profile_price(p, hi);
	v->area_part = taken / total;
}

int
volume_profile_levels(struct volume_profile *p, struct volume_levels *v)
{
	struct scratch *s = p->scratch;
	int n;

	*v = (struct volume_levels){
	    .poc = NAN,
	    .val = NAN,
	    .vah = NAN,
	    .area_part = NAN,
	    .vwap = NAN,
	};
	if (!s)
		p->scratch = s = malloc(sizeof *s);
	if (!s)
		return -1;
	n = rows(p, s->rows);
	if (!n)
		return 0;
	v->volume = p->volume;
	v->vwap = p->value / p->volume;
	nodes(p, s->rows, n, s, v);
	find(p, s->rows, n, v);
	return 0;
}

/* [a,b,...] */
static char *
put_list(char *o, const double *v, int n)
{
	*o++ = '[';
	for (int k = 0; k < n; k++) {
		if (k)
			*o++ = ',';
		o = num_put_calc(o, v[k]);
	}
	*o++ = ']';
	return o;
}

static char *
put_bins(char *o, const struct volume_profile *p)
{
	bool more = false;

	*o++ = '[';
	for (int64_t i = p->lo; i <= p->hi; i++) {
		const struct volume_bin *b = volume_profile_bin(p, i);
		double v[] = {
		    volume_profile_price(p, i), b->volume, b->bought, b->sold};

		if (!(b->volume > 0))
			continue;
		if (more)
			*o++ = ',';
		more = true;
		o = put_list(o, v, p->trades ? 4 : 2);
	}
	*o++ = ']';
	return o;
}

/* Members of kind KIND_PRICE must be above zero. */
static void
set_price(struct record *r, int slot, double v)
{
	if (v > 0)
		rec_set_calc(r, slot, v);
}

static void
set_lists(
    struct volume_profile *p, const struct volume_levels *v, struct record *r)
{
	char *o = p->text, *at = o;

	o = put_list(o, v->lvns, v->nlvns);
	rec_set_raw(r, PROFILE_LVN, at, (size_t)(o - at));
	at = o;
	o = put_list(o, v->hvns, v->nhvns);
	rec_set_raw(r, PROFILE_HVN, at, (size_t)(o - at));
	at = o;
	o = put_bins(o, p);
	rec_set_raw(r, PROFILE_BINS, at, (size_t)(o - at));
}

/* Bytes that the lists may take: six numbers a bin, and a bit. */
static size_t
list_room(const struct volume_profile *p)
{
	size_t bins = p->lo > p->hi ? 0 : (size_t)(p->hi - p->lo + 1);

	return (6 * bins + 1) * (NUM_DOUBLE_MAX + 4);
}

int
volume_profile_record(struct volume_profile *p, struct record *r,
    const char *session, int64_t from, int64_t to)
{
	struct volume_levels v;

	free(p->text);
	p->text = malloc(list_room(p));
	if (!p->text || volume_profile_levels(p, &v) != 0)
		return -1;
	rec_init(r, REC_PROFILE, to);
	rec_set_text(r, PROFILE_SESSION, session, strlen(session));
	rec_set_int(r, PROFILE_FROM, from);
	rec_set_int(r, PROFILE_TO, to);
	set_price(r, PROFILE_POC, v.poc);
	set_price(r, PROFILE_VAH, v.vah);
	set_price(r, PROFILE_VAL, v.val);
	set_price(r, PROFILE_VWAP, v.vwap);
	rec_set_calc(r, PROFILE_VOLUME, v.volume);
	set_lists(p, &v, r);
	return 0;
}
