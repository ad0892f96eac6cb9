/* SPDX-License-Identifier: MIT */
/* score - score each moment of a market, and write the signals. */

#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "base/log.h"
#include "base/opt.h"
#include "market/calendar.h"
#include "market/filter.h"
#include "market/interval.h"
#include "signal/classic.h"
#include "signal/indicators.h"
#include "signal/profile.h"
#include "signal/signal.h"
#include "signal/tracker.h"

enum {
	OPT_ALL = OPT_FREE,
	OPT_CALENDAR,
	OPT_CHECK_PROFILE,
	OPT_INDICATORS,
	OPT_INTERVAL,
	OPT_MIN_SCORE,
	OPT_PROFILE,
};

static const struct opt opts[] = {
    {OPT_ALL, "all", NULL, "write a signal whatever its score"},
    {OPT_CALENDAR, "calendar", "24x7|any",
	"every missing candle is a hole, or only what a gap record names "
	"(by venue)"},
    {OPT_CHECK_PROFILE, "check-profile", "NAME|FILE",
	"say whether a profile can be used, and end"},
    {OPT_INDICATORS, "indicators", "LIST",
	"write these for each candle, such as sma:20,bb:20:2; no signals "
	"then without --profile"},
    {OPT_INTERVAL, "interval", "INTERVAL",
	"score candles of this interval (that of a symbol's first)"},
    {OPT_MIN_SCORE, "min-score", "SCORE",
	"write signals from this score on, 0-7 (3.5)"},
    {OPT_PROFILE, "profile", "NAME|FILE", "score by this profile (classic)"},
    FILTER_OPTS,
    {0},
};

static const struct opt_spec spec = {
    .synopsis = "[-oqv] [--all] [--calendar=24x7|any]\n"
		"             [--check-profile=NAME|FILE] [--indicators=LIST]\n"
		"             [--interval=INTERVAL] [--max-disorder=DURATION]\n"
		"             [--min-score=SCORE] [--profile=NAME|FILE]\n"
		"             [--strict] [file ...]",
    .summary = "Score candles and contexts; write signals behind them, or "
	       "indicators.",
    .opts = opts,
};

/* What is known of one symbol (of one venue). */
struct market {
	bool open;
	bool candles; /* has some, of whatever interval */
	struct tracker tracker;
	struct indicators *indicators; /* NULL: none were asked for */
};

struct job {
	struct filter filter;
	struct filter_opts fo;
	struct profile profile;
	bool all;
	bool named;              /* the profile was */
	struct study_list *list; /* NULL: no indicators */
	double min_score;
	int interval; /* -1: by symbol */
	enum calendar calendar;
	struct market *markets; /* by record.symbol */
	int nmarkets;
	double *lvns;
	int max_lvns;
	struct signal_writer *writer;
};

static struct market *
market_of(struct job *job, int symbol)
{
	struct market *m;

	if (symbol >= job->nmarkets) {
		int n = symbol * 2 + 16;

		m = realloc(job->markets, (size_t)n * sizeof *m);
		if (!m)
			die(EXIT_FAIL, "out of memory");
		memset(m + job->nmarkets, 0,
		    (size_t)(n - job->nmarkets) * sizeof *m);
		job->markets = m;
		job->nmarkets = n;
	}
	m = &job->markets[symbol];
	if (!m->open) {
		tracker_init(&m->tracker, &job->profile, job->interval,
		    calendar_continuous(
			job->calendar, reader_venue(job->filter.rd, symbol)));
		m->indicators = job->list ? indicators_new(job->list) : NULL;
		if (job->list && !m->indicators)
			die(EXIT_FAIL, "out of memory");
		m->open = true;
	}
	return m;
}

static void
judge(struct job *job, const struct record *r, const struct inputs *in)
{
	const char *venue = reader_venue(job->filter.rd, r->symbol);
	const char *symbol = reader_symbol(job->filter.rd, r->symbol);
	const char *interval =
	    r->type == REC_CANDLE
		? interval_name((enum interval)r->v[CANDLE_INTERVAL].i)
		: NULL;
	struct record signal;
	struct verdict v;

	classic_score(&job->profile, in, &v);
	if (!job->all && v.score.total < job->min_score)
		return;
	classic_complete(&job->profile, in, &v);
	if (signal_fill(job->writer, &signal, venue, symbol, interval, r->time,
		&job->profile, in, &v) != 0)
		die(EXIT_FAIL, "out of memory");
	filter_emit(&job->filter, &signal);
}

/* NULL, or what is wrong with the nodes. */
static const char *
read_lvns(struct job *job, const struct record *r, struct inputs *in)
{
	const struct value *v = &r->v[CONTEXT_LVNS];
	int n;

	if (!rec_has(r, CONTEXT_LVNS))
		return NULL;
	n = json_numbers(v->s, v->len, job->lvns, job->max_lvns);
	if (n > job->max_lvns) {
		double *lvns = realloc(job->lvns, (size_t)n * sizeof *lvns);

		if (!lvns)
			die(EXIT_FAIL, "out of memory");
		job->lvns = lvns;
		job->max_lvns = n;
		n = json_numbers(v->s, v->len, lvns, n);
	}
	if (n < 0)
		return "\"lvns\" is not an array of numbers";
	for (int i = 0; i < n; i++)
		if (!(job->lvns[i] > 0))
			return "\"lvns\" holds a price that is not above 0";
	in->lvns = job->lvns;
	in->nlvns = n;
	return NULL;
}

/* As read_lvns(). */
static const char *
read_context(struct job *job, const struct record *r, struct inputs *in)
{
	static const struct {
		int slot;
		enum input input;
	} numbers[] = {
	    {CONTEXT_PRICE, IN_PRICE},
	    {CONTEXT_EMA_50, IN_EMA_50},
	    {CONTEXT_ADX_14, IN_ADX_14},
	    {CONTEXT_VWAP, IN_VWAP},
	    {CONTEXT_DELTA_OI_PCT, IN_DELTA_OI_PCT},
	    {CONTEXT_CVD, IN_CVD},
	    {CONTEXT_CVD_SLOPE, IN_CVD_SLOPE},
	    {CONTEXT_VALUE_AREA_LOW, IN_VALUE_AREA_LOW},
	    {CONTEXT_VALUE_AREA_HIGH, IN_VALUE_AREA_HIGH},
	    {CONTEXT_BB_WIDTH, IN_BB_WIDTH},
	    {CONTEXT_KC_WIDTH, IN_KC_WIDTH},
	    {CONTEXT_MOMENTUM, IN_MOMENTUM},
	    {CONTEXT_MOMENTUM_SHIFT, IN_MOMENTUM_SHIFT},
	    {CONTEXT_FUNDING_RATE, IN_FUNDING_RATE},
	    {CONTEXT_BASIS, IN_BASIS},
	    {CONTEXT_ORDERFLOW_IMBALANCE, IN_ORDERFLOW_IMBALANCE},
	    {CONTEXT_DELTA_VOLUME, IN_DELTA_VOLUME},
	    {CONTEXT_LIQUIDATION_CLUSTER, IN_LIQUIDATION_CLUSTER},
	};

	*in = (struct inputs){.direction = -1, .passed = ~0U};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (rec_has(r, numbers[i].slot))
			input_set(
			    in, numbers[i].input, r->v[numbers[i].slot].num);
	if (rec_has(r, CONTEXT_DIRECTION))
		in->direction = (int)r->v[CONTEXT_DIRECTION].i;
	if (rec_has(r, CONTEXT_SESSION)) {
		in->session = r->v[CONTEXT_SESSION].s;
		in->session_len = r->v[CONTEXT_SESSION].len;
	}
	return read_lvns(job, r, in);
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
	struct inputs in;
	const char *wrong = read_context(job, r, &in);

	if (wrong) {
		reader_reject(job->filter.rd, wrong);
		return;
	}
	filter_pass(&job->filter, r);
	if (scores(job))
		judge(job, r, &in);
}

static void
tell_indicators(struct job *job, struct market *m, const struct record *r)
{
	const char *venue = reader_venue(job->filter.rd, r->symbol);
	const char *symbol = reader_symbol(job->filter.rd, r->symbol);
	struct record out;

	if (!indicators_candle(m->indicators, &m->tracker, r, &out))
		return;
	if (*venue)
		rec_set_text(&out, M_VENUE, venue, strlen(venue));
	rec_set_text(&out, M_SYMBOL, symbol, strlen(symbol));
	filter_emit(&job->filter, &out);
}

static void
take_candle(struct job *job, const struct record *r)
{
	struct market *m = market_of(job, r->symbol);
	struct inputs in;

	m->candles = true;
	if (!scores(job)) {
		if (tracker_bar(&m->tracker, r))
			tell_indicators(job, m, r);
		return;
	}
	if (!tracker_candle(&m->tracker, r, &in))
		return;
	if (m->indicators)
		tell_indicators(job, m, r);
	judge(job, r, &in);
}

static void
sample(struct job *job, const struct record *r)
{
	struct market *m = market_of(job, r->symbol);

	if (m->indicators && indicators_sample(m->indicators, r) != 0)
		die(EXIT_FAIL, "out of memory");
}

static void
take(struct job *job, const struct record *r)
{

	if (r->type == REC_CONTEXT) {
		take_context(job, r);
		return;
	}
	filter_pass(&job->filter, r);
	if (job->list && r->symbol >= 0)
		sample(job, r);
	switch (r->type) {
	case REC_CANDLE:
		take_candle(job, r);
		break;
	case REC_OPEN_INTEREST:
		if (tracker_open_interest(
			&market_of(job, r->symbol)->tracker, r) != 0)
			die(EXIT_FAIL, "out of memory");
		break;
	case REC_FUNDING:
		tracker_funding(&market_of(job, r->symbol)->tracker, r);
		break;
	case REC_GAP:
		tracker_gap(&market_of(job, r->symbol)->tracker, r);
		break;
	default:
		break;
	}
}

static void
load_profile(struct job *job, const char *name)
{
	char why[512];

	if (profile_load(&job->profile, name, why, sizeof why) != 0)
		die(EXIT_USAGE, "%s", why);
}

static void
set_profile(struct job *job, const char *name)
{
	load_profile(job, name);
	if (job->profile.method != METHOD_CLASSIC)
		die(EXIT_USAGE, "profile '%s' is not built yet", name);
	job->named = true;
}

/* Ends the process. */
static void
check_profile(struct job *job, const char *name)
{
	const struct profile *p = &job->profile;

	load_profile(job, name);
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
warn_unscored(const struct job *job)
{
	for (int i = 0; i < job->nmarkets && job->interval >= 0; i++)
		if (job->markets[i].candles && !job->markets[i].tracker.seen)
			log_warn("'%s': none of its candles is of interval %s",
			    reader_symbol(job->filter.rd, i),
			    interval_name((enum interval)job->interval));
}

static void
job_free(struct job *job)
{
	for (int i = 0; i < job->nmarkets; i++)
		if (job->markets[i].open) {
			tracker_finish(&job->markets[i].tracker);
			indicators_free(job->markets[i].indicators);
		}
	free(job->markets);
	study_list_free(job->list);
	free(job->lvns);
	signal_writer_free(job->writer);
}

int
main(int argc, char *argv[])
{
	struct job job = {.min_score = 3.5, .interval = -1};
	const struct record *r;
	char why[256];
	int status;

	log_init(argv[0]);
	read_options(&job, argc, argv);
	if (!job.named)
		load_profile(&job, "classic");
	job.writer = signal_writer_new();
	if (!job.writer)
		die(EXIT_FAIL, "out of memory");
	if (filter_open(&job.filter, &job.fo,
		(const char *const *)argv + optind, argc - optind, why,
		sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	while ((r = filter_next(&job.filter)))
		take(&job, r);
	if (!reader_failed(job.filter.rd))
		warn_unscored(&job);
	status = filter_close(&job.filter);
	job_free(&job);
	return status;
}
