/* SPDX-License-Identifier: MIT */
/* volume_profile: golden vectors, spreading, areas, nodes, width, record. */
#include "signal/volume_profile.h"

#include <math.h>
#include <string.h>

#include "market/record.h"
#include "tap.h"

static const struct volume_params centred = {
    BIN_CENTRED, AREA_CONTIGUOUS, 0.7, 0.35, 0.9};
static const struct volume_params by_rank = {
    BIN_CENTRED, AREA_RANK, 0.7, 0.35, 0.9};
static const struct volume_params floored = {
    BIN_FLOOR, AREA_RANK, 0.7, 0.35, 0.9};

static bool
near(double got, double want)
{
	return fabs(got - want) <= 1e-12 * fabs(want);
}

/* Bins of width 1 at prices from 100 on hold these volumes. */
static void
fill(struct volume_profile *p, const double *volume, int n)
{
	for (int i = 0; i < n; i++) {
		double price = 100 + i;

		volume_profile_candle(p, price, price, price, volume[i]);
	}
}

static bool
is(const double *got, int n, const char *want)
{
	char text[256] = "";

	for (int i = 0; i < n; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), " %g",
		    got[i]);
	if (strcmp(text, want) != 0)
		printf("# got%s\n", text);
	return strcmp(text, want) == 0;
}

/* The example of the service that the classic recipe comes from. */
static void
check_golden(void)
{
	static const double volume[] = {10, 50, 3, 40, 5, 46};
	struct volume_profile p;
	struct volume_levels v;

	volume_profile_init(&p, &by_rank);
	volume_profile_levels(&p, &v);
	ok(v.volume == 0 && isnan(v.poc) && isnan(v.vwap) && !v.nlvns,
	    "a profile of nothing");
	fill(&p, volume, 6);
	volume_profile_levels(&p, &v);
	ok(v.poc == 101 && v.vah == 105 && v.val == 101, "poc, vah, val");
	ok(fabs(v.area_part - 0.883117) < 5e-7, "the area's part");
	ok(fabs(v.vwap - 102.766234) < 5e-7 && v.volume == 154, "vwap");
	ok(is(v.lvns, v.nlvns, " 100 102 104"), "low volume nodes");
	ok(is(v.hvns, v.nhvns, " 101 105"), "high volume nodes");
	volume_profile_reset(&p, 2);
	volume_profile_candle(&p, 8, 8, 8, 1);
	volume_profile_levels(&p, &v);
	ok(v.volume == 1 && v.poc == 8 && v.val == 8 && v.vah == 8 &&
		v.vwap == 8 && v.nlvns == 0 && v.nhvns == 1,
	    "reset forgets, and takes a new width");
	volume_profile_finish(&p);
}

/* The examples of the engine: lower ends, bought and sold apart. */
static void
check_trades(void)
{
	struct volume_profile p;
	struct volume_levels v;
	const struct volume_bin *b;

	volume_profile_init(&p, &floored);
	volume_profile_reset(&p, 5);
	volume_profile_trade(&p, 27001.2, 4, true);
	volume_profile_trade(&p, 27003.4, 2.5, false);
	volume_profile_trade(&p, 27005.6, 3.1, true);
	volume_profile_levels(&p, &v);
	b = volume_profile_bin(&p, p.lo);
	ok(p.hi == p.lo + 1 && volume_profile_price(&p, p.lo) == 27000 &&
		b->bought == 4 && b->sold == 2.5 && b->volume == 6.5,
	    "trades: a bin at its lower end");
	b = volume_profile_bin(&p, p.hi);
	ok(volume_profile_price(&p, p.hi) == 27005 && b->bought == 3.1 &&
		b->sold == 0 && b->volume == 3.1,
	    "trades: the next bin");
	ok(v.val == 27000 && v.vah == 27005, "trades: value area");
	volume_profile_reset(&p, 1);
	volume_profile_trade(&p, 102.2, 2, true);
	volume_profile_trade(&p, 101.8, 1, false);
	volume_profile_trade(&p, 101.1, 3, true);
	volume_profile_trade(&p, 100.6, .5, false);
	volume_profile_trade(&p, 100.2, 1, true);
	volume_profile_levels(&p, &v);
	ok(p.lo == 100 && p.hi == 102 &&
		volume_profile_bin(&p, 100)->volume == 1.5 &&
		volume_profile_bin(&p, 101)->volume == 4 &&
		volume_profile_bin(&p, 102)->volume == 2,
	    "trades: totals, from above");
	ok(v.val == 101 && v.vah == 102, "trades: value area of width 1");
	ok(near(v.vwap, (204.4 + 101.8 + 303.3 + 50.3 + 100.2) / 7.5),
	    "trades: vwap of their prices");
	volume_profile_finish(&p);
}

static void
check_spread(void)
{
	struct volume_profile p;
	struct volume_levels v;

	volume_profile_init(&p, &centred);
	volume_profile_candle(&p, 102, 100, 98, 8);
	ok(p.lo == 100 && p.hi == 102 &&
		volume_profile_bin(&p, 100)->volume == 2 &&
		volume_profile_bin(&p, 101)->volume == 4 &&
		volume_profile_bin(&p, 102)->volume == 2,
	    "spread: each bin its part of the range");
	volume_profile_levels(&p, &v);
	ok(v.vwap == 100 && v.volume == 8, "spread: vwap of hlc3");
	volume_profile_reset(&p, 1);
	volume_profile_candle(&p, 100.5, 99.5, 100, 8);
	ok(p.lo == 100 && p.hi == 100 &&
		volume_profile_bin(&p, 100)->volume == 8,
	    "spread: what ends where a bin begins is not in it");
	volume_profile_candle(&p, 100.5, 100.5, 100.5, 3);
	ok(p.hi == 101 && volume_profile_bin(&p, 101)->volume == 3,
	    "spread: but a price there is");
	volume_profile_candle(&p, 500, 400, 450, 0);
	ok(p.hi == 101, "spread: no volume touches no bin");
	volume_profile_reset(&p, 1);
	volume_profile_candle(&p, 100.75, 100.25, 100.5, 6);
	ok(volume_profile_bin(&p, 100)->volume == 3 &&
		volume_profile_bin(&p, 101)->volume == 3,
	    "spread: a range less than a bin over two of them");
	volume_profile_finish(&p);
}

static void
check_area(void)
{
	static const struct {
		const char *title;
		double volume[8];
		int n;
		double val, vah;
	} cases[] = {
	    {"the larger neighbour first", {9, 2, 10, 3, 1}, 5, 100, 103},
	    {"the lower of equal ones", {1, 5, 10, 5, 1}, 5, 101, 103},
	    {"the lower alone suffices", {0.1, 5, 10, 5, 0.1}, 5, 101, 102},
	    {"equal and enough", {4, 6, 4}, 3, 100, 101},
	    {"over bins without volume", {6, 0, 0, 7}, 4, 100, 103},
	    {"at the upper end", {1, 1, 1, 2, 9}, 5, 103, 104},
	    {"at the lower end", {9, 2, 1, 1, 1}, 5, 100, 101},
	    {"from the lower of equals", {1, 8, 1, 8}, 4, 100, 103},
	    {"equal but for rounding", {4, 6, 4 + 9e-16}, 3, 100, 101},
	    {"from such a one", {1, 8, 1, 8 + 2e-15}, 4, 100, 103},
	};
	struct volume_profile p;
	struct volume_levels v;

	volume_profile_init(&p, &centred);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		volume_profile_reset(&p, 1);
		fill(&p, cases[i].volume, cases[i].n);
		volume_profile_levels(&p, &v);
		ok(v.val == cases[i].val && v.vah == cases[i].vah,
		    "area: %s: %g %g", cases[i].title, v.val, v.vah);
	}
	ok(v.poc == 101, "the lowest of equal bins is the poc");
	volume_profile_finish(&p);
	volume_profile_init(&p, &by_rank);
	fill(&p, (const double[]){6, 2, 9, 2, 6}, 5);
	volume_profile_levels(&p, &v);
	ok(v.val == 100 && v.vah == 104, "area by rank: whatever is between");
	volume_profile_reset(&p, 1);
	fill(&p, (const double[]){5, 9, 5}, 3);
	volume_profile_levels(&p, &v);
	ok(v.val == 101 && v.vah == 102, "area by rank: the higher of equals");
	volume_profile_finish(&p);
}

static void
check_nodes(void)
{
	static const double holes[] = {20, 0, 3, 0, 0, 2, 19, 7, 7, 9};
	struct volume_profile p;
	struct volume_levels v;

	volume_profile_init(&p, &centred);
	fill(&p, holes, 10);
	volume_profile_levels(&p, &v);
	ok(is(v.lvns, v.nlvns, " 105"),
	    "nodes: bins without volume are none, nor neighbours; no ties");
	ok(is(v.hvns, v.nhvns, " 100 106"), "nodes: high ones");
	volume_profile_reset(&p, 1);
	fill(&p, (const double[]){9, 3.5, 10, 3.5}, 4);
	volume_profile_levels(&p, &v);
	ok(is(v.lvns, v.nlvns, " 101 103"), "nodes: the last bin too");
	volume_profile_reset(&p, 1);
	fill(&p, (const double[]){9, 10, 3.5}, 3);
	volume_profile_levels(&p, &v);
	ok(is(v.lvns, v.nlvns, " 102"), "nodes: whatever was there before");
	ok(is(v.hvns, v.nhvns, " 100 101"), "nodes: limits are included");
	volume_profile_reset(&p, 1);
	fill(&p, (const double[]){3 - 4e-16, 3, 10, 2, 10 + 2e-15, 2}, 6);
	volume_profile_levels(&p, &v);
	ok(is(v.lvns, v.nlvns, " 103 105"), "nodes: rounding makes none");
	ok(v.poc == 102, "nor does it choose the largest");
	volume_profile_finish(&p);
}

/* Many candles, the range far more than the bins: as plain sums. */
static void
check_widen(void)
{
	enum { N = 3000 };
	static double lo[N], hi[N], volume[N], want[VOLUME_BINS];
	struct volume_profile p, q;
	double worst = 0, same = 0, top = 0, first;
	uint64_t seed = 1;

	volume_profile_init(&p, &centred);
	volume_profile_init(&q, &centred);
	for (int i = 0; i < N; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		lo[i] = 1000 + (double)(seed >> 40) / 1024;
		hi[i] = lo[i] + (double)(seed >> 20 & 0xffff) / 300;
		volume[i] = (double)(seed >> 10 & 1023);
		volume_profile_candle(&p, hi[i], lo[i], lo[i], volume[i]);
	}
	for (int i = N - 1; i >= 0; i--)
		volume_profile_candle(&q, hi[i], lo[i], lo[i], volume[i]);
	ok(p.widened == 3 && p.bin == 8, "widen: doubled until it fits: %d",
	    p.widened);
	ok(q.bin == p.bin && q.lo == p.lo && q.hi == p.hi,
	    "widen: in any order");
	first = volume_profile_price(&p, p.lo) - 4;
	ok(first == (double)p.lo * 8 - 0.5, "widen: lower ends stay");
	for (int i = 0; i < N; i++)
		for (int64_t b = 0; b <= p.hi - p.lo; b++) {
			double l = fmax(lo[i], first + (double)b * 8);
			double h = fmin(hi[i], first + (double)b * 8 + 8);

			if (h > l)
				want[b] +=
				    volume[i] * (h - l) / (hi[i] - lo[i]);
		}
	for (int64_t i = p.lo; i <= p.hi; i++) {
		double v = volume_profile_bin(&p, i)->volume;

		worst = fmax(worst, fabs(v - want[i - p.lo]));
		same = fmax(same, fabs(v - volume_profile_bin(&q, i)->volume));
		top = fmax(top, v);
	}
	ok(worst < 1e-9 * top && same < 1e-9 * top,
	    "widen: as plain sums, %g %g of %g", worst, same, top);
	volume_profile_reset(&p, 1e-9);
	volume_profile_candle(&p, 1e12, 1, 1, 4);
	ok(p.hi - p.lo < VOLUME_BINS && p.hi - p.lo >= VOLUME_BINS / 2 - 1,
	    "widen: one candle over everything");
	volume_profile_finish(&p);
	volume_profile_finish(&q);
}

static void
check_record(void)
{
	static const char candles[] =
	    "{\"type\":\"profile\",\"time\":99,\"session\":\"asia\","
	    "\"from\":10,\"to\":99,\"poc\":101,\"vah\":105,\"val\":101,"
	    "\"vwap\":102.766233766,\"volume\":154,\"lvn\":[100,102,104],"
	    "\"hvn\":[101,105],\"bins\":[[100,10],[101,50],[102,3],[103,40],"
	    "[104,5],[105,46]]}\n";
	static const char trades[] =
	    "{\"type\":\"profile\",\"time\":9,\"session\":\"ny\",\"from\":1,"
	    "\"to\":9,\"poc\":27000,\"vah\":27000,\"val\":27000,"
	    "\"vwap\":27003.75,\"volume\":4,\"lvn\":[27010],\"hvn\":[27000],"
	    "\"bins\":[[27000,3,2,1],[27010,1,0,1]]}\n";
	static const double volume[] = {10, 50, 3, 40, 5, 46};
	static char text[1 << 16];
	struct volume_profile p;
	struct record r;

	volume_profile_init(&p, &by_rank);
	fill(&p, volume, 6);
	ok(volume_profile_record(&p, &r, "asia", 10, 99) == 0, "a record");
	*rec_put(text, &r) = '\0';
	ok(!strcmp(text, candles), "record: of candles");
	if (strcmp(text, candles) != 0)
		printf("# %s", text);
	volume_profile_finish(&p);
	volume_profile_init(&p, &floored);
	volume_profile_reset(&p, 5);
	volume_profile_trade(&p, 27002, 2, true);
	volume_profile_trade(&p, 27001, 1, false);
	volume_profile_trade(&p, 27010, 1, false);
	volume_profile_record(&p, &r, "ny", 1, 9);
	*rec_put(text, &r) = '\0';
	ok(!strcmp(text, trades), "record: of trades");
	if (strcmp(text, trades) != 0)
		printf("# %s", text);
	volume_profile_finish(&p);
}

static void
check_width(void)
{
	static const struct {
		double most, want;
	} cases[] = {
	    {1, 1},
	    {0.99, 0.5},
	    {4.99, 2},
	    {5, 5},
	    {1234, 1000},
	    {0.05, 0.05},
	    {0.00034, 0.0002},
	    {1e-15, 1e-15},
	    {1e15, 1e15},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(volume_profile_width(cases[i].most) == cases[i].want,
		    "width: at most %g", cases[i].most);
	ok(isnan(volume_profile_width(0)) && isnan(volume_profile_width(NAN)) &&
		isnan(volume_profile_width(2e15)),
	    "width: none for what is none");
}

int
main(void)
{
	check_golden();
	check_trades();
	check_spread();
	check_area();
	check_nodes();
	check_widen();
	check_record();
	check_width();
	return tap_done();
}
