/* SPDX-License-Identifier: MIT */
#include "sim/portfolio.h"

#include <stdlib.h>
#include <string.h>

void
portfolio_init(struct portfolio *p, double cash)
{
	*p = (struct portfolio){.start = cash, .cash = cash};
}

void
portfolio_finish(struct portfolio *p)
{
	free(p->open);
	p->open = NULL;
}

static int
list_grow(struct portfolio *p)
{
	int size = p->size ? 2 * p->size : 8;
	struct position **open;

	open = realloc(p->open, (size_t)size * sizeof *open);
	if (!open)
		return -1;
	p->open = open;
	p->size = size;
	return 0;
}

int
portfolio_open(struct portfolio *p, struct position *pos, enum direction dir,
    double price, const struct stake *stake, int64_t at)
{
	if (p->n == p->size && list_grow(p) != 0)
		return -1;
	*pos = (struct position){
	    .id = ++p->opened,
	    .direction = dir,
	    .opened = at,
	    .entry = price,
	    .qty = stake->qty,
	    .notional = stake->notional,
	    .fees = stake->fee,
	    .mark = price,
	    .low = price,
	    .high = price,
	    .place = p->n,
	};
	/* Not less the notional and the fee: their rounding could leave a
	 * rest below zero. */
	p->cash -= stake->money;
	p->fees += stake->fee;
	p->turnover += stake->notional;
	p->open[p->n++] = pos;
	return 0;
}

double
portfolio_close(struct portfolio *p, struct position *pos, double price,
    double fee, int64_t at)
{
	double gain = position_gain(pos, price);
	double value = pos->qty * price;
	double paid = value * fee;
	double freed = pos->notional + gain - paid;
	struct position *last = p->open[--p->n];

	p->open[pos->place] = last;
	last->place = pos->place;
	pos->place = -1;
	pos->exit = price;
	pos->closed = at;
	pos->fees += paid;
	pos->pnl = gain - pos->fees - pos->funding;
	p->fees += paid;
	p->turnover += value;
	p->cash += freed;
	return freed;
}

void
portfolio_fund(
    struct portfolio *p, struct position *pos, double rate, double mark)
{
	double paid = pos->qty * mark * rate;

	if (pos->direction == DIR_SHORT)
		paid = -paid;
	pos->funding += paid;
	p->funding += paid;
	p->cash -= paid;
}

void
portfolio_recall(
    struct portfolio *p, struct position *pos, const struct position *before)
{
	double paid = pos->funding - before->funding;

	pos->funding = before->funding;
	pos->low = before->low;
	pos->high = before->high;
	p->funding -= paid;
	p->cash += paid;
}

double
position_return(const struct position *pos)
{
	return pos->pnl / pos->notional;
}

/* The larger of 0 and the distance, by the entry. */
static double
excursion(const struct position *pos, double distance)
{
	return distance > 0 ? distance / pos->entry : 0;
}

double
position_mae(const struct position *pos)
{
	return excursion(pos, pos->direction == DIR_LONG
				  ? pos->entry - pos->low
				  : pos->high - pos->entry);
}

double
position_mfe(const struct position *pos)
{
	return excursion(pos, pos->direction == DIR_LONG
				  ? pos->high - pos->entry
				  : pos->entry - pos->low);
}

struct exposure
portfolio_exposure(const struct portfolio *p)
{
	struct exposure e = {.equity = portfolio_equity(p)};

	for (int i = 0; i < p->n; i++) {
		const struct position *pos = p->open[i];
		double value = pos->qty * pos->mark;

		e.unrealized += position_gain(pos, pos->mark);
		if (value > e.largest)
			e.largest = value;
		if (pos->direction == DIR_LONG)
			e.long_value += value;
		else
			e.short_value += value;
	}
	return e;
}
