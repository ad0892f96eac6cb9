/* SPDX-License-Identifier: MIT */
/* backtest - signals and candles to fills, positions, equity and a report. */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/log.h"
#include "base/map.h"
#include "base/opt.h"
#include "market/filter.h"
#include "market/interval.h"
#include "sim/broker.h"
#include "sim/curve.h"
#include "sim/ledger.h"
#include "sim/report.h"

enum {
	OPT_CALENDAR = OPT_FREE,
	OPT_CASH,
	OPT_CSV,
	OPT_FEE,
	OPT_FORMAT,
	OPT_INTERVAL,
	OPT_NOW,
	OPT_SLIPPAGE,
	OPT_WINDOWS,
};

static const struct opt opts[] = {
    {OPT_CALENDAR, "calendar", "24x7|any",
	"whether a missing bar is a hole (by venue)"},
    {OPT_CASH, "cash", "N", "what the account begins with (10000)"},
    {OPT_CSV, "csv", "FILE", "write the windows as CSV, too"},
    {OPT_FEE, "fee", "F", "a side's fee, a fraction of its value (0)"},
    {OPT_FORMAT, "format", "json|text",
	"records, or a table for people (json)"},
    {OPT_INTERVAL, "interval", "INTERVAL",
	"trade on these candles (each symbol's first)"},
    {OPT_NOW, "now", "TIME", "end of the windows (the last record)"},
    {OPT_SLIPPAGE, "slippage", "BPS",
	"buy higher and sell lower by this, in 1/10000 (0)"},
    {OPT_WINDOWS, "windows", "DAYS,...", "days to report on (30,60,90)"},
    FILTER_OPTS,
    {0},
};
static const struct opt_spec spec = {
    .synopsis = "[-oqv] [--calendar=24x7|any] [--cash=N] [--csv=FILE]\n"
		"                [--fee=F] [--format=json|text] "
		"[--interval=INTERVAL]\n"
		"                [--max-disorder=DURATION] [--now=TIME]\n"
		"                [--slippage=BPS] [--strict]\n"
		"                [--windows=DAYS,...] [file ...]",
    .summary = "Trade the signals on the candles that follow them, and "
	       "report.",
    .opts = opts,
};

struct job {
	struct filter_opts fo;
	struct filter f;
	struct report_params params;
	struct report_input input;
	struct broker broker;
	struct curve curve;
	struct map *setups;
	const char *csv;
	bool text;

	int64_t time; /* of the candles that are simulated; -1: none yet */
	bool exposed; /* a position was held at this time */
	bool filled;  /* this line filled an order */
	int64_t told; /* time of the last equity record; -1: stale */
};

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

static void
parse_option(struct job *job, int ch)
{
	struct report_params *p = &job->params;

	switch (ch) {
	case OPT_CALENDAR:
		p->rules.calendar = filter_calendar(optarg);
		break;
	case OPT_CASH:
		p->cash = opt_num("cash", optarg, 1e-8, 1e15);
		break;
	case OPT_CSV:
		job->csv = optarg;
		break;
	case OPT_FEE:
		p->rules.fee = opt_num("fee", optarg, 0, 1);
		break;
	case OPT_FORMAT:
		job->text = format_is_text(optarg);
		break;
	case OPT_INTERVAL:
		p->rules.iv = (int)filter_interval(optarg);
		break;
	case OPT_NOW:
		p->now = opt_time("now", optarg);
		break;
	case OPT_SLIPPAGE:
		p->slippage_bps = opt_num("slippage", optarg, 0, 9999);
		p->rules.slippage = p->slippage_bps / 10000;
		break;
	case OPT_WINDOWS:
		if (window_list_parse(&p->windows, optarg) != 0)
			opt_fail("bad value '%s' for --windows: at most %d "
				 "numbers of days, 1 to %d, with commas "
				 "between them are expected",
			    optarg, WINDOWS_MAX, WINDOW_DAYS_MAX);
		break;
	}
}

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
}

static void
on_fill(void *arg, const struct fill *f)
{
	struct job *job = arg;
	struct record r;

	job->filled = job->exposed = true;
	if (job->text)
		return;
	ledger_fill(&r, f, job->time);
	filter_emit(&job->f, &r);
	ledger_position(
	    &r, f, portfolio_equity(&job->broker.account), job->time);
	filter_emit(&job->f, &r);
}

static void
emit_equity(struct job *job, int64_t time)
{
	struct record r;

	job->told = time;
	if (job->text)
		return;
	ledger_equity(&r, &job->broker.account, job->curve.peak, time);
	filter_emit(&job->f, &r);
}

/* All candles of this time are in: the account is worth what it is worth. */
static void
end_slice(struct job *job)
{
	struct portfolio *p = &job->broker.account;

	if (curve_push(&job->curve, job->time, portfolio_equity(p)) != 0)
		no_memory();
	job->input.slices++;
	job->input.exposed += job->exposed || p->n > 0;
	job->exposed = false;
}

/* Moves on to the time of a candle; a day that ends has its equity told. */
static void
advance(struct job *job, int64_t time)
{
	int64_t day_end = (job->time / DAY_MS + 1) * DAY_MS - 1;

	if (time <= job->time)
		return;
	if (job->time >= 0) {
		end_slice(job);
		if (time > day_end && job->told != day_end)
			emit_equity(job, day_end);
	}
	job->time = time;
}

static struct market *
market_of(struct job *job, const struct record *r)
{
	const char *venue = reader_venue(job->f.rd, r->symbol);
	const char *name = reader_symbol(job->f.rd, r->symbol);
	struct markets *ms = &job->broker.markets;
	struct market *m;

	if (r->type == REC_CANDLE)
		m = markets_candle(ms, r->symbol, venue, name);
	else
		m = markets_other(ms, r->symbol, venue, name);
	if (!m)
		no_memory();
	return m;
}

/*
 * Why a candle cannot be simulated, or NULL.  What the reader lets pass may
 * still be a bar for the second time, or of a time that the account, which
 * all symbols share, has left behind.
 */
static const char *
refusal(const struct job *job, const struct market *m, const struct record *r)
{
	if (r->v[CANDLE_OPEN_TIME].i <= m->last_open)
		return "bar is not after the last one of its symbol";
	if (r->time < job->time - job->fo.max_disorder)
		return "candle is older than that of another symbol before it";
	return NULL;
}

static void
take_candle(struct job *job, struct market *m, const struct record *r)
{
	advance(job, r->time);
	filter_pass(&job->f, r);
	job->input.symbols += m->bars == 0;
	job->input.bars++;
	job->filled = false;
	job->told = -1;
	if (broker_candle(&job->broker, m, r) != 0)
		no_memory();
	if (job->filled)
		emit_equity(job, job->time);
}

static void
take_signal(struct job *job, const struct record *r)
{
	const struct value *name = &r->v[SIGNAL_SETUP];
	int setup = -1;

	if (rec_has(r, SIGNAL_SETUP)) {
		setup = map_intern(job->setups, name->s, name->len);
		if (setup < 0)
			no_memory();
	}
	if (broker_signal(&job->broker, market_of(job, r), r, setup) != 0)
		no_memory();
}

/* Counts a record and notes its time, unless it is of the machine's clock. */
static void
note(struct report_input *in, const struct record *r)
{
	in->records++;
	switch (r->type) {
	case REC_FEED:
	case REC_METRIC:
	case REC_ALERT:
	case REC_SUMMARY:
	case REC_OTHER:
		break;
	default:
		if (in->first < 0 || r->time < in->first)
			in->first = r->time;
		if (r->time > in->last)
			in->last = r->time;
	}
}

static void
take(struct job *job, const struct record *r)
{
	if (r->type == REC_CANDLE) {
		struct market *m = market_of(job, r);

		if (broker_uses(&job->broker, m, r)) {
			const char *why = refusal(job, m, r);

			if (why) {
				reader_reject(job->f.rd, why);
				return;
			}
			note(&job->input, r);
			take_candle(job, m, r);
			return;
		}
	}
	note(&job->input, r);
	filter_pass(&job->f, r);
	if (r->type == REC_SIGNAL)
		take_signal(job, r);
	else if (r->type == REC_GAP && rec_has(r, M_SYMBOL))
		broker_gap(&job->broker, market_of(job, r), r);
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
print_record(struct job *job, const struct report *rep)
{
	struct record r;
	char *text;

	if (report_record(rep, &r, &text) != 0)
		no_memory();
	filter_emit(&job->f, &r);
	free(text);
}

/* A wrong --interval looks like a strategy without trades. */
static void
warn_untraded(const struct job *job)
{
	int iv = job->params.rules.iv;

	for (int i = 0; i < job->broker.markets.n && iv >= 0; i++) {
		const struct market *m = job->broker.markets.at[i];

		/* It has an interval as soon as it has a candle. */
		if (m->iv >= 0 && m->bars == 0)
			log_warn("'%s': none of its candles is of interval %s",
			    m->name, interval_name((enum interval)iv));
	}
}

/* 0, or -1 after a message: the CSV file could not be written. */
static int
conclude(struct job *job)
{
	struct newfile *csv;
	struct report rep;

	warn_untraded(job);
	if (job->time >= 0)
		end_slice(job);
	job->input.skipped = reader_skipped(job->f.rd);
	report_make(&rep, &job->params, &job->input, &job->broker, &job->curve,
	    job->setups);
	if (job->text)
		print_text(job, &rep);
	else
		print_record(job, &rep);
	if (!job->csv)
		return 0;
	csv = newfile_open(job->csv);
	if (csv) {
		report_csv(&rep, newfile_stream(csv));
		if (newfile_commit(csv) == 0)
			return 0;
	}
	log_error("cannot write '%s': %s", job->csv, strerror(errno));
	return -1;
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
set_up(struct job *job, const char *const paths[], int n)
{
	char why[512];

	job->setups = map_new();
	if (!job->setups)
		no_memory();
	broker_init(&job->broker, &job->params.rules, job->params.cash);
	job->broker.filled = on_fill;
	job->broker.arg = job;
	curve_init(&job->curve, job->params.cash);
	if (job->text)
		job->fo.only = true;
	if (filter_open(&job->f, &job->fo, paths, n, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	if (job->csv)
		check_csv(job->csv);
}

int
main(int argc, char *argv[])
{
	struct job job = {
	    .params = {.cash = 10000,
		.rules = {.iv = -1},
		.windows = {{30, 60, 90}, 3},
		.now = -1},
	    .input = {.first = -1, .last = -1},
	    .time = -1,
	    .told = -1,
	};
	const struct record *r;
	int ch, status;
	bool failed = false;

	log_init(argv[0]);
	while ((ch = opt_next(argc, argv, &spec)) != -1)
		if (!filter_option(&job.fo, ch))
			parse_option(&job, ch);
	set_up(&job, (const char *const *)argv + optind, argc - optind);

	while ((r = filter_next(&job.f)))
		take(&job, r);
	if (!reader_failed(job.f.rd) && !job.f.out.error)
		failed = conclude(&job) != 0;

	broker_finish(&job.broker);
	curve_finish(&job.curve);
	map_free(job.setups);
	status = filter_close(&job.f);
	return failed ? EXIT_FAIL : status;
}
