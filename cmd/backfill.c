/* SPDX-License-Identifier: MIT */
/* backfill - history from the exchange's archive into the store. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/json.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/opt.h"
#include "base/stop.h"
#include "exchange/archive.h"
#include "history/stage.h"
#include "history/summary.h"
#include "net/fetch.h"
#include "net/http.h"
#include "store/store.h"

enum {
	OPT_ARCHIVE_URL = 256,
	OPT_DATASETS,
	OPT_DB,
	OPT_INTERVAL,
	OPT_NOW,
	OPT_SINCE,
	OPT_SOURCE,
	OPT_SYMBOL,
	OPT_UNTIL,
	OPT_VENUE,
	OPT_WINDOW_DAYS,
};

static const struct opt opts[] = {
    {OPT_ARCHIVE_URL, "archive-url", "URL",
	"where the archive is: https, http or file "
	"(https://data.binance.vision)"},
    {OPT_DATASETS, "datasets", "NAME", "what to fetch (candles)"},
    {OPT_DB, "db", "PATH", "the store (default: $TICKPIPE_DB)"},
    {OPT_INTERVAL, "interval", "INTERVAL[,...]", "of the candles (1m)"},
    {OPT_NOW, "now", "TIME", "take this for the time of day"},
    {OPT_SINCE, "since", "TIME", "from here on"},
    {OPT_SOURCE, "source", "archive", "where to fetch from (archive)"},
    {OPT_SYMBOL, "symbol", "SYMBOL[,...]", "which markets"},
    {OPT_UNTIL, "until", "TIME", "up to here, not included (now)"},
    {OPT_VENUE, "venue", "VENUE", "binance-um (default) or binance-spot"},
    {OPT_WINDOW_DAYS, "window-days", "DAYS",
	"so many days before --until, instead of --since (90)"},
    {0},
};

static const struct opt_spec spec = {
    .synopsis = "[-qv] [--venue VENUE] --symbol SYMBOL[,...] "
		"[--interval INTERVAL[,...]] [--since TIME] [--until TIME] "
		"[option ...]",
    .summary = "Fetch the history of markets into the store; what it holds is "
	       "not fetched again.",
    .opts = opts,
};

enum {
	SYMBOL_MAX = 64,
	LIST_MAX =
	    1000, /* stages too: the summary is a line of 1 MiB at most */
	WINDOW_DAYS = 90,
	WINDOW_DAYS_MAX = 36500,
};

struct job {
	const char *venue, *db, *root;
	const char *since_text, *until_text, *now_text;
	char *symbols[LIST_MAX];
	int locks[LIST_MAX]; /* descriptor, or -1 */
	int nsymbols;
	enum interval intervals[INTERVAL_COUNT];
	int nintervals;
	int64_t since, until;
	int64_t window_days; /* 0: not given */
	struct stage *stages;
	int nstages;
	const volatile sig_atomic_t *stop;
};

/* What stands in a record must be UTF-8.  name: SYMBOL_MAX bytes at most. */
static bool
is_utf8(const char *name)
{
	char text[6 * SYMBOL_MAX + 2 + 1 + JSON_SLACK] = "";
	char *end = json_put_string(text, name, strlen(name));

	*end = '\n';
	return json_check(text, end) == NULL;
}

/* A symbol becomes part of a URL and of names that people read. */
static void
check_symbol(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > SYMBOL_MAX)
		opt_fail("bad --symbol '%s': 1 to %d bytes are wanted", name,
		    SYMBOL_MAX);
	for (const char *s = name; *s; s++) {
		if (*s >= 'a' && *s <= 'z')
			opt_fail("bad --symbol '%s': the exchange writes "
				 "symbols in upper case",
			    name);
		if ((unsigned char)*s <= ' ' || *s == 0x7f ||
		    strchr("/\\\"%?#", *s))
			opt_fail("bad --symbol '%s': it is not a symbol", name);
	}
	if (!is_utf8(name))
		opt_fail("bad --symbol '%s': it is not UTF-8", name);
}

static void
add_symbol(struct job *job, char *name)
{
	check_symbol(name);
	for (int i = 0; i < job->nsymbols; i++)
		if (strcmp(job->symbols[i], name) == 0)
			return;
	if (job->nsymbols == LIST_MAX)
		opt_fail("more than %d symbols", LIST_MAX);
	job->symbols[job->nsymbols++] = name;
}

static void
add_interval(struct job *job, char *name)
{
	int iv = interval_parse(name, strlen(name));

	if (iv < 0)
		opt_fail("bad --interval '%s': 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h "
			 "12h 1d 1w or 1M is wanted",
		    name);
	if (iv == INTERVAL_3D)
		opt_fail("--interval 3d: where such a bar begins is not "
			 "documented");
	for (int i = 0; i < job->nintervals; i++)
		if (job->intervals[i] == (enum interval)iv)
			return;
	job->intervals[job->nintervals++] = (enum interval)iv;
}

/* Each word of a list of words; text is cut up. */
static void
each_word(struct job *job, char *text, void (*add)(struct job *job, char *word))
{
	char *word;

	while ((word = strsep(&text, ",")))
		add(job, word);
}

static void
check_dataset(struct job *job, char *name)
{
	static const char *const later[] = {
	    "trades", "open_interest", "funding", "premium", NULL};

	(void)job;
	if (strcmp(name, "candles") == 0 || strcmp(name, "candle") == 0)
		return;
	for (int i = 0; later[i]; i++)
		if (strcmp(name, later[i]) == 0)
			opt_fail("--datasets %s is not built yet: use candles",
			    name);
	opt_fail("bad --datasets '%s': candles is wanted", name);
}

static void
check_source(const char *name)
{
	if (strcmp(name, "archive") == 0)
		return;
	if (strcmp(name, "auto") == 0 || strcmp(name, "rest") == 0)
		opt_fail("--source %s is not built yet: use archive", name);
	opt_fail("bad --source '%s': archive is wanted", name);
}

static void
set_root(struct job *job, char *url)
{
	const char *why = http_check(url);
	size_t len = strlen(url);

	if (why)
		opt_fail("bad --archive-url '%s': %s", url, why);
	while (len > 0 && url[len - 1] == '/')
		url[--len] = '\0';
	job->root = url;
}

static void
take_option(struct job *job, int ch)
{
	switch (ch) {
	case OPT_ARCHIVE_URL:
		set_root(job, optarg);
		break;
	case OPT_DATASETS:
		each_word(job, optarg, check_dataset);
		break;
	case OPT_DB:
		job->db = optarg;
		break;
	case OPT_INTERVAL:
		job->nintervals = 0;
		each_word(job, optarg, add_interval);
		break;
	case OPT_NOW:
		job->now_text = optarg;
		break;
	case OPT_SINCE:
		job->since_text = optarg;
		break;
	case OPT_SOURCE:
		check_source(optarg);
		break;
	case OPT_SYMBOL:
		job->nsymbols = 0;
		each_word(job, optarg, add_symbol);
		break;
	case OPT_UNTIL:
		job->until_text = optarg;
		break;
	case OPT_VENUE:
		if (!archive_has_venue(optarg))
			opt_fail("bad --venue '%s': binance-um or "
				 "binance-spot is wanted",
			    optarg);
		job->venue = optarg;
		break;
	case OPT_WINDOW_DAYS:
		job->window_days =
		    opt_int("window-days", optarg, 1, WINDOW_DAYS_MAX);
		break;
	}
}

/* After all options: relative times count from --now. */
static void
set_range(struct job *job)
{
	int64_t now;

	if (job->now_text)
		clock_set(opt_time("now", job->now_text));
	now = clock_now();
	job->until = job->until_text ? opt_time("until", job->until_text) : now;
	if (job->since_text && job->window_days)
		opt_fail("--since and --window-days exclude each other");
	if (job->since_text) {
		job->since = opt_time("since", job->since_text);
	} else {
		int64_t days =
		    job->window_days ? job->window_days : WINDOW_DAYS;

		job->since = job->until - days * DAY_MS;
		if (job->since < 0)
			job->since = 0;
	}
	if (job->since >= job->until)
		opt_fail("--since is not before %s",
		    job->until_text ? "--until" : "now");
	if (job->until > now)
		job->until = now; /* what is later is not closed */
	if (job->since >= job->until)
		opt_fail("--since is not before now");
}

static void
read_options(struct job *job, int argc, char *argv[])
{
	int ch;

	while ((ch = opt_next(argc, argv, &spec)) != -1)
		take_option(job, ch);
	if (optind < argc)
		opt_fail("unexpected operand '%s'", argv[optind]);
	if (job->nsymbols == 0)
		opt_fail("--symbol is wanted");
	if (job->nintervals == 0)
		job->intervals[job->nintervals++] = INTERVAL_1M;
	if (job->nsymbols * job->nintervals > LIST_MAX)
		opt_fail("more than %d symbols times intervals", LIST_MAX);
	set_range(job);
}

/* A mistyped path would look like an archive without files. */
static void
check_root(const char *root)
{
	char *path = http_file(root);

	if (path && access(path, X_OK) != 0)
		die(EXIT_FAIL, "no archive at '%s': %s", path, strerror(errno));
	free(path);
}

/* For each symbol, for the whole run.  How many were to be had. */
static int
take_locks(struct job *job, const char *store)
{
	char *path = realpath(store, NULL);
	int taken = 0;

	if (!path)
		die(EXIT_FAIL, "cannot open '%s': %s", store, strerror(errno));
	for (int i = 0; i < job->nsymbols; i++) {
		const char *parts[] = {
		    "backfill", path, job->venue, job->symbols[i], "candles"};

		job->locks[i] = lock_job(parts, 5);
		if (job->locks[i] >= 0)
			taken++;
		else if (errno == EWOULDBLOCK)
			log_error("'%s': another run is at it", parts[3]);
		else
			log_error("'%s': cannot lock in '%s': %s", parts[3],
			    lock_dir() ? lock_dir() : "~/.local/state/tickpipe",
			    strerror(errno));
	}
	free(path);
	return taken;
}

static void
plan_stages(struct job *job)
{
	struct stage *st;

	job->nstages = job->nsymbols * job->nintervals;
	st = job->stages = calloc((size_t)job->nstages, sizeof *st);
	if (!st)
		die(EXIT_FAIL, "out of memory");
	for (int i = 0; i < job->nstages; i++) {
		st[i].venue = job->venue;
		st[i].symbol = job->symbols[i / job->nintervals];
		st[i].interval = job->intervals[i % job->nintervals];
		st[i].since = job->since;
		st[i].until = job->until;
	}
}

/* False: the store failed, and with it all. */
static bool
run_stages(struct job *job, struct store *store)
{
	struct progress progress;
	struct stage_tools tools = {
	    .store = store,
	    .root = job->root,
	    .progress = &progress,
	    .stop = job->stop,
	};
	bool store_failed = false;

	tools.fetcher = fetcher_new(job->stop);
	if (!tools.fetcher)
		die(EXIT_FAIL, "out of memory");
	progress_init(&progress, "files");
	for (int i = 0; i < job->nstages; i++) {
		struct stage *st = &job->stages[i];

		if (store_failed || job->locks[i / job->nintervals] < 0)
			st->status = STAGE_FAILED;
		else
			stage_run(st, &tools); /* stopped, it says what lacks */
		store_failed |= st->store_failed;
	}
	progress_clear(&progress);
	fetcher_free(tools.fetcher);
	return !store_failed;
}

static int
count_status(const struct job *job, enum stage_status status)
{
	int n = 0;

	for (int i = 0; i < job->nstages; i++)
		n += job->stages[i].status == status;
	return n;
}

/* Writes the summary; returns the exit status. */
static int
conclude(const struct job *job, int64_t started, bool sound)
{
	int failed = count_status(job, STAGE_FAILED);
	bool partial = failed || count_status(job, STAGE_INCOMPLETE);
	bool stopped = count_status(job, STAGE_STOPPED) > 0;
	bool all = failed == job->nstages || !sound;
	struct summary s = {
	    .started = started,
	    .finished = clock_now(),
	    .timed = !job->now_text,
	    .status = all       ? "failed"
		      : stopped ? "interrupted"
		      : partial ? "incomplete"
				: "done",
	    .stages = job->stages,
	    .n = job->nstages,
	};
	struct out out;

	if (out_open(&out, STDOUT_FILENO, 0) != 0 ||
	    summary_write(&out, &s) != 0)
		die(EXIT_FAIL, "out of memory");
	if (out_close(&out) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	if (all)
		return EXIT_FAIL;
	return partial && !stopped ? EXIT_PARTIAL : EXIT_OK;
}

static void
free_job(struct job *job)
{
	for (int i = 0; i < job->nsymbols; i++)
		if (job->locks[i] >= 0)
			lock_close(job->locks[i]);
	for (int i = 0; i < job->nstages; i++)
		holes_free(&job->stages[i].holes);
	free(job->stages);
}

int
main(int argc, char *argv[])
{
	static struct job job = {
	    .venue = "binance-um",
	    .root = "https://data.binance.vision",
	};
	char why[STORE_WHY];
	struct store *store;
	int64_t started;
	bool sound = true;
	int rc;

	log_init(argv[0]);
	read_options(&job, argc, argv);
	started = clock_now();
	job.stop = stop_on_signals();
	signal(SIGPIPE, SIG_IGN); /* of a server that hangs up, too */
	check_root(job.root);
	rc = store_open(&store, job.db, STORE_WRITE, why);
	if (rc != 0)
		die(rc, "%s", why);
	plan_stages(&job);
	if (take_locks(&job, store_path(store)) > 0)
		sound = run_stages(&job, store);
	else
		for (int i = 0; i < job.nstages; i++)
			job.stages[i].status = STAGE_FAILED;
	if (store_close(store, why) != 0) {
		log_error("%s", why);
		sound = false;
	}
	rc = conclude(&job, started, sound);
	free_job(&job);
	return rc;
}
