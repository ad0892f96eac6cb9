/* SPDX-License-Identifier: MIT */
/* backtest - signals and candles to fills, positions, equity and a report. */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/crew.h"
#include "base/io.h"
#include "base/log.h"
#include "base/opt.h"
#include "base/progress.h"
#include "market/filter.h"
#include "market/interval.h"
#include "sim/claim.h"
#include "sim/counting.h"
#include "sim/event.h"
#include "sim/executions.h"
#include "sim/intake.h"
#include "sim/report.h"
#include "sim/run_log.h"
#include "sim/searched.h"
#include "sim/simulation.h"
#include "sim/teller.h"

enum {
	OPT_BOOTSTRAP = OPT_FREE,
	OPT_CALENDAR,
	OPT_CSV,
	OPT_DB,
	OPT_EMBARGO,
	OPT_EQUITY,
	OPT_EXECUTIONS,
	OPT_FORMAT,
	OPT_INTERVAL,
	OPT_JOBS,
	OPT_LOG_DIR,
	OPT_LOSS_THRESHOLD,
	OPT_MIN_TRADE_COUNT,
	OPT_MIN_WIN_RATE,
	OPT_NOW,
	OPT_OBJECTIVE,
	OPT_PAPER,
	OPT_PROOF,
	OPT_PURGE,
	OPT_SEED,
	OPT_SWEEP,
	OPT_TRIALS,
	OPT_VERIFY,
	OPT_WALK_FORWARD,
	OPT_WIN_THRESHOLD,
	OPT_WINDOWS,
	OPT_YEAR_DAYS,
	/* Those of rules.h. */
	OPT_CASH,
	OPT_ENTRY,
	OPT_FEE,
	OPT_FINISH,
	OPT_MAKER_FEE,
	OPT_MAX_BARS,
	OPT_MIN_SCORE,
	OPT_ON_OPPOSITE,
	OPT_PRICES,
	OPT_SIZE,
	OPT_SLIPPAGE,
	OPT_STOP,
	OPT_TARGET,
	OPT_WHOLE_UNITS,
};

enum { LIVE_DISORDER_MS = 60000, SAMPLES_MAX = 10000000 };

#define SEED_MAX ((int64_t)1 << 53) /* what JSON carries exactly */

static const struct opt opts[] = {
    {OPT_BOOTSTRAP, "bootstrap", "N",
	"samples for the intervals of figures; 0: none (1000)"},
    {OPT_CALENDAR, "calendar", "24x7|any",
	"whether a missing bar is a hole (by venue)"},
    {OPT_CASH, "cash", "N", "what the account begins with (10000)"},
    {OPT_CSV, "csv", "FILE", "write the windows as CSV, too"},
    {OPT_DB, "db", "PATH", "the store of --trials (default: $TICKPIPE_DB)"},
    {OPT_EMBARGO, "embargo", "DURATION",
	"leave the start of each test untraded (none)"},
    {OPT_ENTRY, "entry", "market|limit", "how positions are opened (market)"},
    {OPT_EQUITY, "equity", "bar",
	"write the account at every bar (at fills and days)"},
    {OPT_EXECUTIONS, "executions", "FILE",
	"report on trades that were finished elsewhere"},
    {OPT_FEE, "fee", "F", "a side's fee, a fraction of its value (0)"},
    {OPT_FINISH, "finish", "mark|close|open",
	"what becomes of open positions at the end (mark)"},
    {OPT_FORMAT, "format", "json|text",
	"records, or a table for people (json)"},
    {OPT_INTERVAL, "interval", "INTERVAL",
	"trade on these candles (each symbol's first)"},
    {OPT_JOBS, "jobs", "N", "threads of a search (one a processor)"},
    {OPT_LOG_DIR, "log-dir", "DIR",
	"keep the report there, and a table of all reports"},
    {OPT_LOSS_THRESHOLD, "loss-threshold", "F",
	"a window's trade is lost from this return down (below 0)"},
    {OPT_MAKER_FEE, "maker-fee", "F", "the fee of limit orders (as --fee)"},
    {OPT_MAX_BARS, "max-bars", "N", "close after so many bars (never)"},
    {OPT_MIN_SCORE, "min-score", "N", "follow signals of this score on (all)"},
    {OPT_MIN_TRADE_COUNT, "min-trade-count", "N",
	"trades that are enough in a window (5)"},
    {OPT_MIN_WIN_RATE, "min-win-rate", "F",
	"the hit rate that is good enough (0.35)"},
    {OPT_NOW, "now", "TIME", "end of the windows (the last record)"},
    {OPT_OBJECTIVE, "objective", "FIGURE", "what is best in a search (sharpe)"},
    {OPT_ON_OPPOSITE, "on-opposite", "close|reverse|ignore",
	"what a signal against the position does (close)"},
    {OPT_PAPER, "paper", NULL, "trade live: the account at every bar"},
    {OPT_PRICES, "prices", "bar|trade", "what fills orders (bar)"},
    {OPT_PROOF, "proof", NULL, "put hashes of input and program in the report"},
    {OPT_PURGE, "purge", "DURATION",
	"leave out the end of what a test is chosen by (none)"},
    {OPT_SEED, "seed", "N", "of the chance in these samples (1)"},
    {OPT_SIZE, "size", "SIZE",
	"all-in, quote:N, fraction:F or risk:F (all-in)"},
    {OPT_SLIPPAGE, "slippage", "BPS|half-spread",
	"buy higher and sell lower by this, in 1/10000 (0)"},
    {OPT_STOP, "stop", "signal|none|F",
	"the stop: the signal's, or F of the entry (signal)"},
    {OPT_SWEEP, "sweep", "NAME=FROM:TO:STEP|NAME=VALUE,...",
	"try all these values of an option"},
    {OPT_TARGET, "target", "signal|none|F|NR",
	"likewise; NR: N times as far as the stop (signal)"},
    {OPT_TRIALS, "trials", NULL,
	"count this and all that was tried before in the store"},
    {OPT_VERIFY, "verify", "REPORT",
	"make this file's report again and compare"},
    {OPT_WALK_FORWARD, "walk-forward", "TRAIN/TEST",
	"trade after each TRAIN what was best in it"},
    {OPT_WHOLE_UNITS, "whole-units", NULL, "trade no fractions of a unit"},
    {OPT_WIN_THRESHOLD, "win-threshold", "F",
	"a window's trade is won from this return on (above 0)"},
    {OPT_WINDOWS, "windows", "DAYS,...", "days to report on (30,60,90)"},
    {OPT_YEAR_DAYS, "year-days", "N",
	"a year's days with prices, for ratios (365)"},
    FILTER_OPTS,
    {0},
};
static const struct opt_spec spec = {
    .synopsis =
	"[-oqv] [--bootstrap=N] [--calendar=24x7|any] [--cash=N] "
	"[--csv=FILE]\n"
	"                [--entry=market|limit] [--equity=bar] [--fee=F]\n"
	"                [--finish=mark|close|open] "
	"[--format=json|text]\n"
	"                [--interval=INTERVAL] [--log-dir=DIR] "
	"[--loss-threshold=F]\n"
	"                [--maker-fee=F] [--max-bars=N] "
	"[--max-disorder=DURATION]\n"
	"                [--min-score=N] [--min-trade-count=N] "
	"[--min-win-rate=F]\n"
	"                [--now=TIME] [--on-opposite=close|reverse|ignore]\n"
	"                [--paper] [--prices=bar|trade] [--proof] "
	"[--seed=N]\n"
	"                [--size=SIZE] [--slippage=BPS|half-spread] "
	"[--stop=F]\n"
	"                [--strict] [--target=F|NR] [--whole-units]\n"
	"                [--win-threshold=F] [--windows=DAYS,...] "
	"[--year-days=N] [file ...]\n"
	"       backtest --sweep=NAME=FROM:TO:STEP|NAME=VALUE,... ...\n"
	"                [--objective=FIGURE] [--jobs=N]\n"
	"                [--walk-forward=TRAIN/TEST [--purge=DURATION]\n"
	"                [--embargo=DURATION]] [options as above] [file ...]\n"
	"       backtest --executions=FILE [-oqv] [--bootstrap=N] "
	"[--csv=FILE]\n"
	"                [--format=json|text] [--log-dir=DIR]\n"
	"                [--loss-threshold=F] [--min-trade-count=N]\n"
	"                [--min-win-rate=F] [--now=TIME] [--seed=N] "
	"[--strict]\n"
	"                [--win-threshold=F] [--windows=DAYS,...]\n"
	"       backtest --verify=REPORT [file ...]",
    .summary = "Trade the signals on the prices that follow them, and "
	       "report.",
    .opts = opts,
};

struct job {
	struct filter_opts fo;
	struct filter f;
	struct report_params params;
	struct intake in;
	struct simulation sim;
	struct teller teller;
	const char *csv, *log_dir;
	const char *executions; /* a file of them; NULL: trade signals */
	int trading;            /* the last option that only trading knows */
	bool text;
	bool every_bar; /* --equity bar */
	bool paper;
	bool counts;    /* trials */
	const char *db; /* in this store; NULL: the default one */
	struct counting counting;
	struct proof *proof;
	bool proves;      /* the report is to carry it */
	bool shapes;      /* options were given that the figures hang on */
	struct grid grid; /* of a search; no combinations: there is none */
	struct tape tape;
	struct searched searched;
	struct rules base;   /* of a search */
	struct rules wanted; /* what the input is read for */
	struct progress progress;
	int64_t last_price; /* its time; -1: none yet */
	const char *verify; /* a file with a report; NULL: none */
	struct claim claim;
	int differ; /* members of the report, from the claim */
};

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
}

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

static const char *
option_name(int ch)
{
	const struct opt *o = opts;

	while (o->ch != ch)
		o++;
	return o->name;
}

static void
set_rule(struct rules *r, int ch)
{
	const char *name = option_name(ch), *expected;

	if (rules_set(r, name, optarg, &expected) != 0)
		opt_fail("bad value '%s' for --%s: %s is expected", optarg,
		    name, expected);
}

static void
set_equity(struct job *job)
{
	if (strcmp(optarg, "bar") != 0)
		opt_fail(
		    "bad value '%s' for --equity: bar is expected", optarg);
	job->every_bar = true;
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

/* Options that the figures of the report hang on are kept for the proof. */
static void
keep_option(struct job *job, int ch)
{
	if (ch == OPT_PROOF || ch == OPT_VERIFY || ch == OPT_JOBS ||
	    ch == OPT_TRIALS || ch == OPT_DB ||
	    !(is_about_output(ch) || is_about_windows(ch)))
		job->trading = ch;
	if (is_about_output(ch))
		return;
	job->shapes = true;
	if (proof_option(job->proof, option_name(ch), optarg) != 0)
		no_memory();
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
set_samples(struct luck_params *p)
{
	p->samples = opt_int("bootstrap", optarg, 0, SAMPLES_MAX);
	if (p->samples == 0)
		p->samples = -1;
}

static void
set_walk(struct job *job)
{
	struct walk_plan *p = &job->searched.plan;
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
	if (p->train <= 0 || p->test <= 0)
		opt_fail("bad value '%s' for --walk-forward: durations above 0 "
			 "are expected",
		    optarg);
	job->searched.walks = true;
}

/* True if ch is an option of a search. */
static bool
search_option(struct job *job, int ch)
{
	struct searched *s = &job->searched;
	char why[GRID_WHY];

	switch (ch) {
	case OPT_EMBARGO:
		s->plan.embargo = opt_duration("embargo", optarg);
		return true;
	case OPT_JOBS:
		s->search.threads = (int)opt_int("jobs", optarg, 1, 256);
		return true;
	case OPT_OBJECTIVE:
		s->search.objective = objective_find(optarg);
		if (!s->search.objective)
			opt_fail("bad value '%s' for --objective: a figure "
				 "that can be best is expected, as sharpe",
			    optarg);
		return true;
	case OPT_PURGE:
		s->plan.purge = opt_duration("purge", optarg);
		return true;
	case OPT_SWEEP:
		if (grid_add(&job->grid, optarg, why) != 0)
			opt_fail("bad value '%s' for --sweep: %s", optarg, why);
		return true;
	case OPT_WALK_FORWARD:
		set_walk(job);
		return true;
	default:
		return false;
	}
}

static void
parse_option(struct job *job, int ch)
{
	struct report_params *p = &job->params;

	keep_option(job, ch);
	if (judge_option(&p->judge, ch) || search_option(job, ch))
		return;
	switch (ch) {
	case OPT_BOOTSTRAP:
		set_samples(&p->luck);
		break;
	case OPT_CALENDAR:
		p->terms.calendar = filter_calendar(optarg);
		break;
	case OPT_CSV:
		job->csv = optarg;
		break;
	case OPT_EQUITY:
		set_equity(job);
		break;
	case OPT_DB:
		job->db = optarg;
		break;
	case OPT_EXECUTIONS:
		job->executions = optarg;
		break;
	case OPT_FORMAT:
		job->text = format_is_text(optarg);
		break;
	case OPT_INTERVAL:
		p->terms.iv = (int)filter_interval(optarg);
		break;
	case OPT_LOG_DIR:
		job->log_dir = optarg;
		break;
	case OPT_NOW:
		p->now = opt_time("now", optarg);
		break;
	case OPT_PAPER:
		job->paper = job->every_bar = true;
		break;
	case OPT_PROOF:
		job->proves = true;
		break;
	case OPT_SEED:
		p->luck.seed = (uint64_t)opt_int("seed", optarg, 0, SEED_MAX);
		break;
	case OPT_TRIALS:
		job->counts = true;
		break;
	case OPT_VERIFY:
		job->verify = optarg;
		break;
	case OPT_WINDOWS:
		set_windows(&p->windows);
		break;
	case OPT_YEAR_DAYS:
		p->year_days = (int)opt_int("year-days", optarg, 1, 366);
		break;
	default:
		set_rule(&p->terms.rules, ch);
	}
}

static void
emit(void *arg, const struct record *r)
{
	struct job *job = arg;

	filter_emit(&job->f, r);
}

static bool
by_trades(const struct job *job)
{
	return job->params.terms.rules.prices == PRICES_TRADE;
}

static bool
searches(const struct job *job)
{
	return job->grid.combinations > 0;
}

/* A bar or trade that orders are filled at. */
static void
take_price(struct job *job, const struct record *r, const struct event *e)
{
	if (teller_advance(&job->teller, e->time) != 0)
		no_memory();
	filter_pass(&job->f, r);
	if (teller_take(&job->teller, e) != 0)
		no_memory();
}

/* What simulations hear of, once it is known or later. */
static void
take_event(struct job *job, const struct record *r, const struct event *e,
    enum intake_kind kind)
{
	if (kind == INTAKE_PRICE && e->time > job->last_price)
		job->last_price = e->time;
	if (kind == INTAKE_PRICE && job->counts &&
	    counting_price(&job->counting, &job->in.markets, e) != 0)
		no_memory();
	if (searches(job)) {
		if (tape_add(&job->tape, e) != 0)
			no_memory();
	} else if (kind == INTAKE_PRICE) {
		take_price(job, r, e);
	} else {
		filter_pass(&job->f, r);
		if (teller_take(&job->teller, e) != 0)
			no_memory();
	}
}

static void
take(struct job *job, const struct record *r)
{
	const char *why;
	struct event e;
	enum intake_kind kind;

	if ((job->proves || job->counts) && proof_record(job->proof, r) != 0)
		no_memory();
	kind = intake_take(&job->in, job->f.rd, r, job->last_price, &e, &why);
	switch (kind) {
	case INTAKE_PRICE:
	case INTAKE_EVENT:
		take_event(job, r, &e, kind);
		break;
	case INTAKE_NOTHING:
		filter_pass(&job->f, r);
		break;
	case INTAKE_REFUSED:
		reader_reject(job->f.rd, why);
		break;
	case INTAKE_NOMEM:
		no_memory();
	}
}

static void
print_text(struct job *job, const struct report *rep)
{
	size_t len;
	char *text;
	FILE *f = open_memstream(&text, &len);

	if (!f || report_text(rep, f) != 0 || ferror(f) || fclose(f) != 0)
		no_memory();
	out_write(&job->f.out, text, len);
	free(text);
}

static void
print_difference(void *arg, const char *path, const char *was, const char *is)
{
	struct job *job = arg;
	char line[512];
	int n = snprintf(line, sizeof line, "%s: %s, now %s\n", path, was, is);

	if (n > (int)sizeof line - 1)
		n = (int)sizeof line - 1;
	out_write(&job->f.out, line, (size_t)n);
}

/* Holds the report to the one that was claimed. */
static void
compare_record(struct job *job, const struct record *r)
{
	size_t len;
	char *line = rec_line(r, &len);

	job->differ = line ? claim_compare(&job->claim, line, len - 1,
				 print_difference, job)
			   : -1;
	free(line);
	if (job->differ < 0)
		no_memory();
	if (job->differ == 0)
		out_write(&job->f.out, "the same\n", strlen("the same\n"));
}

/* 0, or -1 after a message. */
static int
log_run(const struct job *job, const struct report *rep, const struct record *r)
{
	int64_t now = job->params.now < 0 ? clock_now() : job->params.now;
	char why[512];
	size_t len;
	char *line = rec_line(r, &len);
	int rc;

	if (!line)
		no_memory();
	rc =
	    run_log_add(job->log_dir, now, rep, line, len - 1, why, sizeof why);
	free(line);
	if (rc != 0)
		log_error("%s", why);
	return rc;
}

/* 0, or -1 after a message: the log could not be written. */
static int
print_report(struct job *job, const struct report *rep)
{
	struct record r;
	char *text;
	int rc = 0;

	if (report_record(rep, &r, &text) != 0)
		die(EXIT_FAIL, "cannot make the report: out of memory, or "
			       "the program's own file cannot be read");
	if (job->verify)
		compare_record(job, &r);
	else if (job->text)
		print_text(job, rep);
	else
		filter_emit(&job->f, &r);
	if (job->log_dir)
		rc = log_run(job, rep, &r);
	free(text);
	return rc;
}

/* A wrong --interval looks like a strategy without trades. */
static void
warn_untraded(const struct job *job)
{
	int iv = job->params.terms.iv;

	for (int i = 0; i < job->in.markets.n && iv >= 0; i++) {
		const struct market *m = job->in.markets.at[i];

		/* It has an interval as soon as it has a candle. */
		if (m->iv >= 0 && m->bars == 0)
			log_warn("'%s': none of its candles is of interval %s",
			    m->name, interval_name((enum interval)iv));
	}
}

/* 0, or -1 after a message. */
static int
write_csv(const struct job *job, const struct report *rep)
{
	struct newfile *csv = newfile_open(job->csv);

	if (csv) {
		report_csv(rep, newfile_stream(csv));
		if (newfile_commit(csv) == 0)
			return 0;
	}
	log_error("cannot write '%s': %s", job->csv, strerror(errno));
	return -1;
}

/* All places the report goes to.  0, or -1 after a message. */
static int
deliver(struct job *job, const struct report *rep)
{
	int rc = print_report(job, rep);

	if (job->csv && write_csv(job, rep) != 0)
		rc = -1;
	return rc;
}

static void
watch(void *arg, int64_t done)
{
	struct job *job = arg;

	progress_step(&job->progress, done - job->progress.done, "");
}

/* Searches, and trades what was best.  0, or -1 after a message. */
static int
search(struct job *job)
{
	struct search *s = &job->searched.search;
	char why[SEARCHED_WHY];
	int rc;

	s->tape = &job->tape;
	s->markets = &job->in.markets;
	s->grid = &job->grid;
	s->year_days = job->params.year_days;
	if (!s->objective)
		s->objective = objectives;
	if (!s->threads)
		s->threads = crew_size();
	if (!job->searched.walks) {
		progress_init(&job->progress, "combinations");
		progress_more(&job->progress, job->grid.combinations);
		s->watch = watch;
		s->arg = job;
	}
	s->rules = &job->base;
	job->base = job->params.terms.rules;
	rc = searched_make(
	    &job->searched, &job->teller, &job->params.terms.rules, why);
	progress_clear(&job->progress);
	if (rc != 0)
		log_error("cannot search: %s", why);
	else if (!job->searched.walks && job->searched.best < 0)
		log_warn("no combination has a finite %s: the report is of "
			 "the first",
		    s->objective->name);
	return rc;
}

/* Plays what is left to play.  0, or -1 after a message. */
static int
end_simulation(struct job *job, struct trials *trials)
{
	*trials = (struct trials){.n = 1};
	if (!searches(job)) {
		if (teller_end(&job->teller) != 0)
			no_memory();
		return 0;
	}
	if (search(job) != 0)
		return -1;
	searched_trials(&job->searched, trials);
	return 0;
}

/* What else was tried: in the ledger, or as the claim says.  As above. */
static int
count_trials(struct job *job, struct trials *trials)
{
	struct tried tried = {
	    .terms = &job->params.terms,
	    .sim = &job->sim,
	    .searched = searches(job) ? &job->searched : NULL,
	    .proof = job->proof,
	    .max_disorder = job->fo.max_disorder,
	};
	char why[COUNTING_WHY];

	if (job->claim.trials.counted)
		*trials = job->claim.trials;
	if (!job->counts ||
	    counting_enter(&job->counting, job->db, &tried, trials, why) == 0)
		return 0;
	log_error("cannot count trials: %s", why);
	return -1;
}

/* 0, or -1 after a message. */
static int
conclude(struct job *job)
{
	struct trials trials;
	struct report rep;
	int rc;

	if (!by_trades(job))
		warn_untraded(job);
	if (end_simulation(job, &trials) != 0)
		return -1;
	rc = count_trials(job, &trials);
	if (job->sim.unspread)
		log_warn("%" PRId64 " fills had no book to take half its "
			 "spread of, and no slippage",
		    job->sim.unspread);
	if (job->paper)
		return 0;
	job->in.counts.skipped = reader_skipped(job->f.rd);
	if (report_make(&rep, &job->params, &job->in, &job->sim, &trials,
		job->proves ? job->proof : NULL) != 0)
		no_memory();
	if (searches(job))
		rep.searched = &job->searched;
	/* A report is not lost for a ledger that cannot be written. */
	return deliver(job, &rep) != 0 ? -1 : rc;
}

/*
 * Better now than after an hour of reading.  The file itself is made at the
 * end: a signal in between would leave its temporary one behind.
 */
static void
check_csv(const char *path)
{
	struct newfile *f = newfile_open(path);

	if (!f)
		die(EXIT_FAIL, "cannot write '%s': %s", path, strerror(errno));
	newfile_abort(f);
}

static void
check_log_dir(const char *path)
{
	if (io_make_dirs(path) != 0)
		die(EXIT_FAIL, "cannot make '%s': %s", path, strerror(errno));
}

static void
check_places(const struct job *job)
{
	if (job->csv)
		check_csv(job->csv);
	if (job->log_dir)
		check_log_dir(job->log_dir);
}

/* A search: what it needs, and what it cannot have. */
static void
check_search(const struct job *job)
{
	const struct searched *s = &job->searched;
	const struct walk_plan *p = &s->plan;

	if (!searches(job) && (s->walks || s->search.objective))
		opt_fail("--walk-forward and --objective need a --sweep");
	if (!s->walks && (p->purge || p->embargo))
		opt_fail("--purge and --embargo need --walk-forward");
	if (s->walks && (p->purge >= p->train || p->embargo >= p->test))
		opt_fail("--purge must be below TRAIN and --embargo below TEST "
			 "of --walk-forward");
	if (job->db && !job->counts)
		opt_fail("--db is the store of --trials");
	if (job->counts && job->paper)
		opt_fail("--paper makes no report: --trials does not go with "
			 "it");
	if (searches(job) && job->paper)
		opt_fail("--paper knows no end to search after: --sweep does "
			 "not go with it");
	if (searches(job) && by_trades(job))
		opt_fail("--sweep needs --prices bar");
}

/* What cannot be together. */
static void
check_options(const struct job *job)
{
	check_search(job);
	if (job->paper && (job->text || job->csv || job->log_dir))
		opt_fail("--paper makes no report: --format text, --csv and "
			 "--log-dir do not go with it");
	if (job->paper && job->proves)
		opt_fail("--paper makes no report to carry a --proof");
	if (job->every_bar && by_trades(job))
		opt_fail("--equity bar and --paper need --prices bar");
	if (job->params.judge.loss >= job->params.judge.win)
		opt_fail("--loss-threshold must be below --win-threshold");
	if (job->executions && job->trading)
		opt_fail("--executions trades nothing: --%s does not go with "
			 "it",
		    option_name(job->trading));
}

static void
set_up(struct job *job, const char *const paths[], int n)
{
	char why[512];

	if (intake_init(&job->in) != 0 || counting_init(&job->counting) != 0)
		no_memory();
	job->wanted = job->params.terms.rules;
	for (int i = 0; i < job->grid.combinations; i++) {
		struct rules r = job->params.terms.rules;

		grid_rules(&job->grid, i, &r);
		job->wanted.half_spread |= r.half_spread;
	}
	job->in.rules = &job->wanted;
	job->in.iv = job->params.terms.iv;
	job->in.calendar = job->params.terms.calendar;
	job->in.max_disorder = job->fo.max_disorder;
	simulation_init(&job->sim, &job->params.terms.rules, &job->in.markets);
	teller_init(&job->teller, &job->sim, job->every_bar,
	    job->text || job->verify ? NULL : emit, job);
	if (job->text || job->verify || searches(job))
		job->fo.only = true;
	if (filter_open(&job->f, &job->fo, paths, n, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	check_places(job);
}

static void
start(struct job *job)
{
	*job = (struct job){
	    .params = {.terms.iv = -1,
		.windows = {{30, 60, 90}, 3},
		.now = -1,
		.luck = {.seed = 1},
		.year_days = YEAR_DAYS},
	    .last_price = -1,
	    .proof = proof_new(),
	};
	rules_init(&job->params.terms.rules);
	judge_init(&job->params.judge);
	if (!job->proof)
		die(EXIT_FAIL, "out of memory, or no SHA-256");
}

static void
parse(struct job *job, int argc, char *argv[])
{
	int ch;

	while ((ch = opt_next(argc, argv, &spec)) != -1) {
		if (!filter_option(&job->fo, ch))
			parse_option(job, ch);
		else if (ch == OPT_MAX_DISORDER)
			keep_option(job, ch);
	}
	check_options(job);
	if (job->paper && !job->fo.max_disorder)
		job->fo.max_disorder = LIVE_DISORDER_MS;
}

/* A report is not from here: only options that shape one may be in it. */
static void
check_claimed(const char *path, const char *text)
{
	size_t len = strcspn(text + 2, "=");
	const struct opt *o = opts;

	while (o->ch &&
	       (strncmp(o->name, text + 2, len) != 0 || o->name[len] != '\0'))
		o++;
	if (strncmp(text, "--", 2) != 0 || !o->ch || is_about_output(o->ch))
		die(EXIT_FAIL, "the report in '%s' has an unknown option: '%s'",
		    path, text);
}

/* --verify: takes the options from the report. */
static void
adopt_claim(struct job *job, const char *prog)
{
	struct claim claim;
	const char *path = job->verify;
	char why[CLAIM_WHY], **argv;

	if (job->shapes || job->text || job->csv || job->log_dir || job->counts)
		opt_fail("--verify takes its options from the report");
	if (claim_read(&claim, path, why) != 0)
		die(EXIT_FAIL, "%s", why);
	proof_free(job->proof);
	start(job);
	job->verify = path;
	job->claim = claim;
	job->proves = true;
	argv = calloc((size_t)claim.n + 2, sizeof *argv);
	if (!argv)
		no_memory();
	argv[0] = (char *)prog;
	for (int i = 0; i < claim.n; i++) {
		check_claimed(path, claim.options[i]);
		argv[i + 1] = claim.options[i];
	}
	optind = 0; /* getopt begins anew */
	parse(job, claim.n + 1, argv);
	free(argv);
}

static int
finish(struct job *job, bool failed)
{
	int status;

	counting_finish(&job->counting);
	searched_finish(&job->searched);
	tape_finish(&job->tape);
	grid_finish(&job->grid);
	simulation_finish(&job->sim);
	intake_finish(&job->in);
	proof_free(job->proof);
	status = filter_close(&job->f);
	claim_finish(&job->claim);
	return failed || job->differ ? EXIT_FAIL : status;
}

/* --executions: the exit status. */
static int
review(struct job *job)
{
	struct executions e;
	struct report rep;
	char why[512];
	bool failed;

	check_places(job);
	if (executions_read(
		&e, job->executions, job->fo.strict, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	if (out_open(&job->f.out, STDOUT_FILENO, 0) != 0 ||
	    report_executions(&rep, &job->params, &e) != 0)
		no_memory();
	failed = deliver(job, &rep) != 0;
	if (e.skipped)
		log_warn("executions left out: %" PRId64, e.skipped);
	if (out_close(&job->f.out) != 0) {
		log_error("cannot write output: %s", strerror(errno));
		failed = true;
	}
	executions_finish(&e);
	proof_free(job->proof);
	return failed ? EXIT_FAIL : e.skipped ? EXIT_PARTIAL : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct job job;
	const struct record *r;
	int operands;
	bool failed = false;

	log_init(argv[0]);
	start(&job);
	parse(&job, argc, argv);
	operands = optind;
	if (job.executions && operands < argc)
		opt_fail("--executions reads its own file: '%s' does not go "
			 "with it",
		    argv[operands]);
	if (job.executions)
		return review(&job);
	if (job.verify)
		adopt_claim(&job, argv[0]);
	set_up(&job, (const char *const *)argv + operands, argc - operands);

	while ((r = filter_next(&job.f)))
		take(&job, r);
	if (!reader_failed(job.f.rd) && !job.f.out.error)
		failed = conclude(&job) != 0;
	return finish(&job, failed);
}
