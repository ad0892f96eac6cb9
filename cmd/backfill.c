/* SPDX-License-Identifier: MIT */
/*
 * backfill - history from the exchange, by its archive and REST interface,
 * into the store.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "base/opt.h"
#include "base/stop.h"
#include "history/emit.h"
#include "history/prove.h"
#include "history/quote.h"
#include "history/request.h"
#include "history/run.h"
#include "history/summary.h"
#include "net/http.h"
#include "store/store.h"

enum {
	OPT_ARCHIVE_URL = 256,
	OPT_DATASETS,
	OPT_DB,
	OPT_EMIT,
	OPT_FULL_REFRESH,
	OPT_INTERVAL,
	OPT_NOW,
	OPT_OI_PERIOD,
	OPT_OUTPUT,
	OPT_PLAN,
	OPT_REST_URL,
	OPT_RESUME,
	OPT_REVERIFY,
	OPT_SINCE,
	OPT_SKIP_CANDLES, /* and so on, by enum dataset */
	OPT_SOURCE = OPT_SKIP_CANDLES + DATASETS,
	OPT_SUMMARY,
	OPT_SYMBOL,
	OPT_UNTIL,
	OPT_VENUE,
	OPT_WINDOW_DAYS,
};

static const struct opt opts[] = {
    {OPT_ARCHIVE_URL, "archive-url", "URL",
	"where the archive is: https, http or file "
	"(https://data.binance.vision)"},
    {OPT_DATASETS, "datasets", "NAME[,...]",
	"candles, trades, open_interest, funding, premium (the first four; "
	"of binance-spot the first two)"},
    {OPT_DB, "db", "PATH", "the store (default: $TICKPIPE_DB)"},
    {OPT_EMIT, "emit", "TYPE[,...]",
	"write these records of the range to stdout, stored ones too; fetch "
	"only these, unless --datasets says more"},
    {OPT_FULL_REFRESH, "full-refresh", NULL,
	"fetch what the store has, too; nothing is deleted"},
    {OPT_INTERVAL, "interval", "INTERVAL[,...]", "of the candles (1m)"},
    {OPT_NOW, "now", "TIME", "take this for the time of day"},
    {OPT_OI_PERIOD, "oi-period", "INTERVAL", "of the open interest (5m)"},
    {OPT_OUTPUT, "output", "DIR", "write the series to JSONL files too"},
    {OPT_PLAN, "plan", NULL, "say what would be fetched, and fetch nothing"},
    {OPT_REST_URL, "rest-url", "URL",
	"where the REST interface is (the venue's own)"},
    {OPT_RESUME, "resume", NULL, "fetch only what is lacking (default)"},
    {OPT_REVERIFY, "reverify", "DURATION",
	"fetch files again that the archive has replaced in so long"},
    {OPT_SINCE, "since", "TIME", "from here on"},
    {OPT_SKIP_CANDLES + DATA_CANDLES, "skip-candles", NULL, "no candles"},
    {OPT_SKIP_CANDLES + DATA_FUNDING, "skip-funding", NULL, "no funding"},
    {OPT_SKIP_CANDLES + DATA_OPEN_INTEREST, "skip-open-interest", NULL,
	"no open interest"},
    {OPT_SKIP_CANDLES + DATA_PREMIUM, "skip-premium", NULL, "no premium"},
    {OPT_SKIP_CANDLES + DATA_TRADES, "skip-trades", NULL, "no trades"},
    {OPT_SOURCE, "source", "auto|archive|rest",
	"where to fetch from (auto: files where there are, else REST)"},
    {OPT_SUMMARY, "summary", "FILE", "keep the summary there too"},
    {OPT_SYMBOL, "symbol", "SYMBOL[,...]", "which markets"},
    {OPT_UNTIL, "until", "TIME", "up to here, not included (now)"},
    {OPT_VENUE, "venue", "VENUE", "binance-um (default) or binance-spot"},
    {OPT_WINDOW_DAYS, "window-days", "DAYS",
	"so many days before --until, instead of --since (90)"},
    {0},
};

static const struct opt_spec spec = {
    .synopsis =
	"[-qv] [--venue VENUE] --symbol SYMBOL[,...] "
	"[--datasets NAME[,...]] [--since TIME] [--until TIME] "
	"[option ...]\n"
	"       backfill verify|gaps [--db PATH] [--symbol SYMBOL[,...]] "
	"[option ...]",
    .summary = "Fetch the history of markets into the store; what it holds is "
	       "not fetched again.",
    .opts = opts,
    .more = "verify proves the store against what it says it holds; gaps "
	    "lists what is missing.",
};

enum { WINDOW_DAYS = 90, WINDOW_DAYS_MAX = 36500 };

#define YEAR_1980_MS INT64_C(315532800000)

enum verb { VERB_FETCH, VERB_VERIFY, VERB_GAPS };

struct job {
	struct request req;
	enum verb verb;
	const char *db, *output, *summary;
	const char *since_text, *until_text, *now_text;
	int64_t window_days;      /* 0: not given */
	const char *fetch_option; /* one of no use to verify and gaps */
	bool plan, resume;
};

static void
judge(const char *option, const char *why)
{
	if (why)
		opt_fail("bad --%s: %s", option, why);
}

/* A URL without slashes at its end. */
static const char *
url_of(const char *option, char *url)
{
	const char *why = http_check(url);
	size_t len = strlen(url);

	if (why)
		opt_fail("bad --%s '%.*s': %s", option,
		    strchr(url, '@') ? 0 : (int)len, url, why);
	while (len > 0 && url[len - 1] == '/')
		url[--len] = '\0';
	return url;
}

static void
take_option(struct job *job, int ch)
{
	struct request *q = &job->req;

	switch (ch) {
	case OPT_ARCHIVE_URL:
		q->archive = url_of("archive-url", optarg);
		break;
	case OPT_DATASETS:
		judge("datasets", request_datasets(&q->datasets, optarg));
		break;
	case OPT_DB:
		job->db = optarg;
		break;
	case OPT_EMIT:
		judge("emit", request_datasets(&q->emit, optarg));
		break;
	case OPT_FULL_REFRESH:
		q->all = true;
		break;
	case OPT_INTERVAL:
		judge("interval", request_intervals(q, optarg));
		break;
	case OPT_NOW:
		job->now_text = optarg;
		break;
	case OPT_OI_PERIOD:
		judge("oi-period", request_period(q, optarg));
		break;
	case OPT_OUTPUT:
		job->output = optarg;
		break;
	case OPT_PLAN:
		job->plan = true;
		break;
	case OPT_REST_URL:
		q->rest = url_of("rest-url", optarg);
		break;
	case OPT_RESUME:
		job->resume = true;
		break;
	case OPT_REVERIFY:
		q->reverify = opt_duration("reverify", optarg);
		break;
	case OPT_SINCE:
		job->since_text = optarg;
		break;
	case OPT_SOURCE:
		judge("source", request_source(q, optarg));
		break;
	case OPT_SUMMARY:
		job->summary = optarg;
		break;
	case OPT_SYMBOL:
		judge("symbol", request_symbols(q, optarg));
		break;
	case OPT_UNTIL:
		job->until_text = optarg;
		break;
	case OPT_VENUE:
		judge("venue", request_venue(q, optarg));
		break;
	case OPT_WINDOW_DAYS:
		job->window_days =
		    opt_int("window-days", optarg, 1, WINDOW_DAYS_MAX);
		break;
	default:
		q->skip |= UINT32_C(1) << (ch - OPT_SKIP_CANDLES);
		break;
	}
}

/* Seconds since the epoch, or days without their d, would be 1970. */
static int64_t
since_of(const char *text)
{
	int64_t ms = opt_time("since", text);

	if (ms > 0 && ms < YEAR_1980_MS &&
	    text[strspn(text, "0123456789")] == '\0')
		opt_fail("bad --since '%s': that is in the year %d; "
			 "milliseconds are wanted, or such as 90d",
		    text, 1970 + (int)(ms / (365 * DAY_MS)));
	return ms;
}

/* After all options: relative times count from --now. */
static void
set_range(struct job *job)
{
	struct request *q = &job->req;
	int64_t days = job->window_days ? job->window_days : WINDOW_DAYS, now;

	if (job->now_text)
		clock_set(opt_time("now", job->now_text));
	q->clock_set = job->now_text;
	now = clock_now();
	q->until = job->until_text ? opt_time("until", job->until_text) : now;
	if (job->since_text && job->window_days)
		opt_fail("--since and --window-days exclude each other");
	if (job->since_text)
		q->since = since_of(job->since_text);
	else
		q->since =
		    q->until > days * DAY_MS ? q->until - days * DAY_MS : 0;
	if (q->since >= q->until)
		opt_fail("--since is not before %s",
		    job->until_text ? "--until" : "now");
	if (q->until > now)
		q->until = now; /* what is later is not closed */
	if (q->since >= q->until)
		opt_fail("--since is not before now");
}

/* Of verify and gaps: all, unless something is said. */
static void
set_proof_range(struct job *job)
{
	struct request *q = &job->req;

	if (job->now_text)
		clock_set(opt_time("now", job->now_text));
	q->since = 0;
	q->until = INT64_MAX;
	if (job->since_text && job->window_days)
		opt_fail("--since and --window-days exclude each other");
	if (job->since_text)
		q->since = opt_time("since", job->since_text);
	if (job->until_text)
		q->until = opt_time("until", job->until_text);
	if (job->window_days)
		q->since = (job->until_text ? q->until : clock_now()) -
			   job->window_days * DAY_MS;
	/* What is younger may still be on its way. */
	if (q->since > 0 && !job->until_text)
		q->until = clock_now() - HOUR_MS;
	if (q->since >= q->until)
		opt_fail("--since is not before %s",
		    job->until_text ? "--until" : "an hour ago");
	if (q->nintervals > 1)
		opt_fail("verify and gaps take one --interval");
}

/* verify and gaps fetch nothing. */
static void
note_use(struct job *job, int ch)
{
	static const int both[] = {OPT_DATASETS, OPT_DB, OPT_INTERVAL, OPT_NOW,
	    OPT_SINCE, OPT_SYMBOL, OPT_UNTIL, OPT_VENUE, OPT_WINDOW_DAYS};

	for (size_t i = 0; i < sizeof both / sizeof both[0]; i++)
		if (both[i] == ch)
			return;
	for (const struct opt *o = opts; o->name; o++)
		if (o->ch == ch)
			job->fetch_option = o->name;
}

static void
read_options(struct job *job, int argc, char *argv[])
{
	struct request *q = &job->req;
	const char *verb, *why;
	int ch;

	while ((ch = opt_next(argc, argv, &spec)) != -1) {
		take_option(job, ch);
		note_use(job, ch);
	}
	verb = argv[optind];
	if (verb && strcmp(verb, "verify") == 0)
		job->verb = VERB_VERIFY;
	else if (verb && strcmp(verb, "gaps") == 0)
		job->verb = VERB_GAPS;
	else if (verb)
		opt_fail(
		    "unexpected operand '%s': there are verify and gaps", verb);
	if (verb && argv[optind + 1])
		opt_fail("unexpected operand '%s'", argv[optind + 1]);
	if (verb && job->fetch_option)
		opt_fail("%s fetches nothing: --%s has no use", verb,
		    job->fetch_option);
	if (verb) {
		set_proof_range(job);
		return;
	}
	if (q->nsymbols == 0)
		opt_fail("--symbol is wanted");
	if (q->all && job->resume)
		opt_fail("--resume and --full-refresh exclude each other");
	if (job->plan && (q->emit || job->output))
		opt_fail("--plan fetches nothing to be written");
	if (job->plan && q->reverify)
		opt_fail("--plan cannot tell what --reverify would find");
	set_range(job);
	why = request_settle(q);
	if (why)
		opt_fail("%s", why);
}

static void
out_begin(struct out *o, int fd)
{
	if (out_open(o, fd, 0) != 0)
		die(EXIT_FAIL, "out of memory");
}

static void
out_end(struct out *o)
{
	if (out_close(o) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
}

static void
say_summary(const struct job *job, const struct summary *s)
{
	struct out o;

	if (job->summary && summary_keep(job->summary, s) != 0)
		die(EXIT_FAIL, "cannot write '%s': %s", job->summary,
		    strerror(errno));
	out_begin(&o, job->req.emit ? dup(STDERR_FILENO) : STDOUT_FILENO);
	if (summary_write(&o, s) != 0)
		die(EXIT_FAIL, "out of memory");
	out_end(&o);
}

static void
init_run(struct run *run, const struct request *q)
{
	if (run_init(run, q) != 0)
		opt_fail("more than %d stages: symbols, data sets and "
			 "intervals",
		    REQUEST_MAX);
}

/* Without the network; without a store all is lacking. */
static int
plan(struct job *job)
{
	struct summary s = {.started = clock_now(), .status = "planned"};
	char why[STORE_WHY];
	struct store *store = NULL;
	struct quote *quotes;
	struct run run;
	int rc = store_open(&store, job->db, STORE_READ, why);

	if (rc == EXIT_USAGE || (rc != 0 && errno != ENOENT))
		die(rc, "%s", why);
	if (rc != 0)
		store = NULL;
	init_run(&run, &job->req);
	quotes = run_quotes(&run, store);
	if (!quotes)
		die(EXIT_FAIL, "%s",
		    store ? store_why(store) : "out of memory");
	s.finished = clock_now();
	s.stages = run.stages;
	s.quotes = quotes;
	s.n = run.n;
	summary_table(stderr, &s);
	say_summary(job, &s);
	for (int i = 0; i < run.n; i++)
		quote_free(&quotes[i]);
	free(quotes);
	run_free(&run);
	(void)store_close(store, NULL);
	return EXIT_OK;
}

static void
emit(const struct job *job, struct store *s)
{
	struct out o;

	signal(SIGPIPE, SIG_DFL); /* the servers are done with */
	out_begin(&o, STDOUT_FILENO);
	if (emit_records(s, &job->req, &o) < 0)
		die(EXIT_FAIL, "%s", store_why(s));
	out_end(&o);
}

/* Before hours of fetching, not behind them. */
static void
check_output(const char *dir)
{
	if (io_make_dirs(dir) != 0 || access(dir, W_OK | X_OK) != 0)
		die(EXIT_FAIL, "cannot write in '%s': %s", dir,
		    strerror(errno));
}

/* A mistyped path would look like an archive without files. */
static void
check_archive(const struct request *q)
{
	char *path = q->mode == SOURCE_REST ? NULL : http_file(q->archive);

	if (path && access(path, X_OK) != 0)
		die(EXIT_FAIL, "no archive at '%s': %s", path, strerror(errno));
	free(path);
}

static void
conclude(const struct job *job, const struct run *run, int64_t started)
{
	struct summary s = {
	    .started = started,
	    .finished = clock_now(),
	    .timed = !job->req.clock_set,
	    .status = run_status(run),
	    .stages = run->stages,
	    .n = run->n,
	};

	say_summary(job, &s);
}

static int
exit_status(const struct run *run)
{
	const char *status = run_status(run);

	if (strcmp(status, "failed") == 0)
		return EXIT_FAIL;
	/* A signal does not make good what went wrong before it. */
	return run_count(run, STAGE_FAILED) || run_count(run, STAGE_INCOMPLETE)
		   ? EXIT_PARTIAL
		   : EXIT_OK;
}

static int
fetch(struct job *job)
{
	int64_t started = clock_now();
	char why[STORE_WHY];
	struct store *store;
	struct run run;
	bool written = true;
	int rc;

	signal(SIGPIPE, SIG_IGN); /* of a server that hangs up, too */
	check_archive(&job->req);
	if (job->output)
		check_output(job->output);
	rc = store_open(&store, job->db, STORE_WRITE, why);
	if (rc != 0)
		die(rc, "%s", why);
	init_run(&run, &job->req);
	if (run_lock(&run, store) != 0)
		die(EXIT_FAIL, "cannot open '%s': %s", store_path(store),
		    strerror(errno));
	run_stages(&run, store);
	if (job->output && run.sound)
		written = run_files(&run, store, job->output);
	conclude(job, &run, started);
	if (job->req.emit && run.sound)
		emit(job, store);
	rc = exit_status(&run);
	if (store_close(store, why) != 0) {
		log_error("%s", why);
		rc = EXIT_FAIL;
	}
	run_free(&run);
	return written ? rc : EXIT_FAIL;
}

/* Without the network. */
static int
prove(const struct job *job)
{
	char why[STORE_WHY];
	struct store *store;
	struct out o;
	int rc = store_open(&store, job->db, STORE_READ, why);

	if (rc != 0)
		die(rc, "%s", why);
	out_begin(&o, STDOUT_FILENO);
	if (job->verb == VERB_VERIFY)
		rc = prove_verify(store, &job->req, &o, why);
	else
		rc = prove_gaps(store, &job->req, &o, why);
	if (rc < 0)
		die(EXIT_FAIL, "%s", why);
	out_end(&o);
	(void)store_close(store, NULL);
	return rc > 0 ? EXIT_PARTIAL : EXIT_OK;
}

int
main(int argc, char *argv[])
{
	static struct job job = {
	    .req = {.archive = "https://data.binance.vision",
		.period = INTERVAL_5M},
	};

	log_init(argv[0]);
	read_options(&job, argc, argv);
	job.req.stop = stop_on_signals();
	if (job.verb != VERB_FETCH)
		return prove(&job);
	if (job.plan)
		return plan(&job);
	return fetch(&job);
}
