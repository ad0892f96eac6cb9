/* SPDX-License-Identifier: MIT */
/* study: what must hold of every indicator, whatever it computes. */
#include "indicator/study.h"

#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "tap.h"

enum { BARS = 400, OUTS = 5, UNTOLD = -1 };

/*
 * Prices times 2^-20 and volumes times 2^-9 are exact, so each output is the
 * same to the last bit but for that factor: price and volume say how often it
 * enters.  still: what it says of a market that does not move, in its price,
 * per output; NAN: nothing.  first: the bar at which all of it is known, if
 * the number of bars alone decides that, else UNTOLD.
 */
static const struct property {
	const char *text;
	int price, volume, first, outs;
	double still[OUTS];
} properties[] = {
    {"sma:7", 1, 0, 7, 1, {1}},
    {"ema:7", 1, 0, 7, 1, {1}},
    {"wma:7", 1, 0, 7, 1, {1}},
    {"dema:7", 1, 0, 7, 1, {1}},
    {"tema:7", 1, 0, 7, 1, {1}},
    {"hma:9", 1, 0, 11, 1, {1}},
    {"hma:1", 1, 0, 1, 1, {1}},
    {"rsi:7", 0, 0, 8, 1, {50}},
    {"roc:7", 0, 0, 8, 1, {0}},
    {"stdev:7", 1, 0, 7, 1, {0}},
    {"macd:5:8:4", 1, 0, 11, 3, {0, 0, 0}},
    {"bb:7:2.upper,bb:7:2.middle,bb:7:2.lower", 1, 0, 7, 3, {1, 1, 1}},
    {"bb:7:2.width,bb:7:2.pct", 0, 0, 7, 2, {0, .5}},
    {"kc:7:2:5.upper,kc:7:2:5.middle,kc:7:2:5.lower", 1, 0, 7, 3, {1, 1, 1}},
    {"kc:5:2:7.width", 0, 0, 8, 1, {0}},
    {"donchian:7", 1, 0, 8, 3, {1, 1, 1}},
    {"tr", 1, 0, 2, 1, {0}},
    {"atr:7", 1, 0, 8, 1, {0}},
    {"natr:7", 0, 0, 8, 1, {0}},
    {"adx:7", 0, 0, 14, 3, {0, 0, 0}},
    {"adx:7.pdi,adx:7.mdi", 0, 0, 8, 2, {0, 0}},
    {"aroon:7", 0, 0, 8, 3, {0, 0, 0}},
    {"cci:7", 0, 0, 7, 1, {0}},
    {"stoch:7:3:2", 0, 0, 10, 2, {50, 50}},
    {"willr:7", 0, 0, 7, 1, {-50}},
    {"supertrend:7:2.value", 1, 0, 8, 1, {1}},
    {"supertrend:7:2.dir", 0, 0, 8, 1, {-1}},
    {"psar:0.02:0.2", 1, 0, UNTOLD, 1, {NAN}},
    {"mfi:7", 0, 0, 8, 1, {50}},
    {"cmf:7", 0, 0, 7, 1, {0}},
    {"obv", 0, 1, 1, 1, {0}},
    {"vwap:7", 1, 0, 7, 1, {1}},
    {"vwap", 1, 0, UNTOLD, 1, {1}},
    {"cvd", 0, 1, 1, 1, {0}},
};

static struct study_bar walk[BARS];
static double one[BARS][OUTS], two[BARS][OUTS];

/* A market in which many bars do not move, and some have no volume. */
static void
make_walk(void)
{
	struct rng rng;
	double x = 100;

	rng_seed(&rng, 5);
	for (int i = 0; i < BARS; i++) {
		struct study_bar *b = &walk[i];
		double from = x, quiet = rng_below(&rng, 4) == 0;

		if (!quiet)
			x += (double)rng_below(&rng, 2001) / 1000 - 1;
		*b = (struct study_bar){
		    .ts_ms = i * 60000 + 59999,
		    .number = i,
		    .session = i / 100,
		    .whole = true,
		    .open = from,
		    .high = fmax(from, x) + (quiet ? 0 : .3),
		    .low = fmin(from, x) - (quiet ? 0 : .2),
		    .close = x,
		    .volume = (double)rng_below(&rng, 5),
		};
		b->taken = b->volume;
		b->taker_buy = b->volume / 4;
	}
}

static struct studies *
start(const char *text, struct study_list **l)
{
	char why[256];
	struct studies *s;

	*l = study_list_new(text, why, sizeof why);
	s = *l ? studies_new(*l) : NULL;
	if (!s || study_list_values(*l) > OUTS)
		ok(0, "%s: %s", text, *l ? "no memory" : why);
	return s;
}

/* All bars, prices and volumes in other units. */
static void
run(struct studies *s, double price, double volume, double got[][OUTS])
{
	for (int i = 0; i < BARS; i++) {
		struct study_bar b = walk[i];

		b.open *= price;
		b.high *= price;
		b.low *= price;
		b.close *= price;
		b.volume *= volume;
		b.taken *= volume;
		b.taker_buy *= volume;
		studies_push(s, &b, got[i]);
	}
}

static bool
all_known(const double *v, int n)
{
	for (int o = 0; o < n; o++)
		if (isnan(v[o]))
			return false;
	return true;
}

static bool
same(double a, double b)
{
	return isnan(a) ? isnan(b) : a >= b && a <= b;
}

static void
check_units(const struct property *p)
{
	double factor = ldexp(1, -20 * p->price - 9 * p->volume);
	struct studies *s[2];
	struct study_list *l[2];
	int first = 0, other = 0, lost = 0, outs;

	s[0] = start(p->text, &l[0]);
	s[1] = start(p->text, &l[1]);
	run(s[0], 1, 1, one);
	run(s[1], 0x1p-20, 0x1p-9, two);
	outs = study_list_values(l[0]);
	while (first < BARS && !all_known(one[first], outs))
		first++;
	for (int i = 0; i < BARS; i++)
		for (int o = 0; o < outs; o++)
			other += !same(two[i][o], one[i][o] * factor);
	for (int i = first; i < BARS; i++)
		lost += !all_known(one[i], outs);
	ok(lost == 0 || p->first == UNTOLD, "%s: once known it stays so",
	    p->text);
	ok(outs == p->outs && other == 0,
	    "%s: the same in other units of price and volume", p->text);
	ok(p->first == UNTOLD ||
		(first + 1 == p->first &&
		    (studies_warmup(s[0]) == p->first || strchr(p->text, ','))),
	    "%s: all known at bar %d", p->text, first + 1);
	for (int i = 0; i < 2; i++) {
		studies_free(s[i]);
		study_list_free(l[i]);
	}
}

/* volume: of each bar, half of it bought. */
static int
wrong_when_still(const struct property *p, struct studies *s, double volume)
{
	double got[OUTS];
	int wrong = 0;

	for (int i = 0; i < BARS; i++) {
		struct study_bar b = {
		    .ts_ms = i * 60000 + 59999,
		    .number = i,
		    .whole = true,
		    .open = .75,
		    .high = .75,
		    .low = .75,
		    .close = .75,
		    .volume = volume,
		    .taken = volume,
		    .taker_buy = volume / 2,
		};

		studies_push(s, &b, got);
	}
	for (int o = 0; o < p->outs; o++)
		wrong += !same(got[o], p->still[o] * (p->price ? .75 : 1));
	return wrong;
}

static void
check_still(const struct property *p)
{
	struct study_list *l;
	struct studies *s = start(p->text, &l);

	ok(wrong_when_still(p, s, 3) == 0, "%s: of a market that stands still",
	    p->text);
	studies_reset(s, STUDY_BARS);
	ok(wrong_when_still(p, s, 0) ==
		(strncmp(p->text, "vwap", 4) == 0 ? p->outs : 0),
	    "%s: and has no volume", p->text);
	studies_free(s);
	study_list_free(l);
}

/* What has a window forgets what was before it, to the last bit. */
static void
check_forgotten(void)
{
	static const char *const windows[] = {"sma:7", "wma:7", "hma:9",
	    "roc:7", "stdev:7", "bb:7:2.width,bb:7:2.pct", "donchian:7",
	    "aroon:7", "cci:7", "stoch:7:3:2", "willr:7", "mfi:7", "cmf:7"};
	int n = sizeof windows / sizeof *windows;

	for (int i = 0; i < n; i++) {
		const struct property *p = properties;
		struct study_list *l;
		struct studies *s = start(windows[i], &l);

		while (strcmp(p->text, windows[i]) != 0)
			p++;
		run(s, 1e9 / 7, 1e9 / 7, one);
		ok(wrong_when_still(p, s, 3) == 0 &&
			wrong_when_still(p, s, 0) == 0,
		    "%s: nothing is left of what has left the window", p->text);
		studies_free(s);
		study_list_free(l);
	}
}

/* Outputs that are asked for one by one, in any order, come from one study. */
static void
check_outputs(void)
{
	struct study_list *l[2];
	struct studies *s[2];
	int other = 0;

	s[0] = start("bb:7:2", &l[0]);
	s[1] = start("bb:7:2.lower,sma:7,bb:7:2.0.upper,bb:7:2.pct", &l[1]);
	run(s[0], 1, 1, one);
	run(s[1], 1, 1, two);
	for (int i = 0; i < BARS; i++)
		other += !same(two[i][0], one[i][2]) ||
			 !same(two[i][2], one[i][0]) ||
			 !same(two[i][3], one[i][4]) ||
			 isnan(two[i][1]) != (i < 6);
	ok(other == 0, "outputs are the same one by one");
	for (int i = 0; i < 2; i++) {
		studies_free(s[i]);
		study_list_free(l[i]);
	}
}

/* Lengths at their bounds. */
static void
check_bounds(void)
{
	static const struct {
		const char *text;
		bool fine;
	} cases[] = {
	    {"sma:1", true},
	    {"sma:100000", true},
	    {"sma:0", false},
	    {"sma:100001", false},
	    {"delta_oi:1ms", true},
	    {"delta_oi:0", false},
	};
	char why[256];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct study_list *l =
		    study_list_new(cases[i].text, why, sizeof why);

		ok(!l == !cases[i].fine, "%s is %s", cases[i].text,
		    cases[i].fine ? "taken" : "refused");
		study_list_free(l);
	}
}

int
main(void)
{
	make_walk();
	for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
		check_units(&properties[i]);
		check_still(&properties[i]);
	}
	check_forgotten();
	check_outputs();
	check_bounds();
	return tap_done();
}
