/* SPDX-License-Identifier: MIT */
/* synth - records of an invented market. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "base/opt.h"
#include "market/interval.h"
#include "market/synth.h"

enum {
	OPT_DAYS = 256,
	OPT_INTERVAL,
	OPT_PRESET,
	OPT_RATE,
	OPT_SEED,
	OPT_START,
	OPT_SYMBOL,
	OPT_TYPES,
	OPT_VENUE,
};

static const struct opt opts[] = {
    {OPT_DAYS, "days", "N", "length of the market's life (30)"},
    {OPT_INTERVAL, "interval", "INTERVAL", "of the candles (1m)"},
    {OPT_PRESET, "preset", "NAME",
	"equities: five shares, each with a trade every 3 s"},
    {OPT_RATE, "rate", "X",
	"write records when they are due, X times as fast as life; from now "
	"on, and without --days for ever"},
    {OPT_SEED, "seed", "N", "another seed is another market (1)"},
    {OPT_START, "start", "TIME", "where it begins (2026-01-01)"},
    {OPT_SYMBOL, "symbol", "SYMBOL[,SYMBOL...]", "what is traded (BTCUSDT)"},
    {OPT_TYPES, "types", "TYPE[,TYPE...]",
	"trades, candles, open_interest, funding "
	"(candles,open_interest,funding)"},
    {OPT_VENUE, "venue", "VENUE", "the records' venue (synth)"},
    {0},
};
static const struct opt_spec spec = {
    .synopsis = "[-qv] [--days=N] [--interval=INTERVAL] [--preset=NAME]\n"
		"             [--rate=X] [--seed=N] [--start=TIME]\n"
		"             [--symbol=SYMBOL[,SYMBOL...]]\n"
		"             [--types=TYPE[,TYPE...]] [--venue=VENUE]",
    .summary = "Write the records of an invented market, the same for the "
	       "same seed.",
    .opts = opts,
};

#define TIME_END INT64_C(253402300800000) /* of the year 9999 */

/* Records between two looks at whether a signal has come. */
enum { PATIENCE = 512, SHARE_MS = 3000 };

static const char *const shares[] = {"AAPL", "GOOGL", "MSFT", "TSLA", "AMZN"};

struct job {
	struct synth_opts so;
	struct out out;
	sigset_t stops; /* blocked, and asked for where we choose */
	double rate;    /* 0: as fast as it goes */
	int64_t mono,
	    data; /* a moment on the monotonic clock and in the data */
};

/* What the command line says before it is put together. */
struct asked {
	const char *symbol, *preset;
	int64_t days, start; /* -1: not said */
};

static uint32_t
parse_types(const char *text)
{
	const char *bad;
	size_t len;
	uint32_t set;

	if (rec_types_parse(text, &set, &bad, &len) != 0)
		opt_fail("bad value '%s' for --types: '%.*s' is no type", text,
		    (int)len, bad);
	for (int type = 0; type < REC_TYPES; type++)
		if (set & ~(uint32_t)SYNTH_TYPES & 1U << type)
			opt_fail("bad value '%s' for --types: '%s' is not "
				 "built; trades, candles, open_interest and "
				 "funding are",
			    text, rec_defs[type].name);
	return set;
}

static enum interval
parse_interval(const char *text)
{
	int iv = interval_parse(text, strlen(text));

	if (iv < 0)
		opt_fail("bad value '%s' for --interval: 1m to 1M is expected",
		    text);
	if (iv == INTERVAL_3D)
		opt_fail("interval '3d' is not built: where its bars begin is "
			 "not documented");
	return (enum interval)iv;
}

/* Names are copied into JSON and handed to other programs' options. */
static void
check_name(const char *option, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < len; i++)
		if (name[i] <= ' ' || name[i] > '~' || strchr("\"\\", name[i]))
			len = 0;
	if (len == 0 || len > 64)
		opt_fail("bad name '%s' in --%s: 1 to 64 letters, digits and "
			 "signs are expected",
		    name, option);
}

/* "A,B" to so->symbols; text is cut up and stays in use. */
static void
parse_symbols(struct synth_opts *so, char *text)
{
	size_t max = 1;
	const char **names;

	for (const char *p = text; *p; p++)
		max += *p == ',';
	names = malloc(max * sizeof *names);
	if (!names)
		die(EXIT_FAIL, "out of memory");
	while (text)
		names[so->n++] = strsep(&text, ",");
	for (int i = 0; i < so->n; i++) {
		check_name("symbol", names[i]);
		for (int j = 0; j < i; j++)
			if (strcmp(names[i], names[j]) == 0)
				opt_fail(
				    "symbol '%s' is given twice", names[i]);
	}
	so->symbols = names;
}

static void
apply_preset(struct synth_opts *so, const struct asked *a)
{
	if (strcmp(a->preset, "equities") != 0)
		opt_fail(
		    "unknown preset '%s': equities is expected", a->preset);
	if (a->symbol)
		opt_fail("--preset and --symbol exclude each other");
	if (!so->types)
		so->types = 1 << REC_TRADE;
	if (so->types & (1 << REC_OPEN_INTEREST | 1 << REC_FUNDING))
		opt_fail("preset 'equities' has trades and candles only");
	so->symbols = shares;
	so->n = sizeof shares / sizeof shares[0];
	so->every = SHARE_MS;
}

/*
 * In real time the data begin with the bar that is open now, so that the
 * first bar is whole; what is past by then is written at once.
 */
static void
set_times(struct job *job, const struct asked *a)
{
	struct synth_opts *so = &job->so;
	int64_t days = a->days, now = clock_now();

	job->mono = clock_mono();
	so->start = job->data = a->start;
	if (a->start < 0 && job->rate > 0) {
		so->start = interval_open(so->interval, now);
		job->data = now;
	} else if (a->start < 0) {
		so->start = job->data = civil_days(2026, 1, 1) * DAY_MS;
	}
	if (days < 0)
		days = job->rate > 0 ? (TIME_END - so->start) / DAY_MS : 30;
	if (days > (TIME_END - so->start) / DAY_MS)
		opt_fail("--days '%lld' leads beyond the year 9999",
		    (long long)days);
	so->end = so->start + days * DAY_MS;
}

static void
parse_options(struct job *job, int argc, char *argv[])
{
	struct asked a = {.days = -1, .start = -1};
	static char usual[] = "BTCUSDT";
	char *symbol = NULL;
	int ch;

	while ((ch = opt_next(argc, argv, &spec)) != -1) {
		switch (ch) {
		case OPT_DAYS:
			a.days = opt_int("days", optarg, 1, 10000000);
			break;
		case OPT_INTERVAL:
			job->so.interval = parse_interval(optarg);
			break;
		case OPT_PRESET:
			a.preset = optarg;
			break;
		case OPT_RATE:
			job->rate = opt_num("rate", optarg, 1e-3, 1e9);
			break;
		case OPT_SEED:
			job->so.seed =
			    (uint64_t)opt_int("seed", optarg, 0, INT64_MAX);
			break;
		case OPT_START:
			a.start = opt_time("start", optarg);
			break;
		case OPT_SYMBOL:
			a.symbol = symbol = optarg;
			break;
		case OPT_TYPES:
			job->so.types = parse_types(optarg);
			break;
		case OPT_VENUE:
			check_name("venue", optarg);
			job->so.venue = optarg;
			break;
		}
	}
	if (argc > optind)
		opt_fail(
		    "unexpected operand '%s': nothing is read", argv[optind]);
	if (a.preset)
		apply_preset(&job->so, &a);
	else
		parse_symbols(&job->so, symbol ? symbol : usual);
	if (!job->so.types)
		job->so.types = SYNTH_TYPES & ~(1U << REC_TRADE);
	set_times(job, &a);
}

/* Whether SIGINT or SIGTERM comes within ms. */
static bool
stopped(const struct job *job, int64_t ms)
{
	struct timespec ts = {
	    .tv_sec = ms / 1000,
	    .tv_nsec = ms % 1000 * 1000000,
	};

	return sigtimedwait(&job->stops, NULL, &ts) > 0;
}

/*
 * False if a signal comes before the record is due.  A ms is added as both
 * clocks are cut to whole ones: the data must not be ahead.
 */
static bool
wait_for(struct job *job, const struct record *r)
{
	double after = (double)(r->time - job->data) / job->rate;
	int64_t due = job->mono + 1 + (int64_t)after, left;

	while ((left = due - clock_mono()) > 0) {
		if (out_flush(&job->out) != 0)
			return true; /* main loop sees the error */
		if (stopped(job, left))
			return false;
	}
	return true;
}

static long long
write_records(struct job *job, struct synth *sy)
{
	const struct record *r;
	long long n = 0;

	while (!job->out.error && (r = synth_next(sy)) != NULL) {
		if (job->rate > 0 && !wait_for(job, r))
			break;
		rec_write(&job->out, r);
		if (++n % PATIENCE == 0 && stopped(job, 0))
			break;
	}
	return n;
}

/* SIGINT and SIGTERM wait until they are asked for, ignored or not. */
static void
block_stops(sigset_t *stops)
{
	sigemptyset(stops);
	sigaddset(stops, SIGINT);
	sigaddset(stops, SIGTERM);
	sigprocmask(SIG_BLOCK, stops, NULL);
}

int
main(int argc, char *argv[])
{
	struct job job = {
	    .so = {.venue = "synth", .seed = 1, .interval = INTERVAL_1M},
	};
	struct synth *sy;
	long long n;

	log_init(argv[0]);
	parse_options(&job, argc, argv);

	block_stops(&job.stops);
	sy = synth_new(&job.so);
	if (!sy || out_open(&job.out, STDOUT_FILENO, 0) != 0)
		die(EXIT_FAIL, "out of memory");
	n = write_records(&job, sy);
	synth_free(sy);
	if (job.so.symbols != shares)
		free((void *)job.so.symbols);

	if (out_close(&job.out) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	log_info("records written: %lld", n);
	return EXIT_OK;
}
