/* SPDX-License-Identifier: MIT */
/* score - score each moment of a market, and write the signals. */

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "base/json.h"
#include "base/log.h"
#include "base/opt.h"
#include "market/calendar.h"
#include "market/filter.h"
#include "market/interval.h"
#include "signal/adaptive.h"
#include "signal/adaptive_setups.h"
#include "signal/classic.h"
#include "signal/context.h"
#include "signal/explain.h"
#include "signal/indicators.h"
#include "signal/profile.h"
#include "signal/recheck.h"
#include "signal/signal.h"
#include "signal/tracker.h"
#include "store/pour.h"

enum {
	OPT_ALL = OPT_FREE,
	OPT_CALENDAR,
	OPT_CHECK_PROFILE,
	OPT_DB,
	OPT_EMIT,
	OPT_EXPLAIN,
	OPT_FLOW,
	OPT_INDICATORS,
	OPT_INTERVAL,
	OPT_MIN_SCORE,
	OPT_PROFILE,
	OPT_SINCE,
	OPT_VERIFY,
};

static const struct opt opts[] = {
    {OPT_ALL, "all", NULL, "write a signal whatever its score"},
    {OPT_CALENDAR, "calendar", "24x7|any",
	"every missing candle is a hole, or only what a gap record names "
	"(by venue)"},
    {OPT_CHECK_PROFILE, "check-profile", "NAME|FILE",
	"say whether a profile can be used, and end"},
    {OPT_DB, "db", "PATH", "the store, for --verify"},
    {OPT_EMIT, "emit", "profile", "write the volume profile of each session"},
    {OPT_EXPLAIN, "explain", "ID",
	"tell people how this signal came about, and end"},
    {OPT_FLOW, "flow", "candles|trades",
	"take flow and volume by price from these (candles)"},
    {OPT_INDICATORS, "indicators", "LIST",
	"write these for each candle, such as sma:20,bb:20:2; no signals "
	"then without --profile"},
    {OPT_INTERVAL, "interval", "INTERVAL",
	"score candles of this interval (that of a symbol's first)"},
    {OPT_MIN_SCORE, "min-score", "SCORE",
	"write signals from this score on, 0-7 (3.5)"},
    {OPT_PROFILE, "profile", "NAME|FILE", "score by this profile (adaptive)"},
    {OPT_SINCE, "since", "TIME", "write own records from this time on"},
    {OPT_VERIFY, "verify", NULL,
	"hold signals in the input, or the store, to what is made of it now"},
    FILTER_OPTS,
    {0},
};

static const struct opt_spec spec = {
    .synopsis =
	"[-oqv] [--all] [--calendar=24x7|any]\n"
	"             [--check-profile=NAME|FILE] [--db=PATH]\n"
	"             [--emit=profile] [--explain=ID] [--flow=candles|trades]\n"
	"             [--indicators=LIST]\n"
	"             [--interval=INTERVAL] [--max-disorder=DURATION]\n"
	"             [--min-score=SCORE] [--profile=NAME|FILE]\n"
	"             [--since=TIME] [--strict] [--verify] [file ...]",
    .summary = "Score candles and contexts; write signals behind them, or "
	       "indicators.",
    .opts = opts,
};

/* What is known of one symbol (of one venue). */
struct market {
	bool candles;   /* has some, of whatever interval */
	int64_t judged; /* those that could be */
	int64_t early;  /* those that could not, for there were too few */
	bool crossed;   /* sma_cross has opened, and not closed since */
	int64_t silent; /* candles behind a hole that were not judged */
	struct tracker tracker;
	struct indicators *indicators; /* NULL: none were asked for */
	struct recheck recheck;
};

enum { TOLD_MAX = 100 }; /* of the signals that differ */

/* How signals were found to be by --verify. */
struct findings {
	int64_t same, differ, other;
};

struct job {
	struct filter filter;
	struct filter_opts fo;
	struct profile profile;
	struct profile classic; /* of contexts */
	bool all;
	bool named;              /* the profile was */
	bool profiles;           /* of volume are written */
	bool trades;             /* make the flow */
	struct study_list *list; /* NULL: no indicators */
	double min_score;
	int64_t since;
	const char *explain; /* the id of a signal, as JSON; NULL: none */
	bool explained;
	bool verify;
	const char *db;
	struct findings findings;
	int interval; /* -1: by symbol */
	enum calendar calendar;
	struct market **markets; /* by record.symbol; NULL: not met */
	int nmarkets;
	struct context context;
	struct signal_writer *writer;
};

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
}

static struct market *
market_new(struct job *job, int symbol)
{
	bool continuous = calendar_continuous(
	    job->calendar, reader_venue(job->filter.rd, symbol));
	struct market *m = calloc(1, sizeof *m);

	if (!m || tracker_init(&m->tracker, &job->profile, job->interval,
		      continuous, job->trades) != 0)
		no_memory();
	if (job->list && !(m->indicators = indicators_new(job->list)))
		no_memory();
	return m;
}

static struct market *
market_of(struct job *job, int symbol)
{
	if (symbol >= job->nmarkets) {
		int n = symbol * 2 + 16;
		struct market **ms =
		    realloc(job->markets, (size_t)n * sizeof *ms);

		if (!ms)
			no_memory();
		for (int i = job->nmarkets; i < n; i++)
			ms[i] = NULL;
		job->markets = ms;
		job->nmarkets = n;
	}
	if (!job->markets[symbol])
		job->markets[symbol] = market_new(job, symbol);
	return job->markets[symbol];
}

/* Tells people of a signal that has the id which is asked for. */
static void
explain(struct job *job, const struct record *signal)
{
	const struct value *id = &signal->v[SIGNAL_ID];
	char *line, *end, *text, why[256];
	size_t len;
	FILE *f;

	if (job->explained || strlen(job->explain) != id->len ||
	    memcmp(job->explain, id->s, id->len) != 0)
		return;
	line = malloc(rec_room(signal));
	f = open_memstream(&text, &len);
	if (!line || !f)
		no_memory();
	end = rec_put(line, signal);
	if (explain_signal(f, line, (size_t)(end - line), why, sizeof why) != 0)
		die(EXIT_FAIL, "cannot explain the signal: %s", why);
	if (fclose(f) != 0)
		no_memory();
	out_write(&job->filter.out, text, len);
	free(text);
	free(line);
	job->explained = true;
}

/* A record of our own, which r has caused. */
static void
emit(struct job *job, const struct record *r, struct record *out)
{
	const char *venue = reader_venue(job->filter.rd, r->symbol);
	const char *symbol = reader_symbol(job->filter.rd, r->symbol);

	if (r->time < job->since)
		return;
	if (*venue)
		rec_set_text(out, M_VENUE, venue, strlen(venue));
	rec_set_text(out, M_SYMBOL, symbol, strlen(symbol));
	if (job->verify && out->type == REC_SIGNAL) {
		if (recheck_made(&market_of(job, r->symbol)->recheck, out) != 0)
			no_memory();
	} else if (job->explain && out->type == REC_SIGNAL) {
		explain(job, out);
	} else if (!job->explain && !job->verify) {
		filter_emit(&job->filter, out);
	}
}

/* A signal that was written once, behind what it was made of. */
static void
verify(struct job *job, const struct record *r)
{
	struct market *m = market_of(job, r->symbol);
	const struct value *id = &r->v[SIGNAL_ID];
	const char *interval =
	    m->tracker.interval < 0
		? NULL
		: interval_name((enum interval)m->tracker.interval);
	enum recheck_result rc;

	if (r->time < job->since)
		return;
	rc = recheck_signal(
	    &m->recheck, &job->profile, job->trades, interval, r);
	if (rc == RECHECK_NOMEM)
		no_memory();
	job->findings.same += rc == RECHECK_SAME;
	job->findings.other += rc == RECHECK_OTHER;
	if (rc == RECHECK_SAME || rc == RECHECK_OTHER ||
	    ++job->findings.differ > TOLD_MAX)
		return;
	log_error(rc == RECHECK_ASTRAY
		      ? "signal %.*s does not stand behind its candle"
		      : "signal %.*s is not what its moment gives now",
	    (int)id->len, id->s);
}

static struct signal_moment
moment_of(
    const struct job *job, const struct record *r, const struct inputs *in)
{
	return (struct signal_moment){
	    .venue = reader_venue(job->filter.rd, r->symbol),
	    .symbol = reader_symbol(job->filter.rd, r->symbol),
	    .ts_ms = r->time,
	    .profile = &job->profile,
	    .trades = job->trades,
	    .in = in,
	};
}

static bool
wanted(const struct job *job, const struct verdict *v)
{
	return job->all || v->score.total >= job->min_score;
}

static void
signal_out(struct job *job, const struct record *r,
    const struct signal_moment *m, const struct verdict *v)
{
	struct record out;

	if (signal_fill(job->writer, &out, m, v) != 0)
		no_memory();
	emit(job, r, &out);
}

/* The rules of the classic method, for contexts whatever the profile is. */
static void
judge_classic(struct job *job, const struct record *r, struct signal_moment *m)
{
	struct verdict v;

	classic_score(m->profile, m->in, &v);
	if (!wanted(job, &v))
		return;
	classic_complete(m->profile, m->in, &v);
	signal_out(job, r, m, &v);
}

/* Behind a cross down a signal closes what the cross up before has opened. */
static void
close_cross(struct job *job, struct market *mk, const struct record *r,
    const struct signal_moment *m)
{
	struct record out;

	if (!mk->crossed || !adaptive_crosses_down(m->profile, m->in))
		return;
	mk->crossed = false;
	if (signal_close(job->writer, &out, m) != 0)
		no_memory();
	emit(job, r, &out);
}

static void
judge_adaptive(struct job *job, struct market *mk, const struct record *r,
    struct signal_moment *m)
{
	struct ranks *ranks = &mk->tracker.ranks;
	struct verdict v;

	m->ranks = ranks;
	mk->silent += mk->tracker.holes > 0 && !ranks_warm(ranks);
	mk->judged += ranks_warm(ranks);
	mk->early += !ranks_warm(ranks);
	if (adaptive_score(m->profile, ranks, m->in, job->all, &v) &&
	    wanted(job, &v)) {
		if (v.setup.kind == SETUP_SMA_CROSS)
			mk->crossed = true;
		adaptive_complete(m->profile, m->in, &v);
		signal_out(job, r, m, &v);
	}
	close_cross(job, mk, r, m);
}

/* Whether signals are wanted: not where only indicators are. */
static bool
scores(const struct job *job)
{
	return !job->list || job->named;
}

static void
take_context(struct job *job, const struct record *r)
{
	struct signal_moment m;
	const char *why;
	struct inputs in;
	int rc = context_read(&job->context, r, &in, &why);

	if (rc < 0)
		no_memory();
	if (rc > 0) {
		reader_reject(job->filter.rd, why);
		return;
	}
	filter_pass(&job->filter, r);
	if (!scores(job) || job->verify)
		return;
	m = moment_of(job, r, &in);
	m.profile = &job->classic;
	judge_classic(job, r, &m);
}

static void
tell_profile(struct job *job, struct market *m, const struct record *r)
{
	struct record out;
	int rc = auction_profile(&m->tracker.auction, r->time, &out);

	if (rc < 0)
		no_memory();
	if (rc > 0)
		emit(job, r, &out);
}

static void
tell_indicators(struct job *job, struct market *m, const struct record *r)
{
	struct record out;

	if (indicators_candle(m->indicators, &m->tracker, r, &out))
		emit(job, r, &out);
}

static void
judge(struct job *job, struct market *mk, const struct record *r,
    const struct inputs *in)
{
	struct signal_moment m = moment_of(job, r, in);

	m.interval = interval_name((enum interval)r->v[CANDLE_INTERVAL].i);
	if (job->profile.method == METHOD_ADAPTIVE)
		judge_adaptive(job, mk, r, &m);
	else
		judge_classic(job, r, &m);
}

static void
take_candle(struct job *job, struct market *m, const struct record *r)
{
	unsigned starts = m->tracker.starts;
	struct inputs in;
	int rc;

	m->candles = true;
	if (!scores(job) && !job->profiles && !job->trades) {
		if (tracker_bar(&m->tracker, r))
			tell_indicators(job, m, r);
		return;
	}
	rc = tracker_candle(&m->tracker, r, &in);
	if (rc < 0)
		no_memory();
	if (m->tracker.starts != starts)
		m->crossed = false;
	if (rc == 0)
		return;
	recheck_begin(&m->recheck, r->time);
	if (job->profiles)
		tell_profile(job, m, r);
	if (m->indicators)
		tell_indicators(job, m, r);
	if (scores(job))
		judge(job, m, r, &in);
}

static void
take_other(struct market *m, const struct record *r)
{
	unsigned starts = m->tracker.starts;

	if (tracker_take(&m->tracker, r) != 0)
		no_memory();
	if (m->tracker.starts != starts)
		m->crossed = false;
	if (m->indicators && indicators_sample(m->indicators, r) != 0)
		no_memory();
}

static void
take(struct job *job, const struct record *r)
{
	if (r->type == REC_CONTEXT) {
		take_context(job, r);
		return;
	}
	filter_pass(&job->filter, r);
	switch (r->type) {
	case REC_SIGNAL:
		if (job->explain)
			explain(job, r);
		if (job->verify)
			verify(job, r);
		break;
	case REC_CANDLE:
		take_candle(job, market_of(job, r->symbol), r);
		break;
	case REC_TRADE:
		if (!job->trades)
			break;
		/* fall through */
	case REC_PREMIUM:
	case REC_OPEN_INTEREST:
	case REC_FUNDING:
	case REC_MARK:
	case REC_BOOK:
	case REC_LIQUIDATION:
	case REC_GAP:
		if (rec_has(r, M_SYMBOL))
			take_other(market_of(job, r->symbol), r);
		break;
	default:
		break;
	}
}

static void
load_profile(struct profile *p, const char *name)
{
	char why[512];

	if (profile_load(p, name, why, sizeof why) != 0)
		die(EXIT_USAGE, "%s", why);
}

static void
set_profile(struct job *job, const char *name)
{
	load_profile(&job->profile, name);
	job->named = true;
}

/* Ends the process. */
static void
check_profile(struct job *job, const char *name)
{
	const struct profile *p = &job->profile;

	load_profile(&job->profile, name);
	printf("%s: %s, sha256 %s, a moment rests on %d candles at most and on "
	       "the session before\n",
	    p->name, p->method == METHOD_CLASSIC ? "classic" : "adaptive",
	    p->hash, profile_history(p));
	if (io_close_stdout() != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	exit(EXIT_OK);
}

static void
set_indicators(struct job *job, const char *text)
{
	char why[256];

	study_list_free(job->list);
	job->list = study_list_new(text, why, sizeof why);
	if (!job->list)
		opt_fail("bad value for --indicators: %s", why);
}

static void
set_flow(struct job *job, const char *text)
{
	job->trades = strcmp(text, "trades") == 0;
	if (!job->trades && strcmp(text, "candles") != 0)
		opt_fail("bad value '%s' for --flow: candles or trades is "
			 "expected",
		    text);
}

/* Nothing but the text is written then. */
static void
set_explain(struct job *job, const char *id)
{
	size_t len = strlen(id);
	char *json = malloc(6 * len + 3);

	if (!json)
		no_memory();
	*json_put_string(json, id, len) = '\0';
	job->explain = json;
	job->fo.only = job->all = true;
}

static void
set_emit(struct job *job, const char *text)
{
	if (strcmp(text, "profile") != 0 && strcmp(text, "profiles") != 0)
		opt_fail(
		    "bad value '%s' for --emit: profile is expected", text);
	job->profiles = true;
}

static void
read_options(struct job *job, int argc, char *argv[])
{
	int ch;

	while ((ch = opt_next(argc, argv, &spec)) != -1) {
		if (filter_option(&job->fo, ch))
			continue;
		switch (ch) {
		case OPT_ALL:
			job->all = true;
			break;
		case OPT_CALENDAR:
			job->calendar = filter_calendar(optarg);
			break;
		case OPT_DB:
			job->db = optarg;
			break;
		case OPT_VERIFY:
			job->verify = job->all = job->fo.only = true;
			break;
		case OPT_EMIT:
			set_emit(job, optarg);
			break;
		case OPT_EXPLAIN:
			set_explain(job, optarg);
			break;
		case OPT_FLOW:
			set_flow(job, optarg);
			break;
		case OPT_SINCE:
			job->since = opt_time("since", optarg);
			break;
		case OPT_INDICATORS:
			set_indicators(job, optarg);
			break;
		case OPT_INTERVAL:
			job->interval = (int)filter_interval(optarg);
			break;
		case OPT_MIN_SCORE:
			job->min_score = opt_num("min-score", optarg, 0, 7);
			break;
		case OPT_CHECK_PROFILE:
			check_profile(job, optarg);
			break;
		case OPT_PROFILE:
			set_profile(job, optarg);
			break;
		}
	}
}

/* A wrong --interval looks like a market without signals. */
static void
warn_unscored(const struct job *job, const char *name, const struct market *m)
{
	if (job->interval >= 0 && m->candles && !m->tracker.seen)
		log_warn("'%s': none of its candles is of interval %s", name,
		    interval_name((enum interval)job->interval));
	if (m->early > 0 && m->judged == 0)
		log_warn("'%s': its %lld candles are too few: the profile "
			 "ranks each among those before it",
		    name, (long long)m->early);
	if (m->tracker.holes > 0)
		log_warn("'%s': holes in its candles: %lld; nothing is "
			 "computed across them, candles not judged behind "
			 "them: %lld",
		    name, (long long)m->tracker.holes, (long long)m->silent);
}

static void
job_finish(struct job *job)
{
	for (int i = 0; i < job->nmarkets; i++) {
		struct market *m = job->markets[i];

		if (!m)
			continue;
		if (!reader_failed(job->filter.rd))
			warn_unscored(job, reader_symbol(job->filter.rd, i), m);
		tracker_finish(&m->tracker);
		indicators_free(m->indicators);
		recheck_finish(&m->recheck);
		free(m);
	}
	free(job->markets);
	study_list_free(job->list);
	context_finish(&job->context);
	signal_writer_free(job->writer);
	free((void *)job->explain);
}

/* The store's records come in by the standard input. */
static pid_t
pour_in(const struct job *job)
{
	struct store_query q = store_query_all;
	char why[STORE_WHY];
	int fd, status;
	pid_t pid;

	q.types = 1U << REC_CANDLE | 1U << REC_PREMIUM |
		  1U << REC_OPEN_INTEREST | 1U << REC_FUNDING | 1U << REC_MARK |
		  1U << REC_BOOK | 1U << REC_LIQUIDATION | 1U << REC_GAP |
		  1U << REC_SIGNAL;
	if (job->trades)
		q.types |= 1U << REC_TRADE;
	pid = pour_start(job->db, &q, &fd, &status, why);
	if (pid < 0)
		die(status, "%s", why);
	if (dup2(fd, 0) < 0)
		die(EXIT_FAIL, "cannot read the store: %s", strerror(errno));
	close(fd);
	return pid;
}

/* 0, or EXIT_FAIL: some are not what they should be. */
static int
report_findings(const struct job *job)
{
	const struct findings *f = &job->findings;
	char text[256];
	int len = snprintf(text, sizeof text,
	    "signals: %lld the same, %lld differ, %lld of other profiles or "
	    "moments\n",
	    (long long)f->same, (long long)f->differ, (long long)f->other);

	out_write((struct out *)&job->filter.out, text, (size_t)len);
	return f->differ ? EXIT_FAIL : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	struct job job = {.min_score = 3.5, .since = INT64_MIN, .interval = -1};
	const struct record *r;
	char why[256];
	int status, found = EXIT_OK;
	pid_t pid = -1;

	log_init(argv[0]);
	read_options(&job, argc, argv);
	if (!job.named)
		load_profile(&job.profile, "adaptive");
	if (job.profile.method == METHOD_CLASSIC)
		job.classic = job.profile;
	else
		load_profile(&job.classic, "classic");
	job.writer = signal_writer_new();
	if (!job.writer)
		no_memory();
	if (job.db && (!job.verify || argc > optind))
		opt_fail("--db goes with --verify, and with no file");
	if (job.verify && (job.explain || job.list || job.profiles))
		opt_fail("--verify goes without --emit, --explain and "
			 "--indicators");
	if (job.db)
		pid = pour_in(&job);
	if (filter_open(&job.filter, &job.fo,
		(const char *const *)argv + optind, argc - optind, why,
		sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	while (!job.explained && (r = filter_next(&job.filter)))
		take(&job, r);
	if (job.explain && !job.explained && !reader_failed(job.filter.rd))
		die(EXIT_FAIL, "there is no signal %s in the input",
		    job.explain);
	if (job.verify && !reader_failed(job.filter.rd))
		found = report_findings(&job);
	job_finish(&job);
	status = filter_close(&job.filter);
	if (pid > 0 && pour_end(pid) != 0)
		status = EXIT_FAIL;
	return found ? found : status;
}
