/* SPDX-License-Identifier: MIT */
/* A reply of the REST interface: into the store. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "history/work.h"
#include "net/budget.h"

/* Later than this a candle is not revised any more. */
#define SETTLE_MS INT64_C(30000)
#define CLOCK_OFF_MS INT64_C(30000)

/* The exchange's clock at an answer. */
static int64_t
their_now(const struct work *w, int64_t date)
{
	return w->tools->clock_set || date <= 0 ? clock_now() : date;
}

/* Theirs counts; who looks at what is stored may wonder. */
static void
compare_clocks(struct work *w)
{
	bool known;
	int64_t off =
	    clock_now() - budget_server_now(w->tools->rest.budget, &known);

	if (w->tools->clock_set || w->tools->clock_told || !known ||
	    llabs(off) <= CLOCK_OFF_MS)
		return;
	w->tools->clock_told = true;
	progress_clear(w->tools->progress);
	log_warn("this machine's clock is %" PRId64
		 " seconds %s the exchange's",
	    (int64_t)llabs(off) / 1000, off > 0 ? "ahead of" : "behind");
}

int64_t
work_settled(struct work *w, int64_t date)
{
	const struct row_format *f = &w->st->target.format;
	int64_t settled = dataset_floor(
	    f, their_now(w, date) - SETTLE_MS - dataset_shift(f->data) + 1);

	if (settled < w->settled)
		w->settled = settled;
	return settled;
}

bool
take_page_judge(struct work *w, const struct page *p, enum page_got got)
{
	char text[TARGET_TEXT];

	if (got == PAGE_ROWS) {
		compare_clocks(w);
		return true;
	}
	progress_clear(w->tools->progress);
	switch (got) {
	case PAGE_STOPPED:
		work_stop(w);
		return false;
	case PAGE_BROKEN:
		w->st->machine_failed = true;
		work_give_up(w, p->why);
		return false;
	case PAGE_UNKNOWN:
		log_error("%s: %s", target_text(&w->st->target, text), p->why);
		w->routes.has[ROUTE_REST] = false;
		return false;
	case PAGE_BEYOND:
		log_warn("%s: %s", target_text(&w->st->target, text), p->why);
		return false;
	default:
		log_error("'%s': %s", p->url, p->why);
		w->rest_down = true;
		w->tools->rest_denied |= got == PAGE_DENIED;
		return false;
	}
}

/* Rows of bars that are not over are nothing to keep. */
static size_t
closed_rows(struct work *w, const struct page *p)
{
	const struct row_format *f = &p->target->format;
	int64_t now = their_now(w, p->date);
	size_t n = p->rows.n;

	while (n > 0) {
		const struct row *r = &p->rows.list[n - 1];
		int64_t end = r->time;

		if (f->data == DATA_CANDLES || f->data == DATA_PREMIUM)
			end = interval_next(f->interval, r->time);
		if (end <= now)
			break;
		n--;
	}
	return n;
}

/* The end of the rows that follow on each other from a place on, and where
 * the next one is. */
static int64_t
run_end(const struct page *p, size_t *i, int64_t from, int64_t to)
{
	const struct row_format *f = &p->target->format;

	for (; from < to && *i < p->rows.n; ++*i) {
		if (dataset_place(f, &p->rows.list[*i]) != from)
			break;
		from = interval_next(f->interval, from);
	}
	return from;
}

/* Around the holes; a second request must find them too. */
static void
cover_runs(struct work *w, struct step *s, const struct page *p, int64_t to,
    struct steps *more)
{
	const struct row_format *f = &p->target->format;
	int64_t from = s->from;
	size_t i = 0;

	while (from < to && !w->over) {
		int64_t end = run_end(p, &i, from, to);

		if (end > from &&
		    writer_cover(&w->writer, from, end, p->url, "", -1) != 0)
			work_give_up_store(w);
		from = end;
		if (from >= to)
			return;
		end = i < p->rows.n ? dataset_place(f, &p->rows.list[i]) : to;
		if (end > to)
			end = to;
		if (!s->sure) {
			if (steps_add_rest(more, &w->plan, &w->routes, from,
				end, true) != 0)
				work_give_up(w, "out of memory");
		} else if (writer_cover(
			       &w->writer, from, end, p->url, "", -1) != 0) {
			work_give_up_store(w);
		} else {
			work_note_hole(w, from, end);
		}
		from = end;
	}
}

/* Of what has no grid: a day and more without a row must be found twice. */
static void
cover_page(struct work *w, struct step *s, const struct page *p, int64_t to,
    struct steps *more)
{
	if (s->from >= to)
		return;
	if (p->rows.n == 0 && to - s->from >= DAY_MS && !s->sure) {
		if (steps_add_rest(
			more, &w->plan, &w->routes, s->from, to, true) != 0)
			work_give_up(w, "out of memory");
	} else if (writer_cover(&w->writer, s->from, to, p->url, "", -1) != 0) {
		work_give_up_store(w);
	}
}

static void
keep_page(struct work *w, struct step *s, struct page *p)
{
	int64_t end = p->end, settled = work_settled(w, p->date);
	struct steps more;

	steps_init(&more);
	p->rows.n = closed_rows(w, p);
	if (end > settled)
		end = settled;
	if (writer_put(&w->writer, p->rows.list, p->rows.n) != 0)
		work_give_up_store(w);
	else if (dataset_has_grid(p->target->format.data))
		cover_runs(w, s, p, end, &more);
	else
		cover_page(w, s, p, end, &more);
	work_flush(w); /* who is killed loses one page */
	progress_step(w->tools->progress, (int64_t)p->rows.n, "REST");
	if (!w->over && p->full && p->end > s->from && p->end < s->to &&
	    !steps_add(&more, ROUTE_REST, p->end, s->to))
		work_give_up(w, "out of memory");
	work_first(w, &more);
}

/* The archive has what REST was to give at once. */
static void
take_files_instead(struct work *w, int64_t from)
{
	struct plan rest = w->plan;
	struct steps more;

	steps_init(&more);
	w->routes.rest_first = false;
	w->routes.has[ROUTE_REST] = false;
	rest.lo = from;
	if (steps_make(&more, &rest, &w->routes) != 0)
		work_give_up(w, "out of memory");
	work_first(w, &more);
}

void
take_page(struct work *w, struct step *s)
{
	if (w->rest_down || !w->routes.has[ROUTE_REST])
		return;
	if (!s->page)
		s->page =
		    page_start(&w->tools->rest, &w->st->target, s->from, s->to);
	if (!s->page) {
		work_give_up(w, "out of memory");
		return;
	}
	if (take_page_judge(w, s->page, page_wait(s->page)))
		keep_page(w, s, s->page);
	else if (w->routes.rest_first && !w->over)
		take_files_instead(w, s->from);
}

/* Asks when the market began; false: it is not to be known. */
static bool
ask_listed(struct work *w)
{
	const struct target *t = &w->st->target;
	struct stage_tools *tools = w->tools;
	struct page p = {.url = tools->listed_url};
	enum page_got got;

	if (strcmp(tools->listed_symbol, t->format.symbol) == 0)
		return tools->listed > 0;
	got = page_listed(
	    &tools->rest, t, &tools->listed, tools->listed_url, p.why);
	if (got == PAGE_LATER) { /* candles do not come; the rest may */
		progress_clear(tools->progress);
		log_warn("'%s': %s", p.url, p.why);
		tools->listed = 0;
	} else if (!take_page_judge(w, &p, got)) {
		return false;
	}
	(void)strncpy(tools->listed_symbol, t->format.symbol,
	    sizeof tools->listed_symbol - 1);
	return tools->listed > 0;
}

/* Whether the store has rows of [from, to). */
static bool
has_rows(struct work *w, int64_t from, int64_t to)
{
	int64_t shift = dataset_shift(w->st->target.format.data);
	struct cursor *c = series_cursor(w->tools->store, &w->writer.series,
	    from + shift, to - 1 + shift, false);
	bool has = c && cursor_next(c);

	if (!c || (!has && cursor_failed(c)))
		work_give_up_store(w);
	cursor_close(c);
	return has;
}

/* There was no market in [from, to). */
static void
cover_unlisted(struct work *w, int64_t from, int64_t to)
{
	if (writer_cover(&w->writer, from, to, w->tools->listed_url, "",
		CAUSE_NOT_LISTED) != 0)
		work_give_up_store(w);
	else if (holes_add(&w->st->holes, &w->st->target.format, from, to,
		     CAUSE_NOT_LISTED) != 0)
		work_give_up(w, "out of memory");
}

void
take_listed(struct work *w)
{
	const struct row_format *f = &w->st->target.format;
	struct plan *p = &w->plan;
	struct store_span part;
	int64_t listed;

	/* Only where nothing says that there was a market before. */
	if (!w->routes.has[ROUTE_REST] || w->rest_down || p->nspans == 0 ||
	    p->spans[0].from != p->lo || !ask_listed(w))
		return;
	listed = w->tools->listed;
	if (listed == INT64_MAX) {
		log_warn("'%s': the exchange has no candle of it", f->symbol);
		return;
	}
	listed = dataset_floor(f, listed);
	if (listed > p->hi)
		listed = p->hi;
	if (listed <= p->lo || has_rows(w, p->lo, listed))
		return; /* the archive knows more */
	for (int64_t from = p->lo;
	     !w->over && plan_next(p, from, listed, &part); from = part.to + 1)
		cover_unlisted(w, part.from, part.to + 1);
	if (plan_drop(p, p->lo, listed) != 0)
		work_give_up(w, "out of memory");
	work_flush(w); /* not held while a server is waited for */
}
