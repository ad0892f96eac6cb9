/* SPDX-License-Identifier: MIT */
#include "history/stage.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "exchange/archive.h"
#include "history/plan.h"
#include "history/source.h"
#include "net/fetch.h"
#include "store/store.h"

enum { LATER_MAX = 3 }; /* files in a row that the network denied */

struct work {
	struct stage *st;
	const struct stage_tools *tools;
	struct store_series series;
	struct writer writer;
	struct plan plan;
	int later; /* in a row */
	bool over; /* failed or stopped: go no further */
};

const char *
stage_status_name(enum stage_status status)
{
	static const char *const names[] = {
	    [STAGE_DONE] = "done",
	    [STAGE_CURRENT] = "up to date",
	    [STAGE_INCOMPLETE] = "incomplete",
	    [STAGE_FAILED] = "failed",
	    [STAGE_STOPPED] = "interrupted",
	};

	return names[status];
}

static void
give_up(struct work *w, const char *why)
{
	progress_clear(w->tools->progress);
	log_error(
	    "'%s' %s: %s", w->st->symbol, interval_name(w->st->interval), why);
	w->st->status = STAGE_FAILED;
	w->over = true;
}

static void
give_up_store(struct work *w)
{
	w->st->store_failed = true;
	give_up(w, store_why(w->tools->store));
}

static void
lose(struct work *w, int64_t from, int64_t to, enum gap_cause cause)
{
	struct store_span part;

	while (plan_next(&w->plan, from, to, &part)) {
		if (holes_add(&w->st->holes, w->st->interval, part.from,
			part.to + 1, cause) != 0)
			give_up(w, "out of memory");
		from = part.to + 1;
	}
}

/* What the file itself lacks between from and to: the exchange had none. */
static void
note_missing(struct work *w, const struct klines *ks, int64_t from, int64_t to)
{
	enum interval iv = w->st->interval;
	int64_t next = from;

	for (size_t i = klines_find(ks, from); i <= ks->n; i++) {
		int64_t open = i < ks->n ? ks->rows[i].open_time : to;

		if (open > to)
			open = to;
		if (open > next && holes_add(&w->st->holes, iv, next, open,
				       CAUSE_EXCHANGE) != 0)
			give_up(w, "out of memory");
		if (open >= to)
			return;
		next = interval_next(iv, open);
	}
}

/* Rows and coverage of what is wanted of [from, to). */
static void
keep(struct work *w, const struct source *src, int64_t from, int64_t to)
{
	struct store_span part;

	while (!w->over && plan_next(&w->plan, from, to, &part)) {
		if (writer_add(&w->writer, src, part.from, part.to) != 0) {
			give_up_store(w);
			return;
		}
		note_missing(w, &src->klines, part.from, part.to + 1);
		from = part.to + 1;
	}
}

static void
flush(struct work *w)
{
	if (writer_flush(&w->writer) != 0)
		give_up_store(w);
}

/* Says what became of a file that was not to be had.  False: go no further. */
static bool
judge_lack(struct work *w, const struct source *src, enum archive_got got)
{
	struct stage *st = w->st;

	w->later = got == GOT_LATER ? w->later + 1 : 0;
	if (got == GOT_STOPPED) {
		st->status = STAGE_STOPPED;
		w->over = true;
		return false;
	}
	progress_clear(w->tools->progress);
	if (got == GOT_ABSENT) {
		log_info("'%s' is not in the archive", src->url);
		return true;
	}
	log_error("'%s': %s", src->url, src->why);
	st->refused += got == GOT_CORRUPT;
	if (got == GOT_CORRUPT)
		return true;
	if (got == GOT_LATER && w->later < LATER_MAX)
		return true;
	st->status = STAGE_FAILED;
	w->over = true;
	return false;
}

static void
note_repairs(struct work *w, const struct source *src)
{
	const struct klines *ks = &src->klines;
	int64_t n = ks->unsorted + ks->doubled + ks->outside;

	w->later = 0;
	w->st->files++;
	w->st->repaired += n;
	if (n == 0)
		return;
	progress_clear(w->tools->progress);
	log_warn("'%s': rows repaired: %lld out of order, %lld given twice, "
		 "%lld of another time left out",
	    src->url, (long long)ks->unsorted, (long long)ks->doubled,
	    (long long)ks->outside);
}

/* The file of the day or month that holds t; src is the caller's to free. */
static enum archive_got
get(struct work *w, struct source *src, enum archive_span span, int64_t t)
{
	struct archive_file f = {
	    .venue = w->st->venue,
	    .symbol = w->st->symbol,
	    .interval = w->st->interval,
	    .span = span,
	    .day = t,
	};
	enum archive_got got;

	flush(w); /* the store is not held while the network is asked */
	if (w->over) {
		memset(src, 0, sizeof *src);
		return GOT_STOPPED;
	}
	got = source_get(src, w->tools->fetcher, w->tools->root, &f);
	progress_step(w->tools->progress, 1, src->stem ? src->stem : "");
	if (got == GOT_FILE)
		note_repairs(w, src);
	return got;
}

/* How many candles the file has that open in [from, to). */
static size_t
rows_in(const struct source *src, int64_t from, int64_t to)
{
	return klines_find(&src->klines, to) - klines_find(&src->klines, from);
}

/*
 * [from, to) by its daily file.  month, unless NULL, has some or none of it:
 * the fuller of the two counts.
 */
static void
take_day(struct work *w, const struct source *month, int64_t from, int64_t to)
{
	size_t had = month ? rows_in(month, from, to) : 0;
	struct source src;
	enum archive_got got;

	if (!plan_lacks(&w->plan, from, to))
		return;
	got = get(w, &src, ARCHIVE_DAILY, from);
	if (got == GOT_FILE && (!had || rows_in(&src, from, to) > had))
		keep(w, &src, from, to);
	else if (had && (got == GOT_FILE || got == GOT_ABSENT))
		keep(w, month, from, to);
	else if (!w->over && judge_lack(w, &src, got))
		lose(w, from, to,
		    got == GOT_CORRUPT ? CAUSE_CORRUPT : CAUSE_UNFETCHED);
	flush(w);
	source_free(&src);
}

static bool
is_stopped(struct work *w)
{
	if (!w->over && w->tools->stop && *w->tools->stop) {
		w->st->status = STAGE_STOPPED;
		w->over = true;
	}
	return w->over;
}

/* [from, to) by its daily files.  Returns how far it came. */
static int64_t
take_days(struct work *w, int64_t from, int64_t to)
{
	while (from < to && !is_stopped(w)) {
		take_day(w, NULL, from, plan_day_end(from, to));
		if (!w->over)
			from = plan_day_end(from, to);
	}
	return from;
}

/* Whether the file has all candles that open in [from, to). */
static bool
is_whole(const struct source *src, enum interval iv, int64_t from, int64_t to)
{
	int64_t open = interval_open(iv, from);
	size_t want = 0;

	for (; open < to; open = interval_next(iv, open))
		want += open >= from;
	return rows_in(src, from, to) == want;
}

/*
 * A month's file: a day at a time, 1d as many days as there are in a row.  A
 * day of which it does not have all is no proof of a halt: days and parts of
 * days have been left out of monthly files that the daily ones hold
 * (binance-public-data issues 192, 297, 475).
 */
static int64_t
keep_month(struct work *w, const struct source *src, int64_t from, int64_t to)
{
	enum interval iv = w->st->interval;
	bool daily = archive_is_daily(iv);

	while (from < to && !is_stopped(w)) {
		int64_t end = daily ? plan_day_end(from, to) : to;
		bool held = !daily || is_whole(src, iv, from, end);

		while (held && end < to && iv == INTERVAL_1D &&
		       is_whole(src, iv, end, plan_day_end(end, to)))
			end = plan_day_end(end, to);
		if (held) {
			keep(w, src, from, end);
		} else {
			progress_more(w->tools->progress,
			    plan_lacks(&w->plan, from, end));
			take_day(w, src, from, end);
		}
		if (!w->over)
			from = end;
	}
	flush(w);
	return from;
}

/* Returns how far it came. */
static int64_t
take_month(struct work *w, int64_t from, int64_t to)
{
	struct source src;
	enum archive_got got;
	int64_t reached = from;

	got = get(w, &src, ARCHIVE_MONTHLY, from);
	if (got == GOT_FILE) {
		reached = keep_month(w, &src, from, to);
	} else if (!w->over && judge_lack(w, &src, got)) {
		if (archive_is_daily(w->st->interval)) {
			progress_more(w->tools->progress,
			    (to - from + DAY_MS - 1) / DAY_MS);
			reached = take_days(w, from, to);
		} else {
			lose(w, from, to,
			    got == GOT_CORRUPT ? CAUSE_CORRUPT
					       : CAUSE_UNFETCHED);
			reached = to;
		}
	}
	source_free(&src);
	return reached;
}

static void
take_all(struct work *w)
{
	int64_t reached = w->plan.lo, from, to;

	for (int64_t t = w->plan.lo; t < w->plan.hi && !is_stopped(w);
	     t = archive_next(ARCHIVE_MONTHLY, t)) {
		bool monthly = plan_month(&w->plan, t, &from, &to);

		reached = to;
		if (!plan_lacks(&w->plan, from, to))
			continue;
		reached =
		    monthly ? take_month(w, from, to) : take_days(w, from, to);
	}
	if (!w->over)
		return;
	/* What a failed transaction held is missing too. */
	if (w->writer.open && w->writer.from < reached)
		reached = w->writer.from;
	holes_cut(&w->st->holes, w->st->interval, reached);
	lose(w, reached, w->plan.hi, CAUSE_UNFETCHED);
}

static void
carry_out(struct work *w)
{
	w->st->planned = true;
	if (w->plan.nspans == 0) {
		w->st->status = STAGE_CURRENT;
		return;
	}
	progress_more(w->tools->progress, plan_files(&w->plan));
	take_all(w);
}

static void
say_result(const struct work *w)
{
	const struct stage *st = w->st;
	int64_t corrupt = holes_missing(&st->holes, CAUSE_CORRUPT);
	int64_t unfetched = holes_missing(&st->holes, CAUSE_UNFETCHED);
	const char *iv = interval_name(st->interval);

	if (st->status == STAGE_CURRENT)
		log_info("'%s' %s: the store has all of it", st->symbol, iv);
	if (st->status == STAGE_INCOMPLETE && corrupt)
		log_warn("'%s' %s: %lld candles are missing: their files are "
			 "damaged",
		    st->symbol, iv, (long long)corrupt);
	if (st->status != STAGE_INCOMPLETE || !unfetched)
		return;
	if (st->files == 0) /* a mistake in the request looks like that */
		log_warn("'%s' %s: %lld candles are missing: the archive of "
			 "%s has no file of them (yet)",
		    st->symbol, iv, (long long)unfetched, st->venue);
	else
		log_warn("'%s' %s: %lld candles are missing: the archive does "
			 "not give them (yet)",
		    st->symbol, iv, (long long)unfetched);
}

static void
judge(struct work *w)
{
	struct stage *st = w->st;

	if (st->status == STAGE_DONE &&
	    st->holes.missing > holes_missing(&st->holes, CAUSE_EXCHANGE))
		st->status =
		    w->later && !st->files ? STAGE_FAILED : STAGE_INCOMPLETE;
	say_result(w);
}

void
stage_run(struct stage *st, const struct stage_tools *tools)
{
	struct work w = {
	    .st = st,
	    .tools = tools,
	    .series = {REC_CANDLE, st->venue, st->symbol, (int)st->interval},
	};
	const struct fetch_stats *net = fetcher_stats(tools->fetcher);
	int64_t begun = clock_mono(), bytes = net->bytes;

	st->status = STAGE_DONE;
	writer_init(&w.writer, tools->store, &w.series, &st->tally);
	if (plan_init(&w.plan, tools->store, &w.series, st->since, st->until) !=
	    0)
		give_up_store(&w);
	else
		carry_out(&w);
	judge(&w);
	plan_finish(&w.plan);
	st->bytes = net->bytes - bytes;
	st->ms = clock_mono() - begun;
}
