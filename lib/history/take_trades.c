/* SPDX-License-Identifier: MIT */
/* A file of trades: read once more, into the store. */
#include "history/chain.h"
#include "history/work.h"

enum { SLICE = 8000 };

struct sorted { /* parts of what is lacking, one after the other */
	struct work *work;
	const struct file *file;
	int64_t from, to; /* of the file, to be looked at yet */
	struct chain chain;
	bool begun;
	struct steps *more;
	enum route route;
};

/* The next part that is lacking; false: there is none. */
static bool
next_part(struct sorted *s)
{
	struct store_span part;

	if (!plan_next(&s->work->plan, s->from, s->to, &part))
		return false;
	s->from = part.to + 1;
	chain_init(&s->chain, s->work, part.from, s->from, s->file->url,
	    s->file->checksum, s->more, s->route);
	return s->begun = !s->work->over;
}

static int
push_sorted(const struct row *rows, size_t n, void *arg)
{
	struct sorted *s = arg;
	size_t i = 0;

	if (work_tick(s->work))
		return -1;
	while (i < n && !s->work->over) {
		size_t first = i;

		if (!s->begun && !next_part(s))
			return s->work->over ? -1 : 0;
		while (i < n && rows[i].time < s->chain.to)
			i++;
		chain_push(&s->chain, rows + first, i - first);
		progress_step(s->work->tools->progress, (int64_t)(i - first),
		    s->file->stem);
		if (i < n) {
			chain_finish(&s->chain);
			s->begun = false;
		}
	}
	return s->work->over ? -1 : 0;
}

static bool
judge(struct work *w, struct file *f, enum archive_got got)
{
	if (w->over || got == GOT_FILE)
		return !w->over;
	if (got == GOT_STOPPED) {
		work_stop(w);
		return false;
	}
	w->st->machine_failed = true;
	work_give_up(w, f->why); /* it was proved sound before */
	return false;
}

static void
take_sorted(struct work *w, struct file *f, int64_t from, int64_t to,
    struct steps *more, enum route route)
{
	struct sorted s = {
	    .work = w,
	    .file = f,
	    .from = from,
	    .to = to,
	    .more = more,
	    .route = route,
	};

	if (!judge(w, f, file_each(f, push_sorted, &s)))
		return;
	do
		if (s.begun)
			chain_finish(&s.chain);
	while (!w->over && next_part(&s));
	work_flush(w);
}

struct unsorted {
	struct work *work;
	const struct file *file;
	int64_t from, to;
	struct store_span part; /* what lacks, the last that was found */
};

/* What is covered keeps the rows that it was proved with. */
static bool
is_lacking(struct unsorted *u, const struct row *r)
{
	struct store_span *part = &u->part;

	if (r->time < u->from || r->time >= u->to ||
	    !row_is_record(r, DATA_TRADES))
		return false;
	if ((r->time < part->from || r->time > part->to) &&
	    !plan_next(&u->work->plan, r->time, u->to, part))
		*part = (struct store_span){u->to, u->to};
	return r->time >= part->from && r->time <= part->to;
}

static int
push_unsorted(const struct row *rows, size_t n, void *arg)
{
	struct unsorted *u = arg;
	struct work *w = u->work;

	if (work_tick(w))
		return -1;
	for (size_t i = 0, first; i < n && !w->over; i++) {
		for (first = i; i < n && is_lacking(u, &rows[i]); i++)
			;
		if (i > first &&
		    writer_put(&w->writer, rows + first, i - first) != 0)
			work_give_up_store(w);
		progress_step(
		    w->tools->progress, (int64_t)(i - first), u->file->stem);
	}
	if (!w->over && writer_is_full(&w->writer))
		work_flush(w);
	return w->over ? -1 : 0;
}

/* A part that lacks, now that its rows are in the store in their order. */
static void
cover_slices(struct work *w, const struct file *f, int64_t from, int64_t to)
{
	struct store *store = w->tools->store;
	const struct csv_proof *p = &f->proof;
	/* Where no id is missing none is, though by time one may seem to. */
	bool gaps = p->last_id - p->first_id + 1 > p->rows;
	int64_t last_id = -1, last_time = 0, end;

	while (from < to && !w->over) {
		struct cursor *c = series_cursor(
		    store, &w->writer.series, from, to - 1, false);
		const struct record *r = NULL;
		int64_t n = 0;

		while (c && (r = cursor_next(c))) {
			int64_t id = r->v[TRADE_ID].i;

			if (n++ >= SLICE && r->time > last_time)
				break;
			if (gaps && last_id >= 0 && id > last_id + 1 &&
			    holes_add_ids(&w->st->holes, last_time, r->time,
				last_id + 1, id - 1, CAUSE_EXCHANGE) != 0)
				work_give_up(w, "out of memory");
			if (id > last_id)
				last_id = id;
			last_time = r->time;
		}
		end = r ? r->time : to;
		if (!c || cursor_failed(c))
			work_give_up_store(w);
		cursor_close(c);
		if (!w->over && writer_cover(&w->writer, from, end, f->url,
				    f->checksum, -1) != 0)
			work_give_up_store(w);
		work_flush(w);
		from = end;
	}
}

/*
 * Rows in any order: first all of them, then what they cover.
 */
static void
take_unsorted(struct work *w, struct file *f, int64_t from, int64_t to)
{
	struct unsorted u = {.work = w, .file = f, .from = from, .to = to};
	struct store_span part;

	if (!judge(w, f, file_each(f, push_unsorted, &u)))
		return;
	work_flush(w);
	while (!w->over && plan_next(&w->plan, from, to, &part)) {
		cover_slices(w, f, part.from, part.to + 1);
		from = part.to + 1;
	}
}

/* Whether no trade of a part that lacks can come behind one of the next. */
static bool
is_in_order(
    const struct work *w, const struct file *f, int64_t from, int64_t to)
{
	struct store_span part;

	if (f->proof.unsorted || f->proof.back > CHAIN_BACK_MS)
		return false;
	return f->proof.back == 0 ||
	       (plan_next(&w->plan, from, to, &part) && part.from <= f->from &&
		   part.to >= f->to - 1);
}

void
take_trades(struct work *w, struct file *f, int64_t from, int64_t to,
    struct steps *more, enum route route)
{
	if (is_in_order(w, f, from, to))
		take_sorted(w, f, from, to, more, route);
	else
		take_unsorted(w, f, from, to);
}
