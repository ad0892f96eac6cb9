/* SPDX-License-Identifier: MIT */
#include "market/perturb.h"

#include <math.h>

/* From lo to hi. */
static double
between(struct perturb *p, double lo, double hi)
{
	return lo + (hi - lo) * (double)(rng_next(&p->rng) >> 11) * 0x1p-53;
}

static bool
coin(struct perturb *p)
{
	return rng_next(&p->rng) >> 63;
}

void
perturb_init(struct perturb *p, uint64_t seed, int number)
{
	rng_seed(&p->rng, seed + 0xd1342543de82ef95 * (uint64_t)number);
	p->level = number % 2 ? between(p, 1, 2) : between(p, 0.5, 1);
}

/* To 8 significant digits: what a market would print.  Keeps the order of two
 * numbers, or makes them the same. */
static double
printed(double x)
{
	double whole = 1;

	while (fabs(x) * whole < 1e7 && whole < 1e15)
		whole *= 10;
	return floor(x * whole + 0.5) / whole;
}

/* Sets a member that is there; what was above 0 stays so. */
static void
set(struct record *r, int slot, double x)
{
	double v = r->v[slot].num;

	if (!rec_has(r, slot))
		return;
	x = printed(x);
	rec_set_num(r, slot, x == 0 && v > 0 ? v : x);
}

static void
scale(struct record *r, int slot, double factor)
{
	set(r, slot, rec_num(r, slot, 0) * factor);
}

/* Either sign, another size; of nothing a little. */
static void throw(struct perturb * p, struct record *r, int slot, double little)
{
	double v = rec_num(r, slot, 0);

	v = v == 0 ? between(p, 0, little) : v * between(p, 0.2, 3);
	set(r, slot, coin(p) ? v : -v);
}

static double
price_factor(struct perturb *p)
{
	return p->level * between(p, 0.9, 1.1);
}

/* Open and close anywhere between low and high. */
static void
set_bar(struct perturb *p, struct record *r, double low, double high)
{
	set(r, CANDLE_LOW, low);
	set(r, CANDLE_HIGH, high);
	set(r, CANDLE_OPEN, between(p, low, high));
	set(r, CANDLE_CLOSE, between(p, low, high));
}

static void
candle(struct perturb *p, struct record *r)
{
	double factor = price_factor(p), bought = between(p, 0, 1);
	double low = r->v[CANDLE_LOW].num * factor * between(p, 0.996, 1);
	double high = r->v[CANDLE_HIGH].num * factor * between(p, 1, 1.004);
	double volume = r->v[CANDLE_VOLUME].num * between(p, 0.2, 3);
	double quote = volume * between(p, low, high);
	int64_t trades = rec_has(r, CANDLE_TRADES) ? r->v[CANDLE_TRADES].i : 0;

	trades = trades < INT32_MAX ? 2 * trades + 1 : INT32_MAX;
	set_bar(p, r, low, high);
	set(r, CANDLE_VOLUME, volume);
	set(r, CANDLE_QUOTE_VOLUME, quote);
	set(r, CANDLE_TAKER_BUY_VOLUME, volume * bought);
	set(r, CANDLE_TAKER_BUY_QUOTE_VOLUME, quote * bought);
	if (rec_has(r, CANDLE_TRADES))
		rec_set_int(r, CANDLE_TRADES, 1 + rng_below(&p->rng, trades));
}

/* The premium index has either sign. */
static void
premium(struct perturb *p, struct record *r)
{
	double low = r->v[CANDLE_LOW].num, high = r->v[CANDLE_HIGH].num;
	double wide = (high - low) * between(p, 0.5, 2) + 1e-6;
	double middle = (low + high) / 2 * between(p, 0.2, 3);

	middle = coin(p) ? middle : -middle;
	set_bar(p, r, middle - wide / 2, middle + wide / 2);
}

static void
trade(struct perturb *p, struct record *r)
{
	scale(r, TRADE_PRICE, price_factor(p));
	scale(r, TRADE_QTY, between(p, 0.2, 3));
	rec_set_int(r, TRADE_SIDE, coin(p));
}

static void
liquidation(struct perturb *p, struct record *r)
{
	scale(r, LIQUIDATION_PRICE, price_factor(p));
	scale(r, LIQUIDATION_QTY, between(p, 0.2, 3));
	rec_set_int(r, LIQUIDATION_SIDE, coin(p));
}

static void
open_interest(struct perturb *p, struct record *r)
{
	double factor = between(p, 0.2, 3);

	scale(r, OI_OPEN_INTEREST, factor);
	scale(r, OI_OPEN_INTEREST_VALUE, factor * price_factor(p));
}

static void
funding(struct perturb *p, struct record *r)
{
	scale(r, FUNDING_MARK_PRICE, price_factor(p));
	throw(p, r, FUNDING_RATE, 1e-4);
}

static void
mark(struct perturb *p, struct record *r)
{
	double factor = price_factor(p);

	scale(r, MARK_MARK_PRICE, factor);
	scale(r, MARK_INDEX_PRICE, factor * between(p, 0.995, 1.005));
	throw(p, r, MARK_RATE, 1e-4);
}

static void
book(struct perturb *p, struct record *r)
{
	double factor = price_factor(p);
	double bid = rec_num(r, BOOK_BID, 0) * factor;
	double ask = rec_num(r, BOOK_ASK, 0) * factor * between(p, 1, 1.001);
	double buys = rec_num(r, BOOK_BID_QTY, 0) * between(p, 0.2, 3);
	double sells = rec_num(r, BOOK_ASK_QTY, 0) * between(p, 0.2, 3);
	bool turned = coin(p);

	set(r, BOOK_BID, bid);
	set(r, BOOK_ASK, ask);
	set(r, BOOK_MID, (bid + ask) / 2);
	set(r, BOOK_WAP, between(p, bid, ask));
	set(r, BOOK_BID_QTY, turned ? sells : buys);
	set(r, BOOK_ASK_QTY, turned ? buys : sells);
	set(r, BOOK_IMBALANCE, between(p, -1, 1));
}

static void
context(struct perturb *p, struct record *r)
{
	static const int prices[] = {
	    CONTEXT_PRICE, CONTEXT_EMA_50, CONTEXT_VWAP};
	static const int widths[] = {CONTEXT_BB_WIDTH, CONTEXT_KC_WIDTH};
	static const int either[] = {CONTEXT_DELTA_OI_PCT, CONTEXT_CVD,
	    CONTEXT_CVD_SLOPE, CONTEXT_MOMENTUM, CONTEXT_MOMENTUM_SHIFT,
	    CONTEXT_FUNDING_RATE, CONTEXT_BASIS, CONTEXT_ORDERFLOW_IMBALANCE,
	    CONTEXT_DELTA_VOLUME};
	double factor = price_factor(p);

	for (size_t i = 0; i < sizeof prices / sizeof prices[0]; i++)
		scale(r, prices[i], factor * between(p, 0.98, 1.02));
	scale(r, CONTEXT_VALUE_AREA_LOW, factor * between(p, 0.98, 1));
	scale(r, CONTEXT_VALUE_AREA_HIGH, factor * between(p, 1, 1.02));
	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
		scale(r, widths[i], between(p, 0.2, 3));
	for (size_t i = 0; i < sizeof either / sizeof either[0]; i++)
		throw(p, r, either[i], 1);
	set(r, CONTEXT_ADX_14, between(p, 0, 100));
	set(r, CONTEXT_LIQUIDATION_CLUSTER, between(p, 0, 1));
	if (rec_has(r, CONTEXT_DIRECTION))
		rec_set_int(r, CONTEXT_DIRECTION, coin(p));
}

bool
perturb_record(struct perturb *p, struct record *r)
{
	static void (*const types[REC_TYPES])(
	    struct perturb * p, struct record * r) = {
	    [REC_TRADE] = trade,
	    [REC_PRINT] = trade,
	    [REC_CANDLE] = candle,
	    [REC_PREMIUM] = premium,
	    [REC_OPEN_INTEREST] = open_interest,
	    [REC_FUNDING] = funding,
	    [REC_MARK] = mark,
	    [REC_BOOK] = book,
	    [REC_LIQUIDATION] = liquidation,
	    [REC_CONTEXT] = context,
	};

	if (r->type >= REC_TYPES || !types[r->type])
		return false;
	types[r->type](p, r);
	return true;
}
