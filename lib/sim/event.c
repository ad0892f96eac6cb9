/* SPDX-License-Identifier: MIT */
#include "sim/event.h"

#include <math.h>
#include <stdlib.h>

enum { MINUTE_MS = 60000, BLOCK = 1024 /* wishes */ };

static void
make_bar(struct event *e, const struct record *r)
{
	e->kind = EVENT_BAR;
	e->bar = (struct bar){
	    .open_time = r->v[CANDLE_OPEN_TIME].i,
	    .open = r->v[CANDLE_OPEN].num,
	    .high = r->v[CANDLE_HIGH].num,
	    .low = r->v[CANDLE_LOW].num,
	    .close = r->v[CANDLE_CLOSE].num,
	};
}

static void
make_signal(struct event *e, struct wish *w, const struct record *r)
{
	bool closes =
	    rec_has(r, SIGNAL_ACTION) && r->v[SIGNAL_ACTION].i == ACTION_CLOSE;

	e->kind = EVENT_SIGNAL;
	e->wish = w;
	*w = (struct wish){
	    .action = closes ? ACTION_CLOSE : ACTION_OPEN,
	    .direction = (enum direction)r->v[SIGNAL_DIRECTION].i,
	    .price = rec_num(r, SIGNAL_PRICE, NAN),
	    .entry_low = rec_num(r, SIGNAL_ENTRY_LOW, NAN),
	    .entry_high = rec_num(r, SIGNAL_ENTRY_HIGH, NAN),
	    .stop = rec_num(r, SIGNAL_STOP, NAN),
	    .target = rec_num(r, SIGNAL_TARGET, NAN),
	    .score = rec_num(r, SIGNAL_SCORE, NAN),
	    .setup = -1,
	    .tier = rec_has(r, SIGNAL_TIER) ? (int)r->v[SIGNAL_TIER].i : -1,
	    .id = r->v[SIGNAL_ID].s,
	    .id_len = r->v[SIGNAL_ID].len,
	};
}

static void
make_book(struct event *e, const struct record *r)
{
	double bid = rec_num(r, BOOK_BID, NAN), ask = rec_num(r, BOOK_ASK, NAN);

	e->kind = EVENT_BOOK;
	e->half_spread = (ask - bid) / (ask + bid);
}

void
event_make(struct event *e, struct wish *w, const struct record *r, int market)
{
	*e = (struct event){.time = r->time, .market = market};
	switch (r->type) {
	case REC_CANDLE:
		make_bar(e, r);
		break;
	case REC_TRADE:
		e->kind = EVENT_TRADE;
		e->price = r->v[TRADE_PRICE].num;
		break;
	case REC_SIGNAL:
		make_signal(e, w, r);
		break;
	case REC_GAP:
		e->kind = EVENT_GAP;
		e->gap.to = rec_has(r, GAP_TO) ? r->v[GAP_TO].i : r->time;
		e->gap.from =
		    rec_has(r, GAP_FROM) ? r->v[GAP_FROM].i : e->gap.to;
		break;
	case REC_FUNDING: /* due on the minute; its time jitters */
		e->kind = EVENT_FUNDING;
		e->time -= e->time % MINUTE_MS;
		e->funding.rate = r->v[FUNDING_RATE].num;
		e->funding.mark = rec_num(r, FUNDING_MARK_PRICE, NAN);
		break;
	case REC_BOOK:
		make_book(e, r);
		break;
	default:
		break;
	}
}

/* A place for a wish that stays where it is; NULL: out of memory. */
static struct wish *
wish_keep(struct events *es)
{
	struct wish **blocks;

	if (es->nwishes == es->blocks * BLOCK) {
		blocks =
		    realloc(es->wishes, (es->blocks + 1) * sizeof *es->wishes);
		if (!blocks)
			return NULL;
		es->wishes = blocks;
		blocks[es->blocks] = malloc(BLOCK * sizeof **blocks);
		if (!blocks[es->blocks])
			return NULL;
		es->blocks++;
	}
	es->nwishes++;
	return &es->wishes[es->blocks - 1][(es->nwishes - 1) % BLOCK];
}

int
events_add(struct events *es, const struct event *e)
{
	struct event *to;

	if (es->n == es->size) {
		size_t size = es->size ? 2 * es->size : 1024;
		struct event *at = realloc(es->at, size * sizeof *at);

		if (!at)
			return -1;
		es->at = at;
		es->size = size;
	}
	to = &es->at[es->n];
	*to = *e;
	if (e->kind == EVENT_SIGNAL) {
		struct wish *w = wish_keep(es);

		if (!w)
			return -1;
		*w = *e->wish;
		w->id = NULL;
		w->id_len = 0;
		to->wish = w;
	}
	es->n++;
	return 0;
}

void
events_finish(struct events *es)
{
	for (size_t i = 0; i < es->blocks; i++)
		free(es->wishes[i]);
	free(es->wishes);
	free(es->at);
	*es = (struct events){0};
}
