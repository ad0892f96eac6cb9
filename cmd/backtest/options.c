/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/num.h"
#include "table.h"

enum {
	TRIALS_MOST = 10000,
	MINUTE_MS = 60000,
	LIVE_DISORDER_MS = 60000,
	SAMPLES_LEAST = 20, /* 95% of which lie between the extremes */
	SAMPLES_MAX = 10000000
};

#define CENTURY_MS (INT64_C(36525) * 86400000)
#define SEED_MAX ((int64_t)1 << 53) /* what JSON carries exactly */

static bool
format_is_text(const char *name)
{
	bool text = strcmp(name, "text") == 0;

	if (!text && strcmp(name, "json") != 0)
		opt_fail("bad value '%s' for --format: json or text is "
			 "expected",
		    name);
	return text;
}

static uint64_t
bit_of(int ch)
{
	return UINT64_C(1) << (ch - OPT_FREE);
}

static void
set_rule(struct rules *r, int ch)
{
	const char *name = table_name(ch), *expected;

	if (rules_set(r, name, optarg, &expected) != 0)
		opt_fail("bad value '%s' for --%s: %s is expected", optarg,
		    name, expected);
}

static void
set_equity(struct options *o)
{
	if (strcmp(optarg, "bar") != 0)
		opt_fail(
		    "bad value '%s' for --equity: bar is expected", optarg);
	o->every_bar = true;
}

/* Whether an option is about where the report goes, and not what it says. */
static bool
is_about_output(int ch)
{
	return ch == OPT_CSV || ch == OPT_DB || ch == OPT_FORMAT ||
	       ch == OPT_JOBS || ch == OPT_TRIALS || ch == OPT_LOG_DIR ||
	       ch == OPT_PROOF || ch == OPT_VERIFY;
}

static bool
is_about_windows(int ch)
{
	return ch == OPT_BOOTSTRAP || ch == OPT_SEED || ch == OPT_EXECUTIONS ||
	       ch == OPT_LOSS_THRESHOLD || ch == OPT_MIN_TRADE_COUNT ||
	       ch == OPT_MIN_WIN_RATE || ch == OPT_NOW ||
	       ch == OPT_WIN_THRESHOLD || ch == OPT_WINDOWS;
}

/* What only a report needs. */
static bool
is_about_reports(int ch)
{
	return ch == OPT_CSV || ch == OPT_LOG_DIR || ch == OPT_PROOF ||
	       ch == OPT_SWEEP || ch == OPT_TRIALS || ch == OPT_WARM_UP ||
	       ch == OPT_YEAR_DAYS ||
	       (is_about_windows(ch) && ch != OPT_EXECUTIONS);
}

/*
 * The argument as it means the same tomorrow: "now" and "1h" as a time, put
 * into room, all else as it was typed.
 */
static const char *
lasting(const struct options *o, int ch, char room[CLOCK_TEXT])
{
	int64_t ms;

	if (ch != OPT_NOW ||
	    (clock_parse(optarg, 0, &ms) == 0 && ms == o->params.now))
		return optarg;
	return clock_format(o->params.now, room);
}

/* Options that the figures of the report hang on are kept for the proof. */
static void
keep_option(struct options *o, int ch)
{
	char room[CLOCK_TEXT];

	if (ch == OPT_PROOF || ch == OPT_VERIFY || ch == OPT_JOBS ||
	    ch == OPT_TRIALS || ch == OPT_DB ||
	    !(is_about_output(ch) || is_about_windows(ch)))
		o->trading = ch;
	if (is_about_reports(ch))
		o->reporting = ch;
	if (is_about_output(ch))
		return;
	o->shapes = true;
	if (proof_option(o->proof, table_name(ch), lasting(o, ch, room)) != 0)
		die(EXIT_FAIL, "out of memory");
}

static void
set_windows(struct window_list *l)
{
	if (window_list_parse(l, optarg) != 0)
		opt_fail("bad value '%s' for --windows: at most %d numbers of "
			 "days, 1 to %d, with commas between them are expected",
		    optarg, WINDOWS_MAX, WINDOW_DAYS_MAX);
}

/* True if ch is an option of the judge. */
static bool
judge_option(struct judge *j, int ch)
{
	switch (ch) {
	case OPT_LOSS_THRESHOLD:
		j->loss = opt_num("loss-threshold", optarg, -1000, 1000);
		return true;
	case OPT_MIN_TRADE_COUNT:
		j->min_trades = opt_int("min-trade-count", optarg, 0, 1 << 30);
		return true;
	case OPT_MIN_WIN_RATE:
		j->min_win_rate = opt_num("min-win-rate", optarg, 0, 1);
		return true;
	case OPT_WIN_THRESHOLD:
		j->win = opt_num("win-threshold", optarg, -1000, 1000);
		return true;
	default:
		return false;
	}
}

static void
set_csv(struct options *o)
{
	if (strcmp(optarg, "-") == 0)
		opt_fail("--csv needs the name of a file: the standard "
			 "output has the report");
	o->csv = optarg;
}

static void
set_samples(struct luck_params *p)
{
	int64_t n;

	if (num_parse_int(optarg, strlen(optarg), &n) != 0 ||
	    (n != 0 && (n < SAMPLES_LEAST || n > SAMPLES_MAX)))
		opt_fail("bad value '%s' for --bootstrap: 0 or a whole number "
			 "from %d to %d is expected",
		    optarg, SAMPLES_LEAST, SAMPLES_MAX);
	p->samples = n ? n : -1;
}

static void
set_walk(struct options *o)
{
	struct walk_plan *p = &o->plan;
	char train[32];
	size_t len = strcspn(optarg, "/");

	if (!optarg[len] || len >= sizeof train)
		opt_fail("bad value '%s' for --walk-forward: TRAIN/TEST is "
			 "expected, as 60d/30d",
		    optarg);
	memcpy(train, optarg, len);
	train[len] = '\0';
	p->train = opt_duration("walk-forward", train);
	p->test = opt_duration("walk-forward", optarg + len + 1);
	if (p->train < MINUTE_MS || p->test < MINUTE_MS ||
	    p->train > CENTURY_MS || p->test > CENTURY_MS)
		opt_fail("bad value '%s' for --walk-forward: a minute to a "
			 "hundred years are expected",
		    optarg);
	o->walks = true;
}

/* True if ch is an option of a search. */
static bool
search_option(struct options *o, int ch)
{
	char why[GRID_WHY];

	switch (ch) {
	case OPT_EMBARGO:
		o->plan.embargo = opt_duration("embargo", optarg);
		return true;
	case OPT_JOBS:
		o->threads = (int)opt_int("jobs", optarg, 1, 256);
		return true;
	case OPT_OBJECTIVE:
		o->objective = objective_find(optarg);
		if (!o->objective)
			opt_fail("bad value '%s' for --objective: a figure "
				 "that can be best is expected, as sharpe",
			    optarg);
		return true;
	case OPT_PURGE:
		o->plan.purge = opt_duration("purge", optarg);
		return true;
	case OPT_SWEEP:
		if (grid_add(&o->grid, optarg, why) != 0)
			opt_fail("bad value '%s' for --sweep: %s", optarg, why);
		return true;
	case OPT_WALK_FORWARD:
		set_walk(o);
		return true;
	default:
		return false;
	}
}

static void
parse_option(struct options *o, int ch)
{
	struct report_params *p = &o->params;

	if (ch == OPT_NOW)
		p->now = opt_time("now", optarg);
	keep_option(o, ch);
	if (judge_option(&p->judge, ch) || search_option(o, ch))
		return;
	switch (ch) {
	case OPT_BOOTSTRAP:
		set_samples(&p->luck);
		break;
	case OPT_CALENDAR:
		p->terms.calendar = filter_calendar(optarg);
		break;
	case OPT_CSV:
		set_csv(o);
		break;
	case OPT_EQUITY:
		set_equity(o);
		break;
	case OPT_DB:
		o->db = optarg;
		break;
	case OPT_EXECUTIONS:
		o->executions = optarg;
		break;
	case OPT_FORMAT:
		o->text = format_is_text(optarg);
		break;
	case OPT_INTERVAL:
		p->terms.iv = (int)filter_interval(optarg);
		break;
	case OPT_LOG_DIR:
		o->log_dir = optarg;
		break;
	case OPT_NOW: /* known already */
		break;
	case OPT_PAPER:
		o->paper = o->every_bar = true;
		break;
	case OPT_PROOF:
		o->proves = true;
		break;
	case OPT_SEED:
		p->luck.seed = (uint64_t)opt_int("seed", optarg, 0, SEED_MAX);
		break;
	case OPT_TRIALS:
		o->counts = true;
		break;
	case OPT_VERIFY:
		o->verify = optarg;
		break;
	case OPT_WARM_UP:
		p->warm_up = opt_int("warm-up", optarg, 1, INT32_MAX);
		break;
	case OPT_WINDOWS:
		set_windows(&p->windows);
		break;
	case OPT_YEAR_DAYS:
		p->year_days = (int)opt_int("year-days", optarg, 1, 366);
		break;
	default:
		o->given |= bit_of(ch);
		set_rule(&p->terms.rules, ch);
	}
}

/* A search: what it needs, and what it cannot have. */
static void
check_search(const struct options *o)
{
	const struct walk_plan *p = &o->plan;

	if (!options_search(o) && (o->walks || o->objective))
		opt_fail("--walk-forward and --objective need a --sweep");
	if (!o->walks && (p->purge || p->embargo))
		opt_fail("--purge and --embargo need --walk-forward");
	if (o->walks && (p->purge >= p->train || p->embargo >= p->test))
		opt_fail("--purge must be below TRAIN and --embargo below TEST "
			 "of --walk-forward");
	if (o->db && !o->counts)
		opt_fail("--db is the store of --trials");
	for (int i = 0; o->walks && i < o->grid.n; i++)
		if (strcmp(o->grid.axes[i].name, "cash") == 0)
			opt_fail("the account of --walk-forward goes on from "
				 "test to test: its --cash cannot be varied");
	for (int i = 0; i < o->grid.n; i++) {
		const char *name = o->grid.axes[i].name;

		if (o->given & bit_of(table_find(name, strlen(name))))
			opt_fail("--%s is varied by --sweep and cannot be "
				 "given, too",
			    name);
	}
	if (o->counts && o->grid.combinations > TRIALS_MOST)
		opt_fail("--trials counts at most %d combinations at a time",
		    TRIALS_MOST);
	if (!options_search(o) && o->threads)
		opt_fail("--jobs needs a --sweep");
	if (options_search(o) && options_by_trades(o))
		opt_fail("--sweep needs --prices bar");
}

/* What cannot be together. */
static void
check_options(const struct options *o)
{
	check_search(o);
	if (o->verify &&
	    (o->shapes || o->text || o->csv || o->log_dir || o->counts))
		opt_fail("--verify takes its options from the report");
	if (o->paper && (o->text || o->reporting))
		opt_fail("--paper makes no report: --%s does not go with it",
		    o->text ? "format text" : table_name(o->reporting));
	if (o->every_bar && options_by_trades(o))
		opt_fail("--equity bar and --paper need --prices bar");
	if (o->params.judge.loss >= o->params.judge.win)
		opt_fail("--loss-threshold must be below --win-threshold");
	if (o->executions && o->trading)
		opt_fail("--executions trades nothing: --%s does not go with "
			 "it",
		    table_name(o->trading));
}

void
options_init(struct options *o)
{
	*o = (struct options){
	    .params = {.terms.iv = -1,
		.windows = {{30, 60, 90}, 3},
		.now = -1,
		.luck = {.seed = 1},
		.year_days = YEAR_DAYS},
	    .proof = proof_new(),
	};
	rules_init(&o->params.terms.rules);
	judge_init(&o->params.judge);
	if (!o->proof)
		die(EXIT_FAIL, "out of memory, or no SHA-256");
}

void
options_parse(struct options *o, int argc, char *argv[])
{
	int ch;

	while ((ch = opt_next(argc, argv, &table_spec)) != -1) {
		if (!filter_option(&o->fo, ch))
			parse_option(o, ch);
		else if (ch == OPT_MAX_DISORDER)
			keep_option(o, ch);
	}
	check_options(o);
	if (o->paper && !o->fo.max_disorder)
		o->fo.max_disorder = LIVE_DISORDER_MS;
}

/* A report is not from here: only options that shape one may be in it. */
static void
check_claimed(const char *path, const char *text)
{
	int ch = strncmp(text, "--", 2) == 0
		     ? table_find(text + 2, strcspn(text + 2, "="))
		     : 0;

	if (!ch || is_about_output(ch))
		die(EXIT_FAIL, "the report in '%s' has an unknown option: '%s'",
		    path, text);
}

void
options_adopt(struct options *o, const struct claim *claim, const char *prog)
{
	const char *path = o->verify;
	char **argv = calloc((size_t)claim->n + 2, sizeof *argv);

	proof_free(o->proof);
	options_init(o);
	if (!argv)
		die(EXIT_FAIL, "out of memory");
	argv[0] = (char *)prog;
	for (int i = 0; i < claim->n; i++) {
		check_claimed(path, claim->options[i]);
		argv[i + 1] = claim->options[i];
	}
	optind = 0; /* getopt begins anew */
	options_parse(o, claim->n + 1, argv);
	free(argv);
	o->verify = path;
	o->proves = true;
}

void
options_finish(struct options *o)
{
	grid_finish(&o->grid);
	proof_free(o->proof);
}
