/* SPDX-License-Identifier: MIT */
#include "market/perturb.h"

#include <math.h>

/* From lo to hi. */
static double
between(struct perturb *p, double lo, double hi)
{
	return lo + (hi - lo) * (double)(rng_next(&p->rng) >> 11) * 0x1p-53;
}

void
perturb_init(struct perturb *p, uint64_t seed)
{
	rng_seed(&p->rng, seed);
	p->level = between(p, 0.5, 2);
}

/* To 8 significant digits: what a market would print. */
static void
scale(struct record *r, int slot, double factor)
{
	struct value *v = &r->v[slot];
	double x, whole = 1;

	if (!rec_has(r, slot))
		return;
	x = v->num * factor;
	while (fabs(x) * whole < 1e7 && whole < 1e15)
		whole *= 10;
	x = floor(x * whole + 0.5) / whole;
	if (x == 0 && v->num > 0)
		x = v->num;
	rec_set_num(r, slot, x);
}

static void
scale_all(struct record *r, const int *slots, int n, double factor)
{
	for (int i = 0; i < n; i++)
		scale(r, slots[i], factor);
}

/* The slots of a type's prices and amounts. */
struct numbers {
	int nprices, prices[5], namounts, amounts[4];
};

static bool
numbers_of(enum rec_type type, struct numbers *n)
{
	static const struct numbers trade = {1, {TRADE_PRICE}, 1, {TRADE_QTY}};
	static const struct numbers candle = {4,
	    {CANDLE_OPEN, CANDLE_HIGH, CANDLE_LOW, CANDLE_CLOSE}, 4,
	    {CANDLE_VOLUME, CANDLE_QUOTE_VOLUME, CANDLE_TAKER_BUY_VOLUME,
		CANDLE_TAKER_BUY_QUOTE_VOLUME}};
	static const struct numbers premium = {
	    4, {CANDLE_OPEN, CANDLE_HIGH, CANDLE_LOW, CANDLE_CLOSE}, 0, {0}};
	static const struct numbers oi = {
	    0, {0}, 2, {OI_OPEN_INTEREST, OI_OPEN_INTEREST_VALUE}};
	static const struct numbers funding = {
	    1, {FUNDING_MARK_PRICE}, 1, {FUNDING_RATE}};
	static const struct numbers mark = {
	    2, {MARK_MARK_PRICE, MARK_INDEX_PRICE}, 1, {MARK_RATE}};
	static const struct numbers book = {4,
	    {BOOK_BID, BOOK_ASK, BOOK_MID, BOOK_WAP}, 2,
	    {BOOK_BID_QTY, BOOK_ASK_QTY}};
	static const struct numbers liquidation = {
	    1, {LIQUIDATION_PRICE}, 1, {LIQUIDATION_QTY}};
	static const struct numbers context = {
	    1, {CONTEXT_PRICE}, 2, {CONTEXT_CVD, CONTEXT_CVD_SLOPE}};
	static const struct numbers *const types[REC_TYPES] = {
	    [REC_TRADE] = &trade,
	    [REC_PRINT] = &trade,
	    [REC_CANDLE] = &candle,
	    [REC_PREMIUM] = &premium,
	    [REC_OPEN_INTEREST] = &oi,
	    [REC_FUNDING] = &funding,
	    [REC_MARK] = &mark,
	    [REC_BOOK] = &book,
	    [REC_LIQUIDATION] = &liquidation,
	    [REC_CONTEXT] = &context,
	};

	if (type >= REC_TYPES || !types[type])
		return false;
	*n = *types[type];
	return true;
}

bool
perturb_record(struct perturb *p, struct record *r)
{
	double price = p->level * between(p, 0.9, 1.1);
	double amount = between(p, 0.2, 3);
	struct numbers n;

	if (!numbers_of(r->type, &n))
		return false;
	scale_all(r, n.prices, n.nprices, price);
	scale_all(r, n.amounts, n.namounts, amount);
	return true;
}
