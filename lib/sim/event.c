/* SPDX-License-Identifier: MIT */
#include "sim/event.h"

#include <math.h>

enum { MINUTE_MS = 60000 };

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
make_trade(struct event *e, const struct record *r)
{
	double p = r->v[TRADE_PRICE].num;

	e->kind = EVENT_TRADE;
	e->bar = (struct bar){r->time, p, p, p, p};
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
	if (ask < bid) /* crossed: nobody is paid for taking */
		e->half_spread = 0;
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
		make_trade(e, r);
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
