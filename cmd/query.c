/* SPDX-License-Identifier: MIT */
/* query - print records from the store */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"
#include "base/opt.h"
#include "base/stop.h"
#include "market/interval.h"
#include "store/store.h"

enum {
	OPT_DB = 256,
	OPT_FOLLOW,
	OPT_INTERVAL,
	OPT_LIMIT,
	OPT_REVERSE,
	OPT_SINCE,
	OPT_SYMBOL,
	OPT_UNTIL,
	OPT_VENUE,
	POLL_MS = 50, /* between two looks at the store */
	HOLD_S = 10,  /* how long a slow reader may hold the log back */
	OUT_BYTES = 1 << 18,
	RESERVE = 1 << 14, /* most records need less */
};

static const struct opt opts[] = {
    {OPT_DB, "db", "PATH", "the store"},
    {OPT_FOLLOW, "follow", NULL, "go on with what is written after it"},
    {OPT_INTERVAL, "interval", "INTERVAL", "only candles of it: 1m ... 1M"},
    {OPT_LIMIT, "limit", "N", "print at most N records"},
    {OPT_REVERSE, "reverse", NULL, "newest first"},
    {OPT_SINCE, "since", "TIME", "only records from TIME on"},
    {OPT_SYMBOL, "symbol", "SYMBOL[,...]", "only records of these"},
    {OPT_UNTIL, "until", "TIME", "only records before TIME"},
    {OPT_VENUE, "venue", "VENUE", "only records of it"},
    {0},
};

struct job {
	struct store *store;
	struct cursor *cursor;
	struct out out;
	struct store_query query;
	const char *db;
	bool follow;
	bool given_up; /* stopped while the reader stood still */
	int64_t left;  /* how many records may still be printed */
	const volatile sig_atomic_t *stop;
};

static volatile sig_atomic_t held_long;

static void
on_alarm(int number)
{
	(void)number;
	held_long = 1;
}

/* Not restarted either: a write that waits for a slow reader is to be woken. */
static void
start_timer(void)
{
	struct sigaction sa = {.sa_handler = on_alarm};
	struct itimerval tick = {{HOLD_S, 0}, {HOLD_S, 0}};

	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &tick, NULL);
}

/*
 * Writes what is buffered.  Whoever reads it may be slow or stand still, so
 * that the store's log is not held back for longer than HOLD_S.
 */
static void
drain(struct job *job)
{
	struct out *o = &job->out;
	size_t done = 0;

	/* A signal lets a write that waits return early, or with EINTR. */
	while (done < o->used && !o->error && !job->given_up) {
		ssize_t n;

		if (held_long)
			cursor_pause(job->cursor);
		held_long = 0;
		n = write(o->fd, o->buf + done, o->used - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			o->error = errno;
		if (*job->stop && done < o->used)
			job->given_up = true;
	}
	o->used = 0;
}

static void
check(struct job *job)
{
	if (cursor_failed(job->cursor))
		die(EXIT_FAIL, "%s", store_why(job->store));
	if (job->out.error)
		die(EXIT_FAIL, "cannot write output: %s",
		    strerror(job->out.error));
}

/* What there is now. */
static void
print_rows(struct job *job)
{
	const struct record *r;

	while (!*job->stop && job->left > 0 && !job->out.error) {
		/* Now, while no row is in hand that a pause would take away. */
		if (job->out.size - job->out.used < RESERVE)
			drain(job);
		if (!(r = cursor_next(job->cursor)))
			break;
		rec_write(&job->out, r);
		job->left--;
	}
	drain(job);
	check(job);
}

/* A moment, or less: whoever read the output may be gone, and then so are we.
 */
static void
wait_a_moment(void)
{
	struct pollfd p = {.fd = 1};

	if (poll(&p, 1, POLL_MS) > 0 && p.revents & (POLLERR | POLLNVAL)) {
		raise(SIGPIPE);
		/* Services are often started with it ignored. */
		die(EXIT_FAIL, "cannot write output: %s", strerror(EPIPE));
	}
}

/* False: the end. */
static bool
wait_for_rows(struct job *job)
{
	int again = 0;

	while (!*job->stop && job->left > 0 && again == 0) {
		wait_a_moment();
		again = cursor_again(job->cursor);
	}
	if (again < 0)
		die(EXIT_FAIL, "%s", store_why(job->store));
	return again > 0;
}

/* What follows a store may be started before what makes it. */
static void
open_store(struct job *job)
{
	char why[STORE_WHY];
	bool told = false;
	int rc;

	while ((rc = store_open(&job->store, job->db, STORE_READ, why)) != 0) {
		if (!job->follow || rc != EXIT_FAIL || errno != ENOENT)
			die(rc, "%s", why);
		if (!told)
			log_warn("%s; waiting for it", why);
		told = true;
		wait_a_moment();
		if (*job->stop)
			exit(EXIT_OK);
	}
}

/* Which of the symbols asked for the store knows; n flags. */
struct known {
	const struct store_query *query;
	bool *flags;
};

static int
note_known(const struct store_counter *c, void *arg)
{
	struct known *k = arg;

	for (int i = 0; i < k->query->nsymbols; i++)
		if (c->series.symbol &&
		    strcmp(c->series.symbol, k->query->symbols[i]) == 0)
			k->flags[i] = true;
	return 0;
}

/* A misspelt symbol has no records, as a quiet market has none: say which. */
static void
warn_unknown(struct job *job)
{
	int n = job->query.nsymbols;
	struct known k = {&job->query, calloc((size_t)n + 1, sizeof(bool))};

	if (k.flags && store_counters(job->store, note_known, &k) == 0)
		for (int i = 0; i < n; i++)
			if (!k.flags[i])
				log_warn("the store has nothing of '%s'",
				    job->query.symbols[i]);
	free(k.flags);
}

static int
run(struct job *job)
{
	job->stop = stop_on_signals();
	start_timer();
	open_store(job);
	if (job->query.nsymbols && !job->follow)
		warn_unknown(job);
	job->cursor = cursor_open(job->store, &job->query);
	if (!job->cursor || out_open(&job->out, 1, OUT_BYTES) != 0)
		die(EXIT_FAIL, "out of memory");
	do
		print_rows(job);
	while (job->follow && wait_for_rows(job));
	cursor_close(job->cursor);
	(void)store_close(job->store, NULL);
	free((void *)job->query.symbols);
	if (out_close(&job->out) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	return EXIT_OK;
}

/* The kept types, for --help and for who misspells one. */
static const char *
type_names(void)
{
	static char names[512];

	if (!*names)
		for (int t = 0; t < REC_TYPES; t++)
			if (rec_defs[t].stored) {
				strcat(names, *names ? " " : "");
				strcat(names, rec_defs[t].name);
			}
	return names;
}

static const char *
help_types(void)
{
	static char text[768];
	size_t width = 0;

	strcpy(text, "Types (a final s is allowed; several: a,b; none: all):");
	width = 80;
	for (const char *p = type_names(); *p;) {
		size_t len = strcspn(p, " ");

		if (width + 1 + len > 79) {
			strcat(text, "\n   ");
			width = 3;
		}
		strcat(text, " ");
		strncat(text, p, len);
		width += 1 + len;
		p += len + (p[len] == ' ');
	}
	return text;
}

static void
set_types(struct job *job, const char *text)
{
	const char *bad;
	size_t len;

	if (rec_types_parse(text, &job->query.types, &bad, &len) != 0)
		opt_fail("unknown type '%.*s'; the types are: %s", (int)len,
		    bad, type_names());
	for (int t = 0; t < REC_TYPES; t++)
		if (job->query.types >> t & 1 && !rec_defs[t].stored)
			opt_fail("type '%s' is not kept in the store; these "
				 "are: %s",
			    rec_defs[t].name, type_names());
}

/* "A,B": its names; free() the list. */
static void
set_symbols(struct job *job, char *text)
{
	const char **list = NULL;
	int n = 0;

	for (char *p = text; p; n++) {
		const char **grown =
		    realloc(list, ((size_t)n + 1) * sizeof *list);

		if (!grown)
			die(EXIT_FAIL, "out of memory");
		list = grown;
		list[n] = strsep(&p, ",");
		if (!*list[n])
			opt_fail("--symbol has an empty name");
	}
	job->query.symbols = list;
	job->query.nsymbols = n;
}

static void
set_interval(struct job *job, const char *text)
{
	job->query.interval = interval_parse(text, strlen(text));
	if (job->query.interval < 0)
		opt_fail("bad value '%s' for --interval: 1m 3m 5m 15m 30m 1h "
			 "2h 4h 6h 8h 12h 1d 3d 1w or 1M is expected",
		    text);
}

static void
set_option(struct job *job, int ch)
{
	switch (ch) {
	case OPT_DB:
		job->db = optarg;
		break;
	case OPT_FOLLOW:
		job->follow = true;
		break;
	case OPT_INTERVAL:
		set_interval(job, optarg);
		break;
	case OPT_LIMIT:
		job->left = opt_int("limit", optarg, 1, INT64_MAX);
		break;
	case OPT_REVERSE:
		job->query.reverse = true;
		break;
	case OPT_SINCE:
		job->query.since = opt_time("since", optarg);
		break;
	case OPT_SYMBOL:
		set_symbols(job, optarg);
		break;
	case OPT_UNTIL:
		job->query.until = opt_time("until", optarg);
		break;
	case OPT_VENUE:
		job->query.venue = optarg;
		break;
	}
}

int
main(int argc, char *argv[])
{
	const struct opt_spec spec = {
	    .synopsis = "[-qv] [--db PATH] [--symbol SYMBOL[,...]] "
			"[--venue VENUE] [--interval INTERVAL] [--since TIME] "
			"[--until TIME] [--limit N] [--reverse] [--follow] "
			"[type[,type ...]]",
	    .summary = "Print records of the store in the order of time.",
	    .opts = opts,
	    .more = help_types(),
	};
	struct job job = {.query = store_query_all, .left = INT64_MAX};
	int ch;

	log_init(argv[0]);
	while ((ch = opt_next(argc, argv, &spec)) != -1)
		set_option(&job, ch);
	if (argc - optind > 1)
		opt_fail("one list of types is enough: '%s'", argv[optind + 1]);
	if (argc > optind)
		set_types(&job, argv[optind]);
	if (job.follow && job.query.reverse)
		opt_fail("--follow goes forward: not with --reverse");
	if (job.follow && job.query.until != INT64_MAX)
		opt_fail("--follow has no end: not with --until");
	if (job.query.since > job.query.until)
		opt_fail("--since is after --until");
	return run(&job);
}
