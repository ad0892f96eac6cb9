/* SPDX-License-Identifier: MIT */
#include "history/work.h"

#include "base/log.h"
#include "net/fetch.h"

void
work_give_up(struct work *w, const char *why)
{
	char text[TARGET_TEXT];

	progress_clear(w->tools->progress);
	log_error("%s: %s", target_text(&w->st->target, text), why);
	w->st->status = STAGE_FAILED;
	w->over = true;
}

void
work_give_up_store(struct work *w)
{
	w->st->machine_failed = true;
	work_give_up(w, store_why(w->tools->store));
}

void
work_flush(struct work *w)
{
	if (!w->over && writer_flush(&w->writer) != 0)
		work_give_up_store(w);
}

void
work_first(struct work *w, struct steps *more)
{
	steps_prepend(&w->steps, more);
}

void
work_stop(struct work *w)
{
	w->st->status = STAGE_STOPPED;
	w->over = true;
}

int
work_tick(void *arg)
{
	struct work *w = arg;
	const volatile sig_atomic_t *stop = w->tools->stop;

	fetcher_run(w->tools->fetcher, 0);
	return stop && *stop;
}

void
work_note_hole(struct work *w, int64_t from, int64_t to)
{
	if (holes_add(&w->st->holes, &w->st->target.format, from, to,
		CAUSE_EXCHANGE) != 0)
		work_give_up(w, "out of memory");
}
