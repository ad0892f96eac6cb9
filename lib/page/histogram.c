/* SPDX-License-Identifier: MIT */
#include "page/histogram.h"

#include <math.h>
#include <stdlib.h>

#include "page/scale.h"

enum { BINS_WANTED = 30 };

static double
member(const struct deal *d, int which)
{
	return which == 'a' ? d->mae : which == 'f' ? d->mfe : d->ret;
}

static bool
is_chosen(const struct deal *d, int which, int sign)
{
	if (!isfinite(member(d, which)))
		return false;
	return sign == 0 || (sign > 0 ? d->ret > 0 : d->ret < 0);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double *
deals_sorted(const struct deals *d, int which, int sign, int *n)
{
	double *v = malloc((size_t)(d->n + 1) * sizeof *v);

	*n = 0;
	if (!v)
		return NULL;
	for (int i = 0; i < d->n; i++)
		if (is_chosen(&d->at[i], which, sign))
			v[(*n)++] = member(&d->at[i], which);
	qsort(v, (size_t)*n, sizeof *v, by_size);
	return v;
}

double
quantile(const double *sorted, int n, double q)
{
	int i = (int)floor(q * (n - 1) + 0.5);

	return sorted[i < 0 ? 0 : i >= n ? n - 1 : i];
}

/* Bins from lo to hi, 0 among their edges; fewer where there are too many. */
static void
lay_bins(struct histogram *h, double lo, double hi)
{
	double first, last;

	lo = fmin(lo, 0);
	hi = fmax(hi, 0);
	h->width = hi > lo ? scale_round((hi - lo) / BINS_WANTED) : 0.01;
	for (;; h->width = scale_round(h->width * 1.5)) {
		first = floor(lo / h->width);
		last = floor(hi / h->width);
		if (last - first + 1 <= BINS_MAX)
			break;
	}
	h->from = first * h->width;
	h->n = (int)(last - first) + 1;
}

static void
count(struct histogram *h, double v)
{
	double k = floor(v / h->width) - floor(h->from / h->width + 0.5);
	int i = k < 0 ? 0 : k >= h->n ? h->n - 1 : (int)k;

	if (k < 0)
		h->open_low = true;
	if (k >= h->n)
		h->open_high = true;
	if (++h->count[i] > h->most)
		h->most = h->count[i];
}

int
histogram_make(struct histogram *h, const struct deals *d)
{
	double sum = 0, *v;
	int n;

	*h = (struct histogram){.mean = NAN, .median = NAN};
	v = deals_sorted(d, 'r', 0, &n);
	if (!v)
		return -1;
	h->all = n;
	if (n > 0) {
		lay_bins(h, quantile(v, n, 0.01), quantile(v, n, 0.99));
		for (int i = 0; i < n; i++) {
			sum += v[i];
			count(h, v[i]);
		}
		h->mean = sum / n;
		h->median = n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
	}
	free(v);
	return 0;
}
