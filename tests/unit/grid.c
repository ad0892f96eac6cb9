/* SPDX-License-Identifier: MIT */
#include "sim/grid.h"

#include <string.h>

#include "tap.h"

/* The values of the last axis, with spaces between them. */
static const char *
values_of(const struct grid *g, char *text, size_t size)
{
	const struct axis *a = &g->axes[g->n - 1];
	size_t len = 0;

	*text = '\0';
	for (int i = 0; i < a->n && len < size; i++)
		len += (size_t)snprintf(
		    text + len, size - len, "%s%s", i ? " " : "", a->values[i]);
	return text;
}

static void
test_values(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
	    {"stop=0.01:0.05:0.01", "0.01 0.02 0.03 0.04 0.05"},
	    {"stop=0.1:0.3:0.1", "0.1 0.2 0.3"},
	    {"stop=0.1:0.39999999999:0.1", "0.1 0.2 0.3"},
	    {"stop=1e-2:0.3e-1:10e-3", "0.01 0.02 0.03"},
	    {"stop=0.5:0.5:7", "0.5"},
	    {"stop=.01:.03:.01", "0.01 0.02 0.03"},
	    {"target=1R:3R:0.5R", "1R 1.5R 2R 2.5R 3R"},
	    {"target=0.1:0.3:0.1", "0.1 0.2 0.3"},
	    {"maker-fee=-0.002:0.002:0.002", "-0.002 0 0.002"},
	    {"max-bars=1:10:4", "1 5 9"},
	    {"slippage=0,half-spread", "0 half-spread"},
	    {"size=quote:500,fraction:0.5,all-in",
		"quote:500 fraction:0.5 all-in"},
	    {"whole-units=yes,no", "yes no"},
	    {"entry=limit", "limit"},
	    {"stop=none", "none"},
	    {"target=signal,2R,0.1", "signal 2R 0.1"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid g = {0};
		char why[GRID_WHY] = "", text[256];

		ok(grid_add(&g, rows[i].text, why) == 0 &&
			strcmp(values_of(&g, text, sizeof text),
			    rows[i].want) == 0,
		    "%s: %s %s", rows[i].text, text, why);
		grid_finish(&g);
	}
}

static void
test_refusals(void)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
	    {"", "NAME=FROM:TO:STEP or NAME=VALUE,... is expected"},
	    {"stop", "NAME=FROM:TO:STEP or NAME=VALUE,... is expected"},
	    {"=0.1", "-- cannot be varied"},
	    {"nothing-of-this-long-name-can-be-an-axis=0.1",
		"NAME=FROM:TO:STEP or NAME=VALUE,... is expected"},
	    {"foo=1", "--foo cannot be varied"},
	    {"prices=bar", "--prices cannot be varied"},
	    {"stop=", "bad value '' for --stop: signal, none or a fraction "
		      "below 1 is expected"},
	    {"entry=market,", "bad value '' for --entry: market or limit is "
			      "expected"},
	    {"stop=0.1:0.2", "FROM:TO:STEP of --stop: the STEP is missing"},
	    {"target=1R:2R", "FROM:TO:STEP of --target: the STEP is missing"},
	    {"stop=0.1:", "bad value '0.1:' for --stop: signal, none or a "
			  "fraction below 1 is expected"},
	    {"entry=1:2:1", "bad value '1' for --entry: market or limit is "
			    "expected"},
	    {"fee=0.1R:0.2R:0.1R", "bad value '0.1R' for --fee: a fraction "
				   "from 0 to 1 is expected"},
	    {"stop=0.1,0.2,0.1", "value '0.1' of --stop stands there twice"},
	    {"stop=0.1,.1", "value '.1' of --stop stands there twice"},
	    {"stop=0.1:0.2:0", "FROM:TO:STEP of --stop: FROM up to TO by a "
			       "STEP above 0 is expected"},
	    {"stop=0.1:0.2:-0.1", "FROM:TO:STEP of --stop: FROM up to TO by a "
				  "STEP above 0 is expected"},
	    {"stop=0.2:0.1:0.1", "FROM:TO:STEP of --stop: FROM up to TO by a "
				 "STEP above 0 is expected"},
	    {"stop=0.00000000000000000000000000000000000001",
		"'0.00000000000000000000000000000000000001': too long"},
	    {"max-bars=1:100001:1", "more than 100000 values of --max-bars"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct grid g = {0};
		char why[GRID_WHY] = "";

		ok(grid_add(&g, rows[i].text, why) == -1 &&
			strcmp(why, rows[i].why) == 0,
		    "'%s' is refused: %s", rows[i].text, why);
		grid_finish(&g);
	}
}

static void
test_limits(void)
{
	static const char *const axes[GRID_AXES] = {"fee=0,0.1",
	    "stop=none,0.1", "target=none,1R", "size=all-in,risk:0.1",
	    "entry=market,limit", "finish=mark,close", "slippage=1,2",
	    "max-bars=1,2"};
	struct grid g = {0}, many = {0};
	char why[GRID_WHY] = "";
	int rc = 0;

	for (int i = 0; i < GRID_AXES; i++)
		rc |= grid_add(&g, axes[i], why);
	ok(rc == 0 && g.n == GRID_AXES && g.combinations == 256,
	    "eight axes, and the product of their numbers");
	ok(grid_add(&g, "cash=1", why) == -1 &&
		strcmp(why, "at most 8 options can be varied") == 0,
	    "no ninth: %s", why);
	grid_finish(&g);

	ok(grid_add(&many, "max-bars=1:1000:1", why) == 0 &&
		grid_add(&many, "stop=0.0001:0.1:0.0001", why) == 0 &&
		many.combinations == GRID_MOST,
	    "as many as can be");
	ok(grid_add(&many, "entry=market,limit", why) == -1 &&
		strcmp(why, "more than 1000000 combinations") == 0,
	    "and no more: %s", why);
	grid_finish(&many);
}

static void
test_twice(void)
{
	struct grid g = {0};
	char why[GRID_WHY] = "";

	grid_add(&g, "stop=0.1", why);
	ok(grid_add(&g, "fee=0", why) == 0, "two axes");
	ok(grid_add(&g, "stop=none", why) == -1 &&
		strcmp(why, "--stop is varied twice") == 0,
	    "none twice: %s", why);
	grid_finish(&g);
}

static void
test_combinations(void)
{
	struct grid g = {0};
	char why[GRID_WHY] = "", got[256] = "";
	struct rules r;
	bool good = true;

	grid_add(&g, "stop=0.1,none", why);
	grid_add(&g, "entry=market,limit", why);
	grid_add(&g, "max-bars=1:3:1", why);
	for (int c = 0; c < g.combinations; c++)
		for (int a = 0; a < g.n; a++)
			sprintf(got + strlen(got), "%s%s", grid_value(&g, c, a),
			    a < g.n - 1 ? "/" : " ");
	ok(strcmp(got, "0.1/market/1 0.1/market/2 0.1/market/3 "
		       "0.1/limit/1 0.1/limit/2 0.1/limit/3 "
		       "none/market/1 none/market/2 none/market/3 "
		       "none/limit/1 none/limit/2 none/limit/3 ") == 0,
	    "all of them, the last axis fastest: %s", got);
	for (int c = 0; c < g.combinations; c++) {
		rules_init(&r);
		r.fee = .25;
		grid_rules(&g, c, &r);
		good =
		    good && r.fee == .25 && r.max_bars == c % 3 + 1 &&
		    (r.entry == ENTRY_LIMIT) == (c / 3 % 2 == 1) &&
		    (c < 6 ? r.stop.kind == LEVEL_FRACTION && r.stop.far == .1
			   : r.stop.kind == LEVEL_NONE);
	}
	ok(good, "as rules, and the other rules stay");
	grid_finish(&g);
}

int
main(void)
{
	test_values();
	test_refusals();
	test_limits();
	test_twice();
	test_combinations();
	return tap_done();
}
