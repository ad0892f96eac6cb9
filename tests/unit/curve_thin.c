/* SPDX-License-Identifier: MIT */
/* thin, spans: held against all that was pushed. */
#include "page/spans.h"
#include "page/thin.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "tap.h"

enum { LONG = 20000 };

struct value {
	int64_t time;
	double first, low, high, last;
};

static double
draw(struct rng *r)
{
	return (double)rng_below(r, 1000000) / 1000;
}

/* Whether the cell holds what the values from..to amount to. */
static bool
is_sum(const struct thin_cell *c, const struct value *v, int from, int to)
{
	double low = v[from].low, high = v[from].high;
	int at_low = from, at_high = from;

	for (int i = from; i <= to; i++) {
		if (v[i].low < low) {
			low = v[i].low;
			at_low = i;
		}
		if (v[i].high > high) {
			high = v[i].high;
			at_high = i;
		}
	}
	return c->first == v[from].first && c->last == v[to].last &&
	       c->low == low && c->high == high && c->from == v[from].time &&
	       c->to == v[to].time &&
	       (at_low == at_high || c->low_first == (at_low < at_high));
}

static void
check_thin(uint64_t seed, int n, int64_t step)
{
	static struct value v[LONG];
	struct thin t;
	struct rng r;
	int64_t time = 1700000000000;
	int at = 0, good = 0;

	rng_seed(&r, seed);
	thin_init(&t);
	for (int i = 0; i < n; i++) {
		double a = draw(&r), b = draw(&r);

		time += 1 + rng_below(&r, step);
		v[i] = (struct value){
		    time, a, fmin(a, b) - draw(&r), fmax(a, b) + draw(&r), b};
		if (thin_push(&t, time, a, v[i].low, v[i].high, b) != 0)
			break;
	}
	for (int i = 0; i < t.n; i++) {
		int from = at;

		while (at < n && v[at].time <= t.cells[i].to)
			at++;
		good += at > from && is_sum(&t.cells[i], v, from, at - 1) &&
			t.cells[i].from >> t.shift == t.cells[i].to >> t.shift;
	}
	ok(good == t.n && at == n,
	    "%d values, step %lld: each cell is the sum of its values", n,
	    (long long)step);
	ok(t.n <= THIN_CELLS &&
		(n <= THIN_CELLS ? t.n == n : t.n > THIN_CELLS / 4),
	    "and there are few, but not too few: %d", t.n);
	thin_finish(&t);
}

static void
check_late(void)
{
	struct thin t;
	double lo = 5, hi = 5;

	thin_init(&t);
	thin_point(&t, 1000, 5);
	thin_point(&t, 2000, 7);
	thin_point(&t, 1500, 1);
	ok(t.n == 2 && t.cells[1].low == 1 && t.cells[1].last == 1 &&
		t.cells[1].to == 2000,
	    "what comes late is taken into the last cell");
	thin_range(&t, &lo, &hi);
	ok(lo == 1 && hi == 7, "the range is that of all");
	thin_finish(&t);
}

static void
check_spans(void)
{
	struct spans s;

	spans_init(&s);
	spans_add(&s, 100, 199, -1);
	spans_add(&s, 100, 199, 3);
	ok(s.n == 1 && s.count == 1 && s.missing == 100 && s.at[0].cause == 3,
	    "told twice is one hole, and its cause is kept");
	spans_add(&s, 200, 299, 4);
	ok(s.n == 1 && s.missing == 200 && s.at[0].to == 299,
	    "one that follows at once makes it longer");
	spans_add(&s, 500, 599, -1);
	ok(s.n == 2 && s.count == 2 && s.missing == 300, "another one");
	ok(spans_covered(&s, 0, 100) == 0 && spans_covered(&s, 0, 101) == 1,
	    "nothing is covered before it");
	ok(spans_covered(&s, 150, 550) == 150 + 50, "parts of two");
	ok(spans_covered(&s, 600, 9999) == 0, "nothing behind the last");
	spans_finish(&s);
}

static void
check_many_spans(void)
{
	struct spans s;
	bool sorted = true;

	spans_init(&s);
	for (int64_t i = 0; i < LONG; i++)
		spans_add(&s, i * 1000, i * 1000 + 9, -1);
	for (int i = 1; i < s.n; i++)
		sorted &= s.at[i].from > s.at[i - 1].to;
	ok(s.n <= SPANS_MAX && sorted && s.at[0].from == 0 &&
		s.at[s.n - 1].to >= (LONG - 2) * 1000,
	    "very many are joined: %d", s.n);
	ok(s.count == LONG && s.missing == LONG * 10,
	    "their number and length stay exact");
	spans_finish(&s);
}

int
main(void)
{
	check_thin(1, 10, 5);
	check_thin(2, THIN_CELLS, 60000);
	check_thin(3, THIN_CELLS + 1, 60000);
	check_thin(4, LONG, 60000);
	check_thin(5, LONG, 1);
	check_thin(6, LONG, 1 << 30);
	check_late();
	check_spans();
	check_many_spans();
	return tap_done();
}
