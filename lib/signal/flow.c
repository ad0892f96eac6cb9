/* SPDX-License-Identifier: MIT */
#include "signal/flow.h"

#include <math.h>

#include "market/record.h"

static const double VOLUME_TOLERANCE = 1e-6;

/* A bar begins; what came before it stands. */
static void
begin(struct flow *f)
{
	f->trade_hole = false;
	f->trade_whole = f->last_id >= 0;
	f->bought = f->sold = 0;
	f->book_whole = !isnan(f->book.bid);
	f->book_moved = false;
	f->book_sum = 0;
	f->forced[SIDE_BUY] = f->forced[SIDE_SELL] = 0;
}

int
flow_init(struct flow *f, const struct flow_params *params)
{
	*f = (struct flow){
	    .params = *params,
	    .last_id = -1,
	    .book.bid = NAN,
	    .basis = NAN,
	    .funding_rate = NAN,
	    .mark_rate = NAN,
	};
	begin(f);
	for (int side = SIDE_BUY; side <= SIDE_SELL; side++)
		if (window_init(&f->past[side], params->liquidation_bars) != 0)
			return -1;
	return 0;
}

void
flow_finish(struct flow *f)
{
	window_finish(&f->past[SIDE_BUY]);
	window_finish(&f->past[SIDE_SELL]);
}

void
flow_reset(struct flow *f)
{
	f->last_id = -1;
	f->book.bid = NAN;
	window_reset(&f->past[SIDE_BUY]);
	window_reset(&f->past[SIDE_SELL]);
	begin(f);
}

static void
trade_hole(struct flow *f)
{
	f->holed += f->last_id >= 0 && !f->trade_hole;
	f->trade_hole = true;
}

static void
trade(struct flow *f, const struct record *r)
{
	int64_t id = r->v[TRADE_ID].i;
	double qty = r->v[TRADE_QTY].num;

	if (id <= f->last_id)
		return;
	if (f->last_id >= 0 && id != f->last_id + 1)
		trade_hole(f);
	f->last_id = id;
	if (r->v[TRADE_SIDE].i == SIDE_BUY)
		f->bought += qty;
	else
		f->sold += qty;
}

/* What one book added to the imbalance, after the one before. */
static double
moved(const struct flow_book *was, const struct flow_book *is)
{
	double e = 0;

	if (is->bid >= was->bid)
		e += is->bid_qty;
	if (is->bid <= was->bid)
		e -= was->bid_qty;
	if (is->ask <= was->ask)
		e -= is->ask_qty;
	if (is->ask >= was->ask)
		e += was->ask_qty;
	return e;
}

static void
book_hole(struct flow *f)
{
	f->book.bid = NAN;
	f->book_whole = false;
}

static void
book(struct flow *f, const struct record *r)
{
	struct flow_book b = {
	    rec_num(r, BOOK_BID, NAN),
	    rec_num(r, BOOK_BID_QTY, NAN),
	    rec_num(r, BOOK_ASK, NAN),
	    rec_num(r, BOOK_ASK_QTY, NAN),
	};

	if (isnan(b.bid + b.bid_qty + b.ask + b.ask_qty)) {
		book_hole(f);
		return;
	}
	if (!isnan(f->book.bid)) {
		f->book_sum += moved(&f->book, &b);
		f->book_moved = true;
	}
	f->book = b;
}

static void
liquidation(struct flow *f, const struct record *r)
{
	f->liquidated = true;
	f->forced[r->v[LIQUIDATION_SIDE].i] +=
	    r->v[LIQUIDATION_PRICE].num * r->v[LIQUIDATION_QTY].num;
}

static void
basis(struct flow *f, int64_t time_ms, double x)
{
	if (isnan(x) || (!isnan(f->basis) && time_ms < f->basis_ms))
		return;
	f->basis = x;
	f->basis_ms = time_ms;
}

static void
mark(struct flow *f, const struct record *r)
{
	double price = rec_num(r, MARK_MARK_PRICE, NAN);
	double index = rec_num(r, MARK_INDEX_PRICE, NAN);

	basis(f, r->time, (price - index) / index);
	f->mark_rate = rec_num(r, MARK_RATE, f->mark_rate);
}

static void
gap(struct flow *f, const struct record *r)
{
	const struct value *dataset = &r->v[GAP_DATASET];

	switch (rec_type_find(dataset->s, dataset->len)) {
	case REC_TRADE:
		trade_hole(f);
		break;
	case REC_BOOK:
		book_hole(f);
		break;
	case REC_LIQUIDATION:
		window_reset(&f->past[SIDE_BUY]);
		window_reset(&f->past[SIDE_SELL]);
		break;
	default:
		break;
	}
}

void
flow_push(struct flow *f, const struct record *r)
{
	switch (r->type) {
	case REC_TRADE:
		trade(f, r);
		break;
	case REC_PREMIUM:
		basis(f, r->time, rec_num(r, CANDLE_CLOSE, NAN));
		break;
	case REC_FUNDING:
		f->funding_rate = rec_num(r, FUNDING_RATE, f->funding_rate);
		break;
	case REC_MARK:
		mark(f, r);
		break;
	case REC_BOOK:
		book(f, r);
		break;
	case REC_LIQUIDATION:
		liquidation(f, r);
		break;
	case REC_GAP:
		gap(f, r);
		break;
	default:
		break;
	}
}

/* Whether the bar's trades are all that there were. */
static bool
all_trades(const struct flow *f, double volume)
{
	double sum = f->bought + f->sold;

	if (f->trade_hole)
		return false;
	if (f->trade_whole && sum > 0)
		return true;
	/* Not so if the volume is NaN. */
	return fabs(sum - volume) <= VOLUME_TOLERANCE * volume;
}

static void
end_trades(const struct flow *f, double volume, struct flow_bar *bar)
{
	if (!all_trades(f, volume))
		return;
	bar->bought = f->bought;
	bar->sold = f->sold;
	bar->delta = f->bought - f->sold;
}

static void
end_liquidations(struct flow *f, struct flow_bar *bar)
{
	bool full = window_push(&f->past[SIDE_BUY], f->forced[SIDE_BUY]);

	window_push(&f->past[SIDE_SELL], f->forced[SIDE_SELL]);
	if (!full || !f->liquidated)
		return;
	/* Short windows, mostly of zeros: nothing is left of what has gone. */
	window_anchor(&f->past[SIDE_BUY]);
	window_anchor(&f->past[SIDE_SELL]);
	bar->liquidated_buys = f->past[SIDE_BUY].sum;
	bar->liquidated_sells = f->past[SIDE_SELL].sum;
}

void
flow_bar_end(
    struct flow *f, int64_t time_ms, double volume, struct flow_bar *bar)
{
	*bar = (struct flow_bar){
	    .bought = NAN,
	    .sold = NAN,
	    .delta = NAN,
	    .book_imbalance = NAN,
	    .liquidated_buys = NAN,
	    .liquidated_sells = NAN,
	    .basis = NAN,
	    .funding_rate =
		isnan(f->funding_rate) ? f->mark_rate : f->funding_rate,
	};
	end_trades(f, volume, bar);
	end_liquidations(f, bar);
	if (f->book_whole && f->book_moved)
		bar->book_imbalance = f->book_sum;
	if (!isnan(f->basis) &&
	    time_ms - f->basis_ms <= f->params.basis_stale_ms)
		bar->basis = f->basis;
	begin(f);
}
