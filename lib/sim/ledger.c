/* SPDX-License-Identifier: MIT */
#include "sim/ledger.h"

#include <string.h>

#include "sim/curve.h"

enum { TAKER, MAKER }; /* the words of a fill's liquidity */

static void
set_text(struct record *r, int slot, const char *s)
{
	rec_set_text(r, slot, s, strlen(s));
}

static void
begin(
    struct record *r, enum rec_type type, const struct market *m, int64_t time)
{
	rec_init(r, type, time);
	if (*m->venue)
		set_text(r, M_VENUE, m->venue);
	set_text(r, M_SYMBOL, m->name);
}

/* A price that slippage moved is a computed number. */
static void
set_price(struct record *r, int slot, double price, bool computed)
{
	if (computed)
		rec_set_calc(r, slot, price);
	else
		rec_set_num(r, slot, price);
}

void
ledger_fill(struct record *r, const struct fill *f, int64_t time)
{
	begin(r, REC_FILL, f->holding->market, time);
	rec_set_int(r, FILL_ORDER, f->order);
	rec_set_int(r, FILL_POSITION, f->holding->pos.id);
	rec_set_raw(r, FILL_SIGNAL, f->signal->s, f->signal->len);
	rec_set_int(r, FILL_SIDE, f->side);
	set_price(r, FILL_PRICE, f->price, f->slipped);
	rec_set_calc(r, FILL_QTY, f->qty);
	rec_set_calc(r, FILL_FEE, f->fee);
	rec_set_int(r, FILL_LIQUIDITY, f->maker ? MAKER : TAKER);
	set_text(r, FILL_REASON, fill_reasons[f->reason]);
	rec_set_int(r, FILL_AT, f->at);
}

static void
set_open(struct record *r, const struct position *pos, double equity)
{
	double value = pos->qty * pos->mark;

	rec_set_int(r, POSITION_STATE, POS_OPEN);
	rec_set_calc(r, POSITION_PRICE, pos->mark);
	rec_set_calc(r, POSITION_VALUE, value);
	if (equity > 0)
		rec_set_calc(r, POSITION_SHARE, value / equity);
	rec_set_calc(r, POSITION_UNREALIZED_PNL, position_gain(pos, pos->mark));
}

static void
set_closed(struct record *r, const struct position *pos, const struct fill *f)
{
	rec_set_int(r, POSITION_STATE, POS_CLOSED);
	rec_set_int(r, POSITION_CLOSED, pos->closed);
	set_price(r, POSITION_EXIT, pos->exit, f->slipped);
	rec_set_calc(r, POSITION_PNL, pos->pnl);
	rec_set_calc(r, POSITION_RETURN, position_return(pos));
	set_text(r, POSITION_REASON, fill_reasons[f->reason]);
}

void
ledger_position(struct record *r, const struct holding *h, const struct fill *f,
    double equity, int64_t time)
{
	const struct position *pos = &h->pos;

	begin(r, REC_POSITION, h->market, time);
	rec_set_int(r, POSITION_ID, pos->id);
	rec_set_raw(r, POSITION_SIGNAL, h->id.s, h->id.len);
	rec_set_int(r, POSITION_DIRECTION, pos->direction);
	rec_set_int(r, POSITION_OPENED, pos->opened);
	set_price(r, POSITION_ENTRY, pos->entry, h->entry_slipped);
	rec_set_calc(r, POSITION_QTY, pos->qty);
	rec_set_calc(r, POSITION_FEES, pos->fees);
	rec_set_calc(r, POSITION_FUNDING, pos->funding);
	rec_set_calc(r, POSITION_MAE, position_mae(pos));
	rec_set_calc(r, POSITION_MFE, position_mfe(pos));
	rec_set_int(r, POSITION_BARS, h->bar - h->entry_bar);
	if (f && !position_is_open(pos))
		set_closed(r, pos, f);
	else
		set_open(r, pos, equity);
}

void
ledger_equity(struct record *r, const struct simulation *s, int64_t time)
{
	const struct portfolio *p = &s->account;
	struct exposure e = portfolio_exposure(p);
	double drawdown = curve_fall(s->curve.drawdown.peak, e.equity);

	rec_init(r, REC_EQUITY, time);
	rec_set_calc(r, EQUITY_EQUITY, e.equity);
	rec_set_calc(r, EQUITY_CASH, p->cash);
	/* Shares of equity: not defined once it is gone, and left out. */
	if (e.equity > 0) {
		rec_set_calc(r, EQUITY_EXPOSURE,
		    (e.long_value + e.short_value) / e.equity);
		rec_set_calc(r, EQUITY_LONG_EXPOSURE, e.long_value / e.equity);
		rec_set_calc(
		    r, EQUITY_SHORT_EXPOSURE, e.short_value / e.equity);
		rec_set_calc(r, EQUITY_CONCENTRATION, e.largest / e.equity);
	}
	rec_set_calc(r, EQUITY_UNREALIZED_PNL, e.unrealized);
	rec_set_calc(r, EQUITY_DRAWDOWN, drawdown);
	rec_set_calc(r, EQUITY_MAX_DRAWDOWN,
	    drawdown > s->curve.drawdown.worst ? drawdown
					       : s->curve.drawdown.worst);
	rec_set_int(r, EQUITY_OPEN_POSITIONS, p->n);
}
