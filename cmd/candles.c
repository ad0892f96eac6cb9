/* SPDX-License-Identifier: MIT */
/* candles - trades to candles, candles to coarser candles, gap report. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/opt.h"
#include "market/candle.h"
#include "market/filter.h"
#include "market/gap.h"
#include "market/interval.h"

enum {
	OPT_CALENDAR = OPT_FREE,
	OPT_FROM,
	OPT_GAPS,
	OPT_GRACE,
	OPT_INTERVAL,
	OPT_WHOLE,
};

static const struct opt opts[] = {
    {OPT_CALENDAR, "calendar", "24x7|any",
	"whether a missing bar is a hole (default: for venues binance-*)"},
    {OPT_FROM, "from", "SOURCE",
	"trade, print, candle or an INTERVAL (default: trade or candle,\n"
	"whichever comes first for the symbol)"},
    {OPT_GAPS, "gaps", NULL,
	"write a gap record where bars or ids are missing"},
    {OPT_GRACE, "grace", "DURATION",
	"close a bar this long after its end (0s)"},
    {OPT_INTERVAL, "interval", "INTERVAL[,...]", "the candles to make"},
    {OPT_WHOLE, "whole", NULL,
	"leave out first bars whose beginning the input may lack"},
    FILTER_OPTS,
    {0},
};

static const struct opt_spec spec = {
    .synopsis = "[-oqv] [--interval INTERVAL[,...]] [--gaps] [option ...] "
		"[file ...]",
    .summary = "Make candles from trades or from finer candles; report gaps.",
    .opts = opts,
};

#define BIT(i) (UINT32_C(1) << (i))
#define YEAR_MS (INT64_C(366) * 24 * 3600 * 1000)

struct job {
	struct filter f;
	struct filter_opts fo;
	struct candle_opts co;
	struct candles *candles; /* NULL: only gaps are asked for */
	struct gap_watch *watch;
	bool gaps;
	int64_t late, repeats;
};

/* Says it the first time. */
static void
count_unused(
    const struct job *job, int64_t *n, const struct record *r, const char *what)
{
	char when[CLOCK_TEXT];

	if ((*n)++ == 0)
		log_warn("'%s': the %s at %s %s; such records are not used",
		    reader_symbol(job->f.rd, r->symbol), rec_defs[r->type].name,
		    clock_format(r->time, when), what);
}

/*
 * Writes the tool's own records in their order: those that stand before r's
 * line, or (r NULL) all.  cause is the record that brought them forth.
 */
static void
write_own(struct job *job, const struct record **bar, const struct record **gap,
    const struct record *cause, const struct record *r)
{
	while (*bar || *gap) {
		bool is_bar = !*gap || (*bar && rec_cmp(*bar, *gap) < 0);
		const struct record *own = is_bar ? *bar : *gap;

		if (r && rec_cmp(own, r) > 0)
			return;
		filter_emit(&job->f, own);
		if (is_bar)
			*bar = candles_next(job->candles, cause);
		else
			*gap = NULL;
	}
}

/* False if r cannot be used and its line is to be left out. */
static bool
is_usable(struct job *job, const struct record *r, enum gap_seen seen,
    enum candle_verdict verdict)
{
	if (seen == GAP_NOMEM || verdict == CANDLE_NOMEM)
		die(EXIT_FAIL, "out of memory");
	if (verdict == CANDLE_REPEAT || (seen == GAP_REPEAT && job->gaps))
		count_unused(job, &job->repeats, r, "repeats an earlier one");
	if (verdict == CANDLE_LATE)
		count_unused(
		    job, &job->late, r, "belongs to a bar that is closed");
	if (verdict != CANDLE_BAD)
		return true;
	reader_reject(job->f.rd, candles_why(job->candles));
	return false;
}

/* Writes r's line and the tool's own records, each in its place. */
static void
write_all(struct job *job, const struct record *bar, const struct record *gap,
    const struct record *r)
{
	write_own(job, &bar, &gap, r, r);
	filter_pass(&job->f, r);
	write_own(job, &bar, &gap, r, NULL);
}

static void
take_record(struct job *job, const struct record *r)
{
	const struct record *bar = NULL, *gap = NULL;
	enum candle_verdict verdict = CANDLE_NONE;
	struct record hole;
	enum gap_seen seen = gap_push(job->watch, r, &hole);

	if (job->candles)
		verdict = candles_push(job->candles, r, seen == GAP_REPEAT);
	if (seen == GAP_HOLE && job->gaps)
		gap = &hole;
	if ((seen != GAP_NONE || verdict > CANDLE_USED) &&
	    !is_usable(job, r, seen, verdict)) {
		if (gap)
			filter_emit(&job->f, gap);
		return;
	}
	if (job->gaps && r->type == REC_GAP && gap_note(job->watch, r) != 0)
		die(EXIT_FAIL, "out of memory");
	if (job->candles)
		bar = candles_next(job->candles, r);
	if (bar || gap)
		write_all(job, bar, gap, r);
	else
		filter_pass(&job->f, r);
}

/* "1m,15m" */
static const char *
interval_list(uint32_t set, char *buf, size_t size)
{
	size_t used = 0;

	buf[0] = '\0';
	for (int i = 0; i < INTERVAL_COUNT; i++)
		if (set & BIT(i) && used < size)
			used += (size_t)snprintf(buf + used, size - used,
			    "%s%s", used ? "," : "",
			    interval_name((enum interval)i));
	return buf;
}

/* What became of the records of one symbol; false if a target is lacking. */
static bool
report_symbol(const struct job *job, int symbol)
{
	struct candle_source s = candles_source(job->candles, symbol);
	const char *name = reader_symbol(job->f.rd, symbol);
	char list[64];

	if (!s.trades && !s.prints && !s.candles)
		return true;
	if (s.present) {
		interval_list(s.present, list, sizeof list);
		if (s.from == FROM_FIRST)
			log_warn("'%s': its %s candles are in the input; they "
				 "are not made again",
			    name, list);
		else
			log_info("'%s': its %s candles are in the input; they "
				 "are not made again",
			    name, list);
	}
	if (s.twice && !job->fo.only)
		log_warn("'%s': %s candles are in the input and are made too: "
			 "the output has both (see --only)",
		    name, interval_list(s.twice, list, sizeof list));
	if (s.from == FROM_CANDLE && (s.trades || s.prints))
		log_info("'%s': made from its candles, not its trades", name);
	if (s.from != FROM_CANDLE && s.from != FROM_FIRST && s.candles)
		log_info("'%s': made from its trades, not its candles", name);
	if (!s.lacking)
		return true;
	interval_list(s.lacking, list, sizeof list);
	if (s.from == FROM_CANDLE)
		log_warn("'%s': %s candles cannot be made from its %s candles",
		    name, list, interval_name((enum interval)s.fine));
	else
		log_warn("'%s': no %s candles: nothing in its input makes "
			 "them (see --from)",
		    name, list);
	return false;
}

/* The last words; true if all that was asked for was made of all input. */
static bool
report(const struct job *job)
{
	bool complete = job->late == 0 && job->repeats == 0;
	struct candle_counts n;

	if (job->late)
		log_warn(
		    "late records: %lld (see --grace)", (long long)job->late);
	if (job->repeats)
		log_warn("repeated records: %lld", (long long)job->repeats);
	if (!job->candles)
		return complete;
	for (int i = 0; i < reader_symbols(job->f.rd); i++)
		complete &= report_symbol(job, i);
	n = candles_counts(job->candles);
	if (n.half)
		log_info("first bars left out, their beginning is not in the "
			 "input: %lld",
		    (long long)n.half);
	log_info("candles written: %lld, not closed at the end: %lld",
	    (long long)n.written, (long long)n.open);
	return complete;
}

static uint32_t
parse_targets(const char *text)
{
	uint32_t set = 0;

	for (;;) {
		size_t len = strcspn(text, ",");
		int iv = interval_parse(text, len);

		if (iv < 0)
			opt_fail("bad --interval '%.*s': want 1m 3m 5m 15m 30m "
				 "1h 2h 4h 6h 8h 12h 1d 1w 1M",
			    (int)len, text);
		if (iv == INTERVAL_3D)
			opt_fail("--interval 3d is not made: on which day it "
				 "starts is not documented");
		set |= BIT(iv);
		if (text[len] == '\0')
			return set;
		text += len + 1;
	}
}

static void
parse_from(struct candle_opts *co, const char *text)
{
	co->fine = interval_parse(text, strlen(text));
	if (co->fine >= 0) {
		co->from = FROM_CANDLE;
		return;
	}
	switch (rec_type_find(text, strlen(text))) {
	case REC_TRADE:
		co->from = FROM_TRADE;
		return;
	case REC_PRINT:
		co->from = FROM_PRINT;
		return;
	case REC_CANDLE:
		co->from = FROM_CANDLE;
		return;
	default:
		opt_fail("bad --from '%s': want trade, print, candle or an "
			 "interval",
		    text);
	}
}

static void
parse_option(struct job *job, int ch)
{
	switch (ch) {
	case OPT_CALENDAR:
		job->co.calendar = filter_calendar(optarg);
		break;
	case OPT_FROM:
		parse_from(&job->co, optarg);
		break;
	case OPT_GAPS:
		job->gaps = true;
		break;
	case OPT_GRACE:
		job->co.grace = opt_duration("grace", optarg);
		if (job->co.grace > YEAR_MS)
			opt_fail("bad --grace '%s': want at most 366d", optarg);
		break;
	case OPT_INTERVAL:
		job->co.targets = parse_targets(optarg);
		break;
	case OPT_WHOLE:
		job->co.whole = true;
		break;
	default:
		filter_option(&job->fo, ch);
	}
}

static void
check_options(const struct job *job)
{
	const struct candle_opts *co = &job->co;

	if (!co->targets && !job->gaps)
		opt_fail("--interval or --gaps is needed");
	if (!co->targets && (co->from != FROM_FIRST || co->grace || co->whole))
		opt_fail("--from, --grace and --whole need --interval");
	for (int i = 0; co->fine >= 0 && i < INTERVAL_COUNT; i++)
		if (co->targets & BIT(i) &&
		    !candle_makes((enum interval)co->fine, (enum interval)i))
			opt_fail("%s candles cannot be made --from %s",
			    interval_name((enum interval)i),
			    interval_name((enum interval)co->fine));
}

int
main(int argc, char *argv[])
{
	struct job job = {.co.fine = -1};
	const struct record *r;
	char why[256];
	bool complete;
	int ch, status;

	log_init(argv[0]);
	while ((ch = opt_next(argc, argv, &spec)) != -1)
		parse_option(&job, ch);
	check_options(&job);

	if (job.co.targets && !(job.candles = candles_new(&job.co)))
		die(EXIT_FAIL, "out of memory");
	job.watch = gap_watch_new(job.co.calendar);
	if (!job.watch)
		die(EXIT_FAIL, "out of memory");
	if (filter_open(&job.f, &job.fo, (const char *const *)argv + optind,
		argc - optind, why, sizeof why) != 0)
		die(EXIT_FAIL, "%s", why);
	while ((r = filter_next(&job.f)))
		take_record(&job, r);

	complete = report(&job);
	candles_free(job.candles);
	gap_watch_free(job.watch);
	status = filter_close(&job.f);
	return status == EXIT_OK && !complete ? EXIT_PARTIAL : status;
}
