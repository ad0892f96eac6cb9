/* SPDX-License-Identifier: MIT */
/* Indicators against values that others published. */
#include "books.h"

#include "indicator/aroon.h"
#include "indicator/atr.h"
#include "indicator/donchian.h"
#include "indicator/extreme.h"
#include "indicator/natr.h"
#include "indicator/psar.h"
#include "indicator/rsi.h"
#include "indicator/stoch.h"
#include "indicator/supertrend.h"
#include "indicator/tr.h"
#include "indicator/willr.h"

static void
run_rsi(const double *par)
{
	struct rsi r;

	rsi_init(&r, (int)par[0]);
	for (int i = 0; i < bars.n; i++)
		told[i] = rsi_push(&r, bars.close[i], &got[0][i]);
}

static void
run_tr(const double *par)
{
	struct tr t;

	(void)par;
	tr_init(&t);
	for (int i = 0; i < bars.n; i++)
		told[i] = tr_push(
		    &t, bars.high[i], bars.low[i], bars.close[i], &got[0][i]);
}

static void
run_atr(const double *par)
{
	struct atr a;

	atr_init(&a, (int)par[0]);
	for (int i = 0; i < bars.n; i++)
		told[i] = atr_push(
		    &a, bars.high[i], bars.low[i], bars.close[i], &got[0][i]);
}

static void
run_natr(const double *par)
{
	struct natr a;

	natr_init(&a, (int)par[0]);
	for (int i = 0; i < bars.n; i++)
		told[i] = natr_push(
		    &a, bars.high[i], bars.low[i], bars.close[i], &got[0][i]);
}

static void
run_extreme(const double *par)
{
	struct extreme e;
	enum extreme_kind kind = par[1] > 0 ? EXTREME_MAX : EXTREME_MIN;

	extreme_init(&e, kind, (int)par[0]);
	for (int i = 0; i < bars.n; i++)
		told[i] = extreme_push(&e, bars.close[i], &got[0][i]);
	extreme_finish(&e);
}

static void
run_willr(const double *par)
{
	struct willr w;

	willr_init(&w, (int)par[0]);
	for (int i = 0; i < bars.n; i++)
		told[i] = willr_push(
		    &w, bars.high[i], bars.low[i], bars.close[i], &got[0][i]);
	willr_finish(&w);
}

static void
run_donchian(const double *par)
{
	struct donchian_value v;
	struct donchian d;

	donchian_init(&d, (int)par[0]);
	for (int i = 0; i < bars.n; i++) {
		told[i] = donchian_push(&d, bars.high[i], bars.low[i], &v);
		got[0][i] = v.upper;
		got[1][i] = v.middle;
		got[2][i] = v.lower;
	}
	donchian_finish(&d);
}

static void
run_aroon(const double *par)
{
	struct aroon_value v;
	struct aroon a;

	aroon_init(&a, (int)par[0]);
	for (int i = 0; i < bars.n; i++) {
		told[i] = aroon_push(&a, bars.high[i], bars.low[i], &v);
		got[0][i] = v.down;
		got[1][i] = v.up;
		got[2][i] = v.osc;
	}
	aroon_finish(&a);
}

static void
run_stoch(const double *par)
{
	struct stoch_value v;
	struct stoch s;

	stoch_init(&s, (int)par[0], (int)par[1], (int)par[2]);
	for (int i = 0; i < bars.n; i++) {
		told[i] = stoch_push(
		    &s, bars.high[i], bars.low[i], bars.close[i], &v);
		got[0][i] = v.k;
		got[1][i] = v.d;
	}
	stoch_finish(&s);
}

/* The file has a band on the side where the line is, and none on the other. */
static void
run_supertrend(const double *par)
{
	struct supertrend_value v;
	struct supertrend s;

	supertrend_init(&s, (int)par[0], par[1]);
	for (int i = 0; i < bars.n; i++) {
		told[i] = supertrend_push(
		    &s, bars.high[i], bars.low[i], bars.close[i], &v);
		got[0][i] = v.value;
		got[1][i] = v.dir == 1 ? v.value : NAN;
		got[2][i] = v.dir == -1 ? v.value : NAN;
	}
}

static void
run_psar(const double *par)
{
	struct psar p;

	psar_init(&p, par[0], par[1]);
	for (int i = 0; i < bars.n; i++)
		told[i] = psar_push(&p, bars.high[i], bars.low[i], &got[0][i]);
}

static const struct golden {
	const char *name;
	run_fn *fn;
	double par[3];
	const char *members[OUTS];
} goldens[] = {
    {"rsi", run_rsi, {14}, {"rsi"}},
    {"tr", run_tr, {0}, {"tr"}},
    {"atr", run_atr, {14}, {"atr"}},
    {"atr", run_natr, {14}, {"atrp"}},
    {"willr", run_willr, {14}, {"williamsR"}},
    {"donchian", run_donchian, {20}, {"upperBand", "centerline", "lowerBand"}},
    {"aroon", run_aroon, {25}, {"aroonDown", "aroonUp", "oscillator"}},
    {"stoch", run_stoch, {14, 3, 3}, {"oscillator", "signal"}},
    {"supertrend", run_supertrend, {10, 3},
	{"superTrend", "lowerBand", "upperBand"}},
    {"psar", run_psar, {0.02, 0.2}, {"sar"}},
};

/* To 1e-9 of the value; known and unknown in the same places. */
static int
differ(const double *a, const double *want)
{
	int wrong = 0;

	for (int i = 0; i < bars.n; i++)
		if (isnan(a[i]) != isnan(want[i]) ||
		    fabs(a[i] - want[i]) > 1e-9 * fabs(want[i]))
			wrong++;
	return wrong;
}

static void
test_golden(const struct golden *g)
{
	static double want[VECTORS_BARS];
	char file[128];

	snprintf(file, sizeof file,
	    "stock-indicators/results/%s.standard.json.gz", g->name);
	vectors_text(file, text);
	run(g->fn, g->par);
	for (int o = 0; o < OUTS && g->members[o]; o++) {
		int n = vectors_results(text, g->members[o], want);

		ok(n == bars.n && differ(got[o], want) == 0,
		    "%s: %s equals stock-indicators", g->name, g->members[o]);
	}
}

/*
 * Rows of the book (Achelis, Technical Analysis from A to Z) and of tulip's
 * own tests.  Differences:
 * before: tulip takes the first bar's high - low for its true range; a bar
 * that lies within the first, put before it, makes that so.
 * late: ours is not known while tulip's psar is a guess; the rest is equal.
 * early: our %K is known before its signal, tulip's is not told until then.
 * apart: of equal lows the oldest counts for us, as for stock-indicators, the
 * newest for the book's aroon; the extreme of a trend does not take in the bar
 * that ends it, as in stock-indicators, but in tulip's psar.
 */
static const struct book books[] = {
    {"atoz", "rsi 5", "c", run_rsi, {5}, .outs = 1},
    {"untest", "rsi 5", "c", run_rsi, {5}, .outs = 1},
    {"atoz", "tr", "hlc", run_tr, {0}, .before = 1},
    {"untest", "tr", "hlc", run_tr, {0}, .before = 1},
    {"atoz", "atr 4", "hlc", run_atr, {4}, .before = 1},
    {"untest", "atr 5", "hlc", run_atr, {5}, .before = 1},
    {"untest", "natr 5", "hlc", run_natr, {5}, .before = 1},
    {"untest", "max 5", "c", run_extreme, {5, 1}, .outs = 1},
    {"untest", "min 5", "c", run_extreme, {5, -1}, .outs = 1},
    {"atoz", "willr 5", "hlc", run_willr, {5}, .outs = 1},
    {"untest", "willr 5", "hlc", run_willr, {5}, .outs = 1},
    {"atoz", "aroon 5", "hl", run_aroon, {5}, .outs = 2, .apart = 2},
    {"untest", "aroon 5", "hl", run_aroon, {5}, .outs = 2},
    {"untest", "aroonosc 5", "hl", run_aroon, {5}, .from = 2},
    {"atoz", "stoch 5 3 3", "hlc", run_stoch, {5, 3, 3}, .outs = 2,
	.how = EARLY},
    {"untest", "stoch 5 3 3", "hlc", run_stoch, {5, 3, 3}, .outs = 2,
	.how = EARLY},
    {"atoz", "psar .02 .2", "hl", run_psar, {.02, .2}, .how = LATE},
    {"untest", "psar .2 2", "hl", run_psar, {.2, 2}, .how = LATE, .apart = 1},
};

int
main(void)
{
	if (!vectors_bars(text, &bars))
		tap_skip("no recorded data");
	for (size_t i = 0; i < sizeof goldens / sizeof *goldens; i++)
		test_golden(&goldens[i]);
	for (size_t i = 0; i < sizeof books / sizeof *books; i++)
		test_book(&books[i]);
	return tap_done();
}
