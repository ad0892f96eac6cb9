/* SPDX-License-Identifier: MIT */
/* A file of the archive: into the store, or what is to be done instead. */
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "history/work.h"

enum { LATER_MAX = 3, CHUNK = 1440 };

void
take_start_file(struct work *w, struct step *s)
{
	enum archive_span span =
	    s->route == ROUTE_MONTH ? ARCHIVE_MONTHLY : ARCHIVE_DAILY;

	s->file = file_start(
	    w->tools->fetcher, w->tools->root, &w->st->target, span, s->from);
	if (!s->file)
		work_give_up(w, "out of memory");
}

static int64_t
place_at(const struct file *f, size_t i)
{
	return dataset_place(&f->format, &f->rows.list[i]);
}

static int64_t
next_place(const struct file *f, int64_t place)
{
	return interval_next(f->format.interval, place);
}

/* The first hole of [from, to): where it begins (to: there is none), and
 * where it ends. */
static int64_t
find_hole(const struct file *f, int64_t from, int64_t to, int64_t *end)
{
	size_t i = file_find(f, from);

	*end = to;
	if (!dataset_has_grid(f->format.data))
		return to;
	for (; from < to; from = next_place(f, from), i++) {
		if (i < f->rows.n && place_at(f, i) == from)
			continue;
		if (i < f->rows.n && place_at(f, i) < to)
			*end = place_at(f, i);
		return from;
	}
	return to;
}

/* Rows and coverage of [from, to), a chunk at a time. */
static void
put_range(struct work *w, const struct file *f, int64_t from, int64_t to)
{
	int64_t step = dataset_has_grid(f->format.data)
			   ? CHUNK * interval_ms(f->format.interval)
			   : 31 * DAY_MS;

	for (int64_t end; from < to && !w->over; from = end) {
		size_t i = file_find(f, from), n;

		end = from + step;
		if (dataset_has_grid(f->format.data))
			end = interval_open(f->format.interval, end);
		if (end > to)
			end = to;
		n = file_find(f, end) - i;
		if (writer_put(&w->writer, f->rows.list + i, n) != 0 ||
		    writer_cover(
			&w->writer, from, end, f->url, f->checksum, -1) != 0 ||
		    (writer_is_full(&w->writer) &&
			writer_flush(&w->writer) != 0))
			work_give_up_store(w);
		progress_step(w->tools->progress, (int64_t)n, f->stem);
	}
}

static void
note_holes(struct work *w, const struct file *f, int64_t from, int64_t to)
{
	int64_t hole, end;

	for (; (hole = find_hole(f, from, to, &end)) < to; from = end)
		work_note_hole(w, hole, end);
}

/* Around the holes, which the exchange is asked for. */
static void
keep_around(struct work *w, const struct file *f, int64_t from, int64_t to,
    struct steps *more)
{
	int64_t hole, end;

	for (; from < to && !w->over; from = end) {
		hole = find_hole(f, from, to, &end);
		put_range(w, f, from, hole);
		if (hole < end && steps_add_rest(more, &w->plan, &w->routes,
				      hole, end, true) != 0)
			work_give_up(w, "out of memory");
	}
}

/*
 * What is lacking of [from, to).  What the file itself lacks the exchange is
 * asked for, where that can be: if it does not answer today, another run will
 * ask.  Else there was none.
 */
static void
keep(struct work *w, const struct file *f, int64_t from, int64_t to,
    struct steps *more)
{
	struct store_span part;

	while (!w->over && plan_next(&w->plan, from, to, &part)) {
		from = part.to + 1;
		if (routes_rest(&w->routes, part.from)) {
			keep_around(w, f, part.from, from, more);
		} else {
			put_range(w, f, part.from, from);
			note_holes(w, f, part.from, from);
		}
	}
}

/* Its rows only: what it lacks another file was to have, which is damaged. */
static void
keep_rows(struct work *w, const struct file *f, int64_t from, int64_t to,
    struct steps *more)
{
	struct store_span part;

	while (!w->over && plan_next(&w->plan, from, to, &part)) {
		from = part.to + 1;
		keep_around(w, f, part.from, from, more);
	}
}

static void
note_repairs(struct work *w, const struct file *f)
{
	const struct rows *rs = &f->rows;
	const struct csv_proof *p = &f->proof;
	int64_t unsorted = rs->unsorted + p->unsorted;
	int64_t doubled = rs->doubled + p->doubled;
	int64_t outside = rs->outside + p->outside;

	w->later = 0;
	w->st->files++;
	w->st->repaired += unsorted + doubled + outside;
	if (rs->blank)
		log_info("'%s': %lld rows hold nothing", f->url,
		    (long long)rs->blank);
	if (unsorted + doubled + outside == 0)
		return;
	progress_clear(w->tools->progress);
	log_warn("'%s': rows repaired: %lld out of order, %lld given twice, "
		 "%lld of another time left out",
	    f->url, (long long)unsorted, (long long)doubled,
	    (long long)outside);
}

enum lack {
	LACK_FILE, /* another file may have it, or REST */
	LACK_ALL,  /* the archive fails: only REST may */
	LACK_STOP, /* go no further */
};

/* What becomes of a file that was not to be had. */
static enum lack
judge_lack(struct work *w, struct step *s, enum archive_got got)
{
	struct file *f = s->file;

	w->later = got == GOT_LATER ? w->later + 1 : 0;
	progress_clear(w->tools->progress);
	switch (got) {
	case GOT_ABSENT:
		log_info("'%s' is not in the archive", f->url);
		return LACK_FILE;
	case GOT_CORRUPT:
		log_error("'%s': %s", f->url, f->why);
		quarantine(w, f, s->from, s->to);
		return w->over ? LACK_STOP : LACK_FILE;
	case GOT_STOPPED:
		work_stop(w);
		return LACK_STOP;
	case GOT_BROKEN:
		w->st->machine_failed = true;
		log_error("'%s': %s", f->url, f->why);
		w->st->status = STAGE_FAILED;
		w->over = true;
		return LACK_STOP;
	default:
		log_error("'%s': %s", f->url, f->why);
		w->refused |= got == GOT_REFUSED;
		w->archive_down |= got == GOT_REFUSED || w->later >= LATER_MAX;
		return LACK_ALL;
	}
}

/* REST for what is lacking of [from, to), if it may be asked. */
static void
instead(struct work *w, int64_t from, int64_t to, struct steps *more)
{
	if (!w->routes.has[ROUTE_REST] || w->rest_down || w->over)
		return;
	if (steps_add_rest(more, &w->plan, &w->routes, from, to, false) != 0)
		work_give_up(w, "out of memory");
}

/* The same where the archive fails; of trades that may be days of work. */
static void
instead_of_all(struct work *w, int64_t from, int64_t to, struct steps *more)
{
	if (w->st->target.format.data != DATA_TRADES)
		instead(w, from, to, more);
}

void
take_instead(struct work *w, struct step *s)
{
	struct steps more;

	steps_init(&more);
	instead_of_all(w, s->from, s->to, &more);
	work_first(w, &more);
}

static bool
is_whole(const struct file *f, int64_t from, int64_t to)
{
	int64_t end;

	return find_hole(f, from, to, &end) == to;
}

/* The days that the month's file has wholly; the others' own are asked. */
static void
keep_month(struct work *w, struct step *s, struct steps *more)
{
	struct file *f = s->file;
	bool days = w->routes.has[ROUTE_DAY];

	for (int64_t from = s->from, end; from < s->to && !w->over;
	     from = end) {
		struct step *day;

		end = days ? steps_day_end(from, s->to) : s->to;
		if (!days || is_whole(f, from, end)) {
			while (end < s->to &&
			       is_whole(f, end, steps_day_end(end, s->to)))
				end = steps_day_end(end, s->to);
			keep(w, f, from, end, more);
		} else if (plan_lacks(&w->plan, from, end)) {
			day = steps_add(more, ROUTE_DAY, from, end);
			if (day)
				day->month = file_share(f);
			else
				work_give_up(w, "out of memory");
		}
	}
}

static void
lack_day(
    struct work *w, const struct step *s, enum lack lack, struct steps *more)
{
	if (lack == LACK_FILE)
		instead(w, s->from, s->to, more);
	else if (lack == LACK_ALL)
		instead_of_all(w, s->from, s->to, more);
}

static void
lack_month(
    struct work *w, const struct step *s, enum lack lack, struct steps *more)
{
	if (lack != LACK_FILE || !w->routes.has[ROUTE_DAY])
		lack_day(w, s, lack, more);
	else if (steps_add_days(more, &w->plan, &w->routes, s->from, s->to) !=
		 0)
		work_give_up(w, "out of memory");
}

static void
take_month(struct work *w, struct step *s, enum archive_got got)
{
	struct steps more;

	steps_init(&more);
	if (got == GOT_FILE && s->file->format.data == DATA_TRADES)
		take_trades(w, s->file, s->from, s->to,
		    w->routes.has[ROUTE_DAY] ? &more : NULL, ROUTE_DAY);
	else if (got == GOT_FILE)
		keep_month(w, s, &more);
	else
		lack_month(w, s, judge_lack(w, s, got), &more);
	work_first(w, &more);
}

/* The fuller of the day's file and what the month's has of it. */
static void
take_day(struct work *w, struct step *s, enum archive_got got)
{
	size_t had = s->month ? file_rows_in(s->month, s->from, s->to) : 0;
	enum lack lack;
	struct steps more;

	steps_init(&more);
	if (got == GOT_FILE && s->file->format.data == DATA_TRADES)
		take_trades(w, s->file, s->from, s->to,
		    w->routes.has[ROUTE_REST] && !w->rest_down ? &more : NULL,
		    ROUTE_REST);
	else if (got == GOT_FILE && file_rows_in(s->file, s->from, s->to) > had)
		keep(w, s->file, s->from, s->to, &more);
	else if (had && (got == GOT_FILE || got == GOT_ABSENT))
		keep(w, s->month, s->from, s->to, &more);
	else if (got == GOT_FILE)
		keep(w, s->file, s->from, s->to, &more);
	else if ((lack = judge_lack(w, s, got)) == LACK_FILE && had)
		keep_rows(w, s->month, s->from, s->to, &more);
	else
		lack_day(w, s, lack, &more);
	work_first(w, &more);
}

void
take_file(struct work *w, struct step *s)
{
	enum archive_got got;

	if (!plan_lacks(&w->plan, s->from, s->to))
		return;
	if (!s->file)
		take_start_file(w, s);
	if (w->over)
		return;
	got = file_wait(s->file, work_tick, w);
	if (got == GOT_FILE)
		note_repairs(w, s->file);
	if (s->route == ROUTE_MONTH)
		take_month(w, s, got);
	else
		take_day(w, s, got);
}
