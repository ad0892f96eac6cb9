/* SPDX-License-Identifier: MIT */
/* work - a stage under way: what its parts share; for nobody else. */
#ifndef WORK_H
#define WORK_H

#include "history/file.h"
#include "history/plan.h"
#include "history/stage.h"
#include "history/steps.h"

struct work {
	struct stage *st;
	struct stage_tools *tools;
	struct plan plan;
	struct routes routes;
	struct steps steps;
	struct writer writer;
	struct holes corrupt; /* what was found damaged */
	int64_t settled;      /* places from here on may still change */
	int later;            /* files in a row that the network denied */
	bool archive_down, refused;
	bool stale;     /* what was to be fetched anew was not */
	bool rest_down; /* it failed: nothing more is asked of it */
	bool over;      /* failed or stopped: go no further */
};

/* work.c */
void work_give_up(struct work *w, const char *why);
void work_give_up_store(struct work *w);
void work_flush(struct work *w);
/* Puts more in front of the steps. */
void work_first(struct work *w, struct steps *more);
void work_stop(struct work *w);
/* Goes on with the downloads; for what takes long.  1: it is to stop. */
int work_tick(void *w);
/* The exchange had none of [from, to). */
void work_note_hole(struct work *w, int64_t from, int64_t to);
/* How far rows can be covered that were given at this moment. */
int64_t work_settled(struct work *w, int64_t date);

/* stage.c: takes all steps, and those that they lead to. */
void work_steps(struct work *w);

/* take_file.c: the first step, a file of the archive */
void take_start_file(struct work *w, struct step *s);
void take_file(struct work *w, struct step *s);
/* REST for such a step, now that the archive is down. */
void take_instead(struct work *w, struct step *s);

/* take_trades.c: what is lacking of [from, to), from a file of trades.  What it
 * lacks for long is put into more, by the route; NULL: it is believed. */
void take_trades(struct work *w, struct file *f, int64_t from, int64_t to,
    struct steps *more, enum route route);

/* take_page.c: the first step, a request */
void take_page(struct work *w, struct step *s);
/* Whether the exchange can be asked at all; else says what came of it. */
bool take_page_judge(struct work *w, const struct page *p, enum page_got got);
/* When the market began: what lies before is covered as such. */
void take_listed(struct work *w);

/* take_walk.c: the first step, trades by their ids */
void take_walk(struct work *w, struct step *s);

/* reverify.c: files of the archive that have been replaced since are fetched
 * again */
void reverify(struct work *w);

/* quarantine.c: a damaged file is kept beside the store, and noted there */
void quarantine(struct work *w, struct file *f, int64_t from, int64_t to);

#endif
