/* SPDX-License-Identifier: MIT */
#include "sim/stats.h"

#include <math.h>
#include <stdlib.h>

int
trade_list_add(struct trade_list *l, const struct trade *t)
{
	if (l->n == l->size) {
		size_t size = l->size ? 2 * l->size : 256;
		struct trade *at = realloc(l->at, size * sizeof *at);

		if (!at)
			return -1;
		l->at = at;
		l->size = size;
	}
	l->at[l->n++] = *t;
	return 0;
}

void
trade_list_finish(struct trade_list *l)
{
	free(l->at);
	*l = (struct trade_list){0};
}

static int
by_key(const void *a, const void *b)
{
	const struct trade_place *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

void
trade_places_sort(struct trade_place *places, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (places[i - 1].key > places[i].key) {
			qsort(places, n, sizeof *places, by_key);
			return;
		}
}

int
trade_list_sort(struct trade_list *l)
{
	struct trade_place *places = malloc((l->n + 1) * sizeof *places);
	struct trade *sorted = malloc((l->n + 1) * sizeof *sorted);

	if (!places || !sorted) {
		free(places);
		free(sorted);
		return -1;
	}
	for (size_t i = 0; i < l->n; i++)
		places[i] = (struct trade_place){l->at[i].closed, i};
	trade_places_sort(places, l->n);
	for (size_t i = 0; i < l->n; i++)
		sorted[i] = l->at[places[i].i];
	free(places);
	free(l->at);
	l->at = sorted;
	l->size = l->n + 1;
	return 0;
}

void
tally_init(struct tally *t)
{
	*t = (struct tally){.growth = 1, .mantissa = 1};
}

/* x * 2^*e with x in [1/2, 1): products of any length neither overflow nor
 * vanish. */
static double
normal(double x, int64_t *e)
{
	int shift;

	x = frexp(x, &shift);
	*e += shift;
	return x;
}

void
tally_add(struct tally *t, const struct trade *trade)
{
	double ret = trade->ret;

	if (t->n == 0 || ret > t->best)
		t->best = ret;
	if (t->n == 0 || ret < t->worst)
		t->worst = ret;
	t->n++;
	if (ret > 0) {
		t->wins++;
		t->gains += ret;
	} else if (ret < 0) {
		t->losses++;
		t->loss -= ret;
	}
	t->pnl += trade->pnl;
	t->growth *= ret > -1 ? 1 + ret : 0; /* all is lost for ever */
	if (1 + ret > 0)
		t->mantissa = normal(t->mantissa * (1 + ret), &t->exponent);
	else
		t->ruined = 1;
}

double
tally_win_rate(const struct tally *t)
{
	return t->n ? (double)t->wins / (double)t->n : NAN;
}

double
tally_expectancy(const struct tally *t)
{
	return t->n ? (t->gains - t->loss) / (double)t->n : NAN;
}

/* Whether x^n exceeds m * 2^e. */
static int
power_exceeds(double x, int64_t n, double m, int64_t e)
{
	double square, product = 1;
	int64_t square_exp = 0, product_exp = 0;

	square = normal(x, &square_exp);
	for (; n; n >>= 1) {
		if (n & 1) {
			product_exp += square_exp;
			product = normal(product * square, &product_exp);
		}
		square_exp *= 2;
		square = normal(square * square, &square_exp);
	}
	m = normal(m, &e);
	return product_exp > e || (product_exp == e && product > m);
}

double
tally_average(const struct tally *t)
{
	double lo = 1 + t->worst, hi = 1 + t->best;

	if (t->n == 0 || t->ruined)
		return NAN;
	for (;;) {
		double mid = lo + (hi - lo) / 2;

		if (mid <= lo || mid >= hi)
			break;
		if (power_exceeds(mid, t->n, t->mantissa, t->exponent))
			hi = mid;
		else
			lo = mid;
	}
	return lo - 1;
}

double
tally_profit_factor(const struct tally *t)
{
	return t->loss > 0 ? t->gains / t->loss : NAN;
}

double
tally_best(const struct tally *t)
{
	return t->n ? t->best : NAN;
}

double
tally_worst(const struct tally *t)
{
	return t->n ? t->worst : NAN;
}
