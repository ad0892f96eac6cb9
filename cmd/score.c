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
#include "market/filter.h"
#include "score/complain.h"
#include "signal/explain.h"
#include "signal/profile.h"
#include "signal/scorer.h"
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

enum { TOLD_MAX = 100 }; /* of the signals that differ */

/* How signals were found to be by --verify. */
struct findings {
	int64_t same, differ, other;
};

/* Of the latest record's market. */
struct names {
	int number; /* record.symbol; -1: of none yet */
	const char *venue, *symbol;
};

struct job {
	struct filter filter;
	struct filter_opts fo;
	struct profile profile;
	struct profile classic;  /* of contexts */
	bool named;              /* the profile was */
	const char *choice;      /* of signals, by score; NULL: none */
	struct study_list *list; /* NULL: no indicators */
	int64_t since;
	const char *explain; /* the id of a signal, as JSON; NULL: none */
	bool explained;
	const char *db;
	struct findings findings;
	struct scorer_params params;
	struct scorer *scorer;
	struct names names;
};

static void
no_memory(void)
{
	die(EXIT_FAIL, "out of memory");
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

/* A record of our own. */
static void
emit(void *arg, const struct record *cause, struct record *out)
{
	struct job *job = arg;

	if (cause->time < job->since)
		return;
	if (!job->explain)
		filter_emit(&job->filter, out);
	else if (out->type == REC_SIGNAL)
		explain(job, out);
}

static void
learn_names(struct names *n, const struct reader *rd, int number)
{
	if (number == n->number)
		return;
	*n = (struct names){
	    number, reader_venue(rd, number), reader_symbol(rd, number)};
}

/* Where indicators go. */
static struct out *
indicators_out(void *arg, const struct record *cause)
{
	struct job *job = arg;
	bool wanted = cause->time >= job->since && !job->explain;

	return wanted ? &job->filter.out : NULL;
}

/* A signal that was written once, behind what it was made of. */
static void
verify(struct job *job, const struct record *r)
{
	const struct value *id = &r->v[SIGNAL_ID];
	enum recheck_result rc;

	if (r->time < job->since)
		return;
	rc = scorer_verify(job->scorer, r, job->names.venue, job->names.symbol);
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

static void
take(struct job *job, const struct record *r)
{
	struct reader *rd = job->filter.rd;
	const char *why;
	int rc = scorer_check(job->scorer, r, &why);

	if (rc < 0)
		no_memory();
	if (rc == 0) {
		reader_reject(rd, why);
		return;
	}
	filter_pass(&job->filter, r);
	if (r->symbol < 0) /* of no type that we know */
		return;
	learn_names(&job->names, rd, r->symbol);
	if (r->type == REC_SIGNAL && job->explain)
		explain(job, r);
	if (r->type == REC_SIGNAL && job->params.verify)
		verify(job, r);
	if (scorer_take(job->scorer, r, job->names.venue, job->names.symbol) !=
	    0)
		no_memory();
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
	job->params.trades = strcmp(text, "trades") == 0;
	if (!job->params.trades && strcmp(text, "candles") != 0)
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
	job->fo.only = job->params.all = true;
}

static void
set_emit(struct job *job, const char *text)
{
	if (strcmp(text, "profile") != 0 && strcmp(text, "profiles") != 0)
		opt_fail(
		    "bad value '%s' for --emit: profile is expected", text);
	job->params.profiles = true;
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
			job->choice = "--all";
			job->params.all = true;
			break;
		case OPT_CALENDAR:
			job->params.calendar = filter_calendar(optarg);
			break;
		case OPT_DB:
			job->db = optarg;
			break;
		case OPT_VERIFY:
			job->params.verify = job->params.all = true;
			job->fo.only = true;
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
			job->params.interval = (int)filter_interval(optarg);
			break;
		case OPT_MIN_SCORE:
			job->choice = "--min-score";
			job->params.min_score =
			    opt_num("min-score", optarg, 0, 7);
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

static void
job_finish(struct job *job)
{
	struct reader *rd = job->filter.rd;
	struct scorer_counts counts;

	for (int i = 0; !reader_failed(rd) && i < reader_symbols(rd); i++)
		if (scorer_counts(job->scorer, i, &counts))
			complain(&job->params, reader_symbol(rd, i), &counts);
	scorer_free(job->scorer);
	study_list_free(job->list);
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
	if (job->params.trades)
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

/* What the options mean together. */
static void
start(struct job *job)
{
	struct scorer_params *p = &job->params;

	if (!job->named)
		load_profile(&job->profile, "adaptive");
	if (job->profile.method == METHOD_CLASSIC)
		job->classic = job->profile;
	else
		load_profile(&job->classic, "classic");
	p->profile = &job->profile;
	p->classic = &job->classic;
	p->list = job->list;
	p->signals = !job->list || job->named;
	p->emit = emit;
	p->indicators = indicators_out;
	p->arg = job;
	if (p->verify && (job->explain || job->list || p->profiles))
		opt_fail("--verify goes without --emit, --explain and "
			 "--indicators");
	if (!p->signals && job->choice)
		opt_fail("%s goes with --indicators only beside --profile: "
			 "there are no signals else",
		    job->choice);
	job->scorer = scorer_new(p);
	if (!job->scorer)
		no_memory();
}

int
main(int argc, char *argv[])
{
	struct job job = {.since = INT64_MIN,
	    .params = {.min_score = 3.5, .interval = -1},
	    .names = {.number = -1}};
	const struct record *r;
	char why[256];
	int status, found = EXIT_OK;
	pid_t pid = -1;

	log_init(argv[0]);
	read_options(&job, argc, argv);
	if (job.db && (!job.params.verify || argc > optind))
		opt_fail("--db goes with --verify, and with no file");
	start(&job);
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
	if (job.params.verify && !reader_failed(job.filter.rd))
		found = report_findings(&job);
	job_finish(&job);
	status = filter_close(&job.filter);
	if (pid > 0 && pour_end(pid) != 0)
		status = EXIT_FAIL;
	return found ? found : status;
}
