/* SPDX-License-Identifier: MIT */
/*
 * The classic profile, against the values that the system it repeats gave
 * when its own logic was run.
 */
#include "tap.h"

#include <math.h>
#include <string.h>

#include "base/num.h"
#include "signal/classic.h"
#include "signal/composite.h"
#include "signal/levels.h"
#include "signal/places.h"
#include "signal/profile.h"
#include "signal/setups.h"

static struct profile profile; /* the built-in one */
static const double nodes[] = {26940, 27080, 1815};

/* A moment of the golden table; NaN: not known. */
struct golden {
	const char *title;
	int direction; /* given, or -1 */
	double price, ema, adx, vwap, delta_oi, cvd, slope;
	const char *session;
	double area_low, area_high;
	int nlvns;
	double total, trend, trend_sum, delta, flow, points;
	enum grade tier;
	enum direction want;
	struct levels levels;
};

static const struct golden table[] = {
    {"a long in new york", DIR_LONG, 27080, 26990, 32, 27000, .71, 1548, 24,
	"new_york", 26860, 27120, 2, 5.4793, 2.8829, 2.8829, 1.2, .8964, .5,
	GRADE_MEDIUM, DIR_LONG, {27080, 27120, 26998.76, 27228.32}},
    {"a short in asia", DIR_SHORT, 27080, 26990, 32, 27000, -.1, -900, -60,
	"asia", 26860, 27120, 2, 3.0321, 1.4121, 1.4121, .1, 1.17, .35,
	GRADE_LOW, DIR_SHORT, {26917.52, 27080, 27161.24, 26755.04}},
    {"nothing but a price", -1, 27080, NAN, NAN, NAN, NAN, NAN, NAN, "", NAN,
	NAN, 0, .2, 0, 0, 0, 0, .2, GRADE_LOW, DIR_LONG,
	{26971.68, 27188.32, 26863.36, 27404.96}},
    {"all at its most", -1, 27080, 26000, 45, 26000, 1.5, 5000, 100, "new_york",
	26860, 27120, 2, 7, 3, 3.5, 2, 1.5, .5, GRADE_HIGH, DIR_LONG,
	{27080, 27120, 26998.76, 27228.32}},
    {"the sample file", -1, 27080, 26998.3333333333, 58.5366, 26998.3333333333,
	.71, 1548, 24, "new_york", 26860, 27120, 2, 5.5964, 3, 3.0706, 1.2,
	.8964, .5, GRADE_HIGH, DIR_LONG, {27080, 27120, 26998.76, 27228.32}},
    /* Of this one only the results are told; these inputs lead to them. */
    {"the other sample file", -1, 1818, 1810.9583, 61.5385, 1810.9583, .6, 875,
	20, "new_york", 1805, 1822, 3, 5.3225, 3, 3.1049, 1.2, .6225, .5,
	GRADE_MEDIUM, DIR_LONG, {1815, 1822, 1809.546, 1829.272}},
};

static struct inputs
inputs_of(const struct golden *g)
{
	struct inputs in = {.direction = g->direction};

	input_set(&in, IN_PRICE, g->price);
	input_set(&in, IN_EMA_50, g->ema);
	input_set(&in, IN_ADX_14, g->adx);
	input_set(&in, IN_VWAP, g->vwap);
	input_set(&in, IN_DELTA_OI_PCT, g->delta_oi);
	input_set(&in, IN_CVD, g->cvd);
	input_set(&in, IN_CVD_SLOPE, g->slope);
	input_set(&in, IN_VALUE_AREA_LOW, g->area_low);
	input_set(&in, IN_VALUE_AREA_HIGH, g->area_high);
	in.session = g->session;
	in.session_len = strlen(g->session);
	in.lvns = nodes;
	in.nlvns = g->nlvns;
	return in;
}

static bool
same4(double got, double want)
{
	return places(got, 4) == want;
}

static void
test_golden(void)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const struct golden *g = &table[i];
		struct inputs in = inputs_of(g);
		const struct composite *c;
		struct verdict v;

		classic_score(&profile, &in, &v);
		classic_complete(&profile, &in, &v);
		c = &v.score;
		ok(c->total == g->total && c->tier == g->tier, "%s: %.4f",
		    g->title, g->total);
		ok(same4(c->trend, g->trend) &&
			same4(c->trend_sum, g->trend_sum) &&
			same4(c->delta_oi, g->delta) &&
			same4(c->cvd, g->flow) && same4(c->session, g->points),
		    "%s: the parts", g->title);
		ok(v.direction == g->want &&
			memcmp(&v.levels, &g->levels, sizeof v.levels) == 0,
		    "%s: direction and levels", g->title);
		ok(v.setup.kind == SETUP_MOMENTUM_CONTINUATION &&
			v.setup.confidence == g->tier,
		    "%s: goes on with the momentum", g->title);
	}
}

/* Parts of rows 1 and 2 by name. */
static void
test_trend_parts(void)
{
	struct inputs in = inputs_of(&table[0]);
	struct composite c;

	composite_score(&profile, &in, DIR_LONG, &c);
	ok(same4(c.trend_ema, 1.2329) && c.trend_adx == .8 &&
		c.trend_vwap == .35 && c.trend_confluence == .5,
	    "trend: aligned with EMA and VWAP");
	in = inputs_of(&table[1]);
	composite_score(&profile, &in, DIR_SHORT, &c);
	ok(same4(c.trend_ema, .0303) && c.trend_adx == .8 &&
		same4(c.trend_vwap, .0818) && c.trend_confluence == .5,
	    "trend: against them");
}

/* One input, the points it gives. */
struct step {
	double in, points;
};

static void
test_steps(void)
{
	static const struct step oi[] = {{0, 0}, {.05, .05}, {.1, .1},
	    {.19, .19}, {.2, .45}, {.35, .8}, {.5, 1.2}, {.75, 1.6}, {1, 1.85},
	    {1.2, 2}, {-1.2, 2}, {-.2, .45}, {-.1, .1}};
	static const struct step adx[] = {{-5, 0}, {14.9, 0}, {15, .25},
	    {20, .45}, {25, .65}, {30, .8}, {35, .9}, {40, 1}, {100, 1}};
	struct composite c;

	for (size_t i = 0; i < sizeof oi / sizeof *oi; i++) {
		struct inputs in = {.direction = -1};

		input_set(&in, IN_PRICE, 100);
		input_set(&in, IN_DELTA_OI_PCT, oi[i].in);
		composite_score(&profile, &in, DIR_LONG, &c);
		ok(c.delta_oi == oi[i].points, "delta_oi %g gives %g", oi[i].in,
		    oi[i].points);
	}
	for (size_t i = 0; i < sizeof adx / sizeof *adx; i++) {
		struct inputs in = {.direction = -1};

		input_set(&in, IN_PRICE, 100);
		input_set(&in, IN_ADX_14, adx[i].in);
		composite_score(&profile, &in, DIR_LONG, &c);
		ok(c.trend_adx == adx[i].points, "adx %g gives %g", adx[i].in,
		    adx[i].points);
	}
}

/* A threshold of 0 gives nothing for what is not known. */
static void
test_unknown(void)
{
	struct profile p = profile;
	struct inputs in = {.direction = DIR_LONG};
	struct verdict v;

	p.classic.trend.adx_steps.at[5].from = 0;
	p.classic.delta_oi.steps.at[5].from = 0;
	p.classic.squeeze.momentum = p.classic.squeeze.shift = 0;
	p.classic.squeeze.funding = 0;
	p.classic.absorption.cluster = 0;
	input_set(&in, IN_PRICE, 100);
	input_set(&in, IN_BB_WIDTH, .01);
	input_set(&in, IN_KC_WIDTH, .02);
	input_set(&in, IN_BASIS, .001);
	input_set(&in, IN_ORDERFLOW_IMBALANCE, 1.5);
	input_set(&in, IN_DELTA_VOLUME, 1.1);
	classic_score(&p, &in, &v);
	classic_complete(&p, &in, &v);
	ok(v.score.total == .2, "unknown: no points of the composite");
	ok(v.nfired == 2 && v.fired[0].score == .55 && v.fired[1].score == .58,
	    "unknown: no points of a setup");
}

static void
test_confluence(void)
{
	static const struct {
		const char *title;
		double low, high, lvn, points;
	} cases[] = {
	    {"on the area's edge", 100, 110, 50, .25},
	    {"0.4 % beside it", 100.375, 110, 50, .15},
	    {"farther away", 100.5, 110, 50, 0},
	    {"only one edge known", 100, NAN, 50, 0},
	    {"a node 0.25 % away", 120, 130, 100.25, .25},
	    {"a node farther away", 120, 130, 100.26, 0},
	    {"both", 90, 110, 99.8, .5},
	};
	struct composite c;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct inputs in = {
		    .direction = -1, .lvns = &cases[i].lvn, .nlvns = 1};

		input_set(&in, IN_PRICE, 100);
		input_set(&in, IN_VALUE_AREA_LOW, cases[i].low);
		input_set(&in, IN_VALUE_AREA_HIGH, cases[i].high);
		composite_score(&profile, &in, DIR_LONG, &c);
		ok(c.trend_confluence == cases[i].points, "confluence: %s",
		    cases[i].title);
	}
}

static void
test_direction(void)
{
	static const struct {
		const char *title;
		int given;
		double delta_oi, ema;
		enum direction want;
	} cases[] = {
	    {"long where nothing is known", -1, NAN, NAN, DIR_LONG},
	    {"short where open interest falls", -1, -.01, 90, DIR_SHORT},
	    {"long where it rises above the EMA", -1, .01, 90, DIR_LONG},
	    {"short where it rises below the EMA", -1, .01, 110, DIR_SHORT},
	    {"short below the EMA alone", -1, NAN, 110, DIR_SHORT},
	    {"long on the EMA", -1, NAN, 100, DIR_LONG},
	    {"what is given counts", DIR_LONG, -1, 110, DIR_LONG},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct inputs in = {.direction = cases[i].given};

		input_set(&in, IN_PRICE, 100);
		input_set(&in, IN_DELTA_OI_PCT, cases[i].delta_oi);
		input_set(&in, IN_EMA_50, cases[i].ema);
		ok(composite_direction(&in) == cases[i].want, "direction: %s",
		    cases[i].title);
	}
}

/* The tier is that of the rounded total: 3.49996 is 3.5, and so medium. */
static void
test_tier(void)
{
	static const struct {
		double cvd, total;
		enum grade tier;
	} cases[] = {
	    {500, 3.5, GRADE_MEDIUM},
	    {499.9, 3.5, GRADE_MEDIUM},  /* 3.49997 before rounding */
	    {499.84, 3.5, GRADE_MEDIUM}, /* 3.499952 */
	    {499.82, 3.4999, GRADE_LOW}, /* 3.499946 */
	    {500.1, 3.5, GRADE_MEDIUM},  /* 3.50003 */
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct inputs in = {.direction = DIR_LONG};
		struct composite c;

		input_set(&in, IN_PRICE, 100);
		input_set(&in, IN_EMA_50, 100);
		input_set(&in, IN_DELTA_OI_PCT, 1.2);
		input_set(&in, IN_CVD, cases[i].cvd);
		in.session = "nowhere";
		in.session_len = 7;
		composite_score(&profile, &in, DIR_LONG, &c);
		ok(c.total == cases[i].total && c.tier == cases[i].tier,
		    "tier: a cvd of %g makes %.4f", cases[i].cvd,
		    cases[i].total);
	}
}

/* What an analyst gives for a setup; NaN: not given. */
struct setup_case {
	const char *title;
	double bb, kc, momentum, shift, funding, basis;
	double imbalance, delta, cluster;
	enum setup_kind kind;
	double score;
	enum grade confidence;
};

#define SQUEEZE SETUP_SQUEEZE_REVERSAL
#define ABSORB SETUP_ABSORPTION
#define NONE SETUP_MOMENTUM_CONTINUATION
static const struct setup_case setups[] = {
    {"a squeeze with everything but the tightest bands", .009, .014, -.35, .32,
	-.0025, (27045 - 27000) / 27000.0, NAN, NAN, NAN, SQUEEZE, .9,
	GRADE_HIGH},
    {"a squeeze that shifts the other way", .009, .014, -.3, -.3, -.002,
	(100.1 - 100) / 100, NAN, NAN, NAN, SQUEEZE, .75, GRADE_MEDIUM},
    {"a squeeze at its most", .004, .012, -.25, .2, -.0015, .001, NAN, NAN, NAN,
	SQUEEZE, .95, GRADE_HIGH},
    {"a ratio one bit above the gate", .0102, .012, -.35, .32, -.0025, .001,
	NAN, NAN, NAN, NONE, NAN, GRADE_LOW},
    {"an absorption", NAN, NAN, NAN, NAN, NAN, (1875.8 - 1875) / 1875, 2.4, 1.6,
	.72, ABSORB, .807, GRADE_HIGH},
    {"an absorption at its least", NAN, NAN, NAN, NAN, NAN, 0, 1.5, 1.1, NAN,
	ABSORB, .58, GRADE_LOW},
    {"a squeeze with nothing besides", .01, .02, NAN, NAN, NAN, .0008, NAN, NAN,
	NAN, SQUEEZE, .55, GRADE_LOW},
    {"too wide", .0121, .02, NAN, NAN, NAN, .0008, NAN, NAN, NAN, NONE, NAN,
	GRADE_LOW},
    {"no basis", .01, .02, NAN, NAN, NAN, NAN, 1.5, 1.1, NAN, NONE, NAN,
	GRADE_LOW},
    {"no channel", .01, 0, NAN, NAN, NAN, .001, NAN, NAN, NAN, NONE, NAN,
	GRADE_LOW},
    {"a basis too far for absorption", NAN, NAN, NAN, NAN, NAN, -.0016, 2.4,
	1.6, NAN, NONE, NAN, GRADE_LOW},
    {"absorption capped", NAN, NAN, NAN, NAN, NAN, 0, 99, 99, 1, ABSORB, 1,
	GRADE_HIGH},
    {"of two the better", .01, .02, NAN, NAN, NAN, .001, 2.4, 1.6, .72, ABSORB,
	.807, GRADE_HIGH},
    {"of two alike the squeeze", .009, .014, -.3, -.3, -.002, .001, 3.625, 1.1,
	NAN, SQUEEZE, .75, GRADE_MEDIUM},
    {"an absorption like a squeeze", NAN, NAN, NAN, NAN, NAN, .001, 3.625, 1.1,
	NAN, ABSORB, .75, GRADE_MEDIUM},
    {"of two the better, the other way", .004, .012, -.25, .2, -.0015, .001,
	1.5, 1.1, NAN, SQUEEZE, .95, GRADE_HIGH},
};

static void
test_setups(void)
{
	for (size_t i = 0; i < sizeof setups / sizeof *setups; i++) {
		const struct setup_case *c = &setups[i];
		struct inputs in = {.direction = -1};
		const struct setup *s;
		struct verdict v;

		input_set(&in, IN_PRICE, 100);
		input_set(&in, IN_BB_WIDTH, c->bb);
		input_set(&in, IN_KC_WIDTH, c->kc);
		input_set(&in, IN_MOMENTUM, c->momentum);
		input_set(&in, IN_MOMENTUM_SHIFT, c->shift);
		input_set(&in, IN_FUNDING_RATE, c->funding);
		input_set(&in, IN_BASIS, c->basis);
		input_set(&in, IN_ORDERFLOW_IMBALANCE, c->imbalance);
		input_set(&in, IN_DELTA_VOLUME, c->delta);
		input_set(&in, IN_LIQUIDATION_CLUSTER, c->cluster);
		classic_score(&profile, &in, &v);
		classic_complete(&profile, &in, &v);
		s = &v.setup;
		ok(s->kind == c->kind && s->confidence == c->confidence &&
			(isnan(c->score) ? isnan(s->score)
					 : s->score == c->score) &&
			(v.nfired == 0) == (c->kind == NONE),
		    "setup: %s", c->title);
	}
}

static void
test_setup_edges(void)
{
	struct inputs in = {.direction = -1};
	struct setup s;

	input_set(&in, IN_BB_WIDTH, .009);
	input_set(&in, IN_KC_WIDTH, .014);
	input_set(&in, IN_BASIS, .0008);
	input_set(&in, IN_MOMENTUM, .25);
	ok(setup_squeeze_reversal(&profile, &in, DIR_LONG, &s) &&
		s.score == .65 && s.confidence == GRADE_MEDIUM,
	    "setup: medium from 0.65 on");
	input_set(&in, IN_MOMENTUM_SHIFT, .2);
	ok(setup_squeeze_reversal(&profile, &in, DIR_SHORT, &s) &&
		s.score == .8 && s.confidence == GRADE_HIGH &&
		s.direction == DIR_SHORT,
	    "setup: high from 0.80 on");
}

static bool
same_reason(const struct reason *a, const struct reason *b)
{
	return strcmp(a->what, b->what) == 0 && a->is == b->is &&
	       (isnan(b->value) ? isnan(a->value)
				: fabs(a->value - b->value) < 1e-12) &&
	       (isnan(b->than) ? isnan(a->than) : a->than == b->than) &&
	       (isnan(b->points) ? isnan(a->points)
				 : fabs(a->points - b->points) < 1e-12);
}

static bool
same_reasons(const struct setup *s, const struct reason *want, int n)
{
	for (int i = 0; i < n && i < s->nreasons; i++)
		if (!same_reason(&s->reasons[i], &want[i]))
			return false;
	return s->nreasons == n;
}

/* Why a setup fires: each gate, each addition, and nothing that gave none. */
static void
test_reasons(void)
{
	static const struct reason squeeze[] = {
	    {"base", NAN, IS_EQUAL, NAN, .55},
	    {"bb_width", .009, IS_AT_MOST, .012, NAN},
	    {"compression_ratio", .009 / .014, IS_AT_MOST, .85, NAN},
	    {"basis", .001, IS_AT_LEAST, .0008, NAN},
	    {"abs(momentum)", .3, IS_AT_LEAST, .25, .1},
	    {"momentum_shift", .2, IS_AT_LEAST, .2, .15},
	};
	static const struct reason absorption[] = {
	    {"base", NAN, IS_EQUAL, NAN, .58},
	    {"orderflow_imbalance", 2.4, IS_AT_LEAST, 1.5, NAN},
	    {"delta_volume", 1.1, IS_AT_LEAST, 1.1, NAN},
	    {"abs(basis)", .001, IS_AT_MOST, .0015, NAN},
	    {"orderflow_imbalance", 2.4, IS_ABOVE, 1.5, .12 * .6},
	    {"liquidation_cluster", .5, IS_AT_LEAST, .5, .1},
	};
	struct inputs in = {.direction = DIR_SHORT};
	struct verdict v;

	input_set(&in, IN_PRICE, 100);
	input_set(&in, IN_BB_WIDTH, .009);
	input_set(&in, IN_KC_WIDTH, .014);
	input_set(&in, IN_BASIS, .001);
	input_set(&in, IN_MOMENTUM, -.3);
	input_set(&in, IN_MOMENTUM_SHIFT, .2);
	input_set(&in, IN_ORDERFLOW_IMBALANCE, 2.4);
	input_set(&in, IN_DELTA_VOLUME, 1.1);
	input_set(&in, IN_LIQUIDATION_CLUSTER, .5);
	classic_score(&profile, &in, &v);
	classic_complete(&profile, &in, &v);
	ok(v.nfired == 2 && v.fired[0].kind == SQUEEZE &&
		v.fired[1].kind == ABSORB &&
		v.fired[1].direction == DIR_SHORT && v.setup.kind == SQUEEZE,
	    "reasons: both setups are told, the better one is the moment's");
	ok(same_reasons(&v.fired[0], squeeze, 6), "reasons: of a squeeze");
	ok(same_reasons(&v.fired[1], absorption, 6), "reasons: of absorption");
}

static void
test_levels(void)
{
	static const double lvns[] = {90, 99.9, 98, 100.2, 103};
	struct inputs in = {.direction = -1, .lvns = lvns, .nlvns = 5};
	struct levels l;

	input_set(&in, IN_PRICE, 100);
	input_set(&in, IN_VALUE_AREA_LOW, 97);
	input_set(&in, IN_VALUE_AREA_HIGH, 104);
	levels_of(&profile.classic, &in, DIR_LONG, &l);
	ok(l.entry_low == 99.9 && l.entry_high == 100.6 && l.stop == 99.55 &&
		l.target == 101.3,
	    "levels: a long stands on the highest node under the price");
	levels_of(&profile.classic, &in, DIR_SHORT, &l);
	ok(l.entry_low == 99.4 && l.entry_high == 100.2 && l.stop == 100.6 &&
		l.target == 98.6,
	    "levels: a short under the lowest node above it");
	input_set(&in, IN_VALUE_AREA_LOW, 105);
	input_set(&in, IN_VALUE_AREA_HIGH, 106);
	levels_of(&profile.classic, &in, DIR_LONG, &l);
	ok(l.entry_low == 100.6 && l.entry_high == 105,
	    "levels: a reversed range is turned round");
	in = (struct inputs){.direction = -1};
	input_set(&in, IN_PRICE, .000012345);
	levels_of(&profile.classic, &in, DIR_LONG, &l);
	ok(l.stop == .000012246 && l.stop < l.entry_low &&
		l.entry_low < .000012345 && .000012345 < l.entry_high &&
		l.entry_high < l.target,
	    "levels: a cheap coin has more than four decimals");
	ok(levels_places(1) == 4 && levels_places(.99) == 5 &&
		levels_places(.1) == 5 && levels_places(.09) == 6 &&
		levels_places(.0095) == 7 && levels_places(.011) == 6 &&
		levels_places(27080) == 4 && levels_places(1e-300) == 15,
	    "levels: their decimals");
	ok(num_calc(.1 + .2) == .3 && num_calc(27080) == 27080 &&
		isnan(num_calc(NAN)),
	    "an input is what its text says");
}

static void
test_places(void)
{
	static const struct {
		double v;
		int n;
		double want;
	} cases[] = {
	    {2.675, 2, 2.67},     /* the double lies below */
	    {1.00005, 4, 1.0001}, /* and this one above */
	    {0.03125, 4, 0.0312}, /* a tie: to even */
	    {0.09375, 4, 0.0938}, /* a tie: to even */
	    {-0.09375, 4, -0.0938},
	    {0.5, 0, 0},
	    {1.5, 0, 2},
	    {5.49995, 4, 5.5}, /* 5.4999500000000001165... */
	    {5.00005, 4, 5},   /* 5.0000499999999998834... */
	    {0.00004999, 4, 0},
	    {1e-300, 4, 0},
	    {5e-324, 15, 0},
	    {27228.319999999996, 4, 27228.32},
	    {123456789.12345, 4, 123456789.1234},
	    {1e15, 4, 1e15},
	    {1e300, 4, 1e300},
	    {9007199254740993.0, 0, 9007199254740992.0},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		ok(places(cases[i].v, cases[i].n) == cases[i].want,
		    "%.17g to %d places is %.17g", cases[i].v, cases[i].n,
		    cases[i].want);
	ok(!signbit(places(-0.00001, 4)), "0 is not negative");
	ok(isnan(places(NAN, 4)) && isinf(places(INFINITY, 4)),
	    "NaN and inf stay");
}

int
main(void)
{
	char why[256];

	if (profile_load(&profile, "classic", why, sizeof why) != 0) {
		printf("Bail out! %s\n", why);
		return 1;
	}
	test_golden();
	test_trend_parts();
	test_steps();
	test_unknown();
	test_confluence();
	test_direction();
	test_tier();
	test_setups();
	test_setup_edges();
	test_reasons();
	test_levels();
	test_places();
	return tap_done();
}
