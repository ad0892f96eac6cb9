/* SPDX-License-Identifier: MIT */
/* Positions into findings: those that are open, and the deals they become. */
#include <math.h>
#include <stdlib.h>

#include "page/findings_take.h"

enum { OPEN_MAX = 4096 }; /* positions open at once that are remembered */

static int
deals_add(struct deals *d, const struct deal *deal)
{
	int size = d->size ? 2 * d->size : 64;
	struct deal *at;

	if (d->n == d->size) {
		at = realloc(d->at, (size_t)size * sizeof *at);
		if (!at)
			return -1;
		d->at = at;
		d->size = size;
	}
	d->at[d->n++] = *deal;
	return 0;
}

static int64_t
int_or(const struct record *r, int slot, int64_t otherwise)
{
	return rec_has(r, slot) ? r->v[slot].i : otherwise;
}

static struct deal
deal_of(const struct record *r)
{
	return (struct deal){
	    .id = r->v[POSITION_ID].i,
	    .opened = int_or(r, POSITION_OPENED, -1),
	    .closed = -1,
	    .entry = rec_num(r, POSITION_ENTRY, NAN),
	    .exit = rec_num(r, POSITION_EXIT, NAN),
	    .ret = rec_num(r, POSITION_RETURN, NAN),
	    .pnl = rec_num(r, POSITION_PNL, NAN),
	    .mae = rec_num(r, POSITION_MAE, NAN),
	    .mfe = rec_num(r, POSITION_MFE, NAN),
	    .bars = int_or(r, POSITION_BARS, -1),
	    .symbol = r->symbol,
	    .reason = -1,
	    .is_long = r->v[POSITION_DIRECTION].i == DIR_LONG,
	};
}

/* The place of an open one, or -1. */
static int
find_open(const struct findings *f, const struct deal *d)
{
	for (int i = f->open.n - 1; i >= 0; i--)
		if (f->open.at[i].id == d->id &&
		    f->open.at[i].symbol == d->symbol)
			return i;
	return -1;
}

static int
take_open(struct findings *f, const struct deal *d)
{
	int at = find_open(f, d);

	if (at >= 0)
		f->open.at[at] = *d;
	else if (f->open.n < OPEN_MAX)
		return deals_add(&f->open, d);
	return 0;
}

static int
take_closed(struct findings *f, struct deal *d, const struct record *r)
{
	const struct value *reason = &r->v[POSITION_REASON];
	int at = find_open(f, d);

	if (at >= 0)
		f->open.at[at] = f->open.at[--f->open.n];
	d->closed = int_or(r, POSITION_CLOSED, r->time);
	if (rec_has(r, POSITION_REASON)) {
		d->reason = map_intern(f->reasons, reason->s, reason->len);
		if (d->reason < 0)
			return -1;
	}
	f->parts[d->symbol].deals++;
	if (isfinite(d->pnl))
		f->parts[d->symbol].pnl += d->pnl;
	return deals_add(&f->closed, d);
}

int
findings_deal(struct findings *f, const struct record *r)
{
	struct deal d = deal_of(r);

	if (!findings_part(f, r->symbol))
		return -1;
	if (r->v[POSITION_STATE].i == POS_OPEN)
		return take_open(f, &d);
	return take_closed(f, &d, r);
}
