/* SPDX-License-Identifier: MIT */
#include "signal/auction.h"

#include <math.h>
#include <string.h>

#include "base/num.h"

static struct auction_day *
day(struct auction *a, int ahead)
{
	return &a->days[(a->now + ahead + AUCTION_DAYS) % AUCTION_DAYS];
}

int
auction_init(struct auction *a, const struct profile *p, bool trades)
{
	struct volume_params params = {
	    .edge = BIN_CENTRED,
	    .area = p->vp.area,
	    .area_share = p->vp.value_area,
	    .lvn_max = p->vp.lvn,
	    .hvn_min = p->vp.hvn,
	};

	*a = (struct auction){
	    .profile = p,
	    .trades = trades,
	    .finest = INFINITY,
	};
	for (int i = 0; i < AUCTION_DAYS; i++)
		if (volume_profile_init(&a->days[i].volume, &params) != 0) {
			while (i-- > 0)
				volume_profile_finish(&a->days[i].volume);
			return -1;
		}
	auction_reset(a);
	return 0;
}

void
auction_finish(struct auction *a)
{
	for (int i = 0; i < AUCTION_DAYS; i++)
		volume_profile_finish(&a->days[i].volume);
}

void
auction_reset(struct auction *a)
{
	for (int i = 0; i < AUCTION_DAYS; i++)
		a->days[i].open = a->days[i].whole = false;
	a->started = a->next_opened = a->before_known = a->told = false;
	a->due = NULL;
	vwap_init(&a->vwap);
	cvd_init(&a->cvd);
}

/* The bins of a session that begins; NaN: it has none. */
static double
bin_width(const struct auction *a, double range)
{
	const struct volume_profile_def *d = &a->profile->vp;

	if (d->bin_kind == BIN_ATR)
		return volume_profile_width(d->bin * range);
	return d->bin * (isnan(d->tick) ? a->finest : d->tick);
}

static void
open_day(
    struct auction *a, struct auction_day *d, struct session at, double range)
{
	double bin = bin_width(a, range);

	d->at = at;
	d->whole = false;
	d->open = at.def >= 0 && isfinite(bin) && bin > 0;
	if (d->open)
		volume_profile_reset(&d->volume, bin);
}

/* The session that ran has ended: its levels count from now on. */
static int
close_day(struct auction *a)
{
	struct auction_day *d = day(a, 0);

	a->before_known = false;
	if (!a->started || !d->open || !d->whole)
		return 0;
	if (!a->told)
		a->due = d;
	if (volume_profile_levels(&d->volume, &a->before) != 0)
		return -1;
	/* As an audit tells them: prices are often just there, and who makes a
	 * score again from it is then on the same side. */
	a->before.val = num_calc(a->before.val);
	a->before.vah = num_calc(a->before.vah);
	a->before_known = a->before.volume > 0;
	return 0;
}

static bool
same_session(struct session a, struct session b)
{
	return a.def == b.def && a.start == b.start;
}

/* The session of a candle becomes the one that runs. */
static int
enter(struct auction *a, struct session at, bool whole, double range)
{
	if (a->started && same_session(day(a, 0)->at, at))
		return 0;
	if (close_day(a) != 0)
		return -1;
	a->now = (a->now + 1) % AUCTION_DAYS;
	if (!a->next_opened || !same_session(day(a, 0)->at, at))
		open_day(a, day(a, 0), at, range);
	day(a, 0)->whole = whole;
	a->started = true;
	a->next_opened = a->told = false;
	return 0;
}

static void
note_step(struct auction *a, const struct value *v)
{
	static const double steps[] = {1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6,
	    1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12};
	int digits = v->exp == EXP_WIDE || v->exp > 0 ? 0 : -v->exp;

	if (digits < (int)(sizeof steps / sizeof *steps) &&
	    steps[digits] < a->finest)
		a->finest = steps[digits];
}

int
auction_trade(struct auction *a, const struct record *r, double range)
{
	struct session at = session_at(a->profile, r->time);
	struct auction_day *d = day(a, 0);

	note_step(a, &r->v[TRADE_PRICE]);
	if (!a->started || at.def < 0 ||
	    (at.start < d->at.end && !same_session(at, d->at)))
		return 0;
	if (!same_session(at, d->at)) {
		d = day(a, 1);
		if (!a->next_opened || !same_session(at, d->at))
			open_day(a, d, at, range);
		a->next_opened = true;
	}
	if (!d->open)
		return 0;
	return volume_profile_trade(&d->volume, r->v[TRADE_PRICE].num,
	    r->v[TRADE_QTY].num, r->v[TRADE_SIDE].i == SIDE_BUY);
}

static void
set_levels(const struct auction *a, struct inputs *in)
{
	if (!a->before_known)
		return;
	input_set(in, IN_VALUE_AREA_LOW, a->before.val);
	input_set(in, IN_VALUE_AREA_HIGH, a->before.vah);
	input_set(in, IN_POC, a->before.poc);
	in->lvns = a->before.lvns;
	in->nlvns = a->before.nlvns;
}

/* The last bits of a mean do not say on which side of it a price is. */
static double
mean_by(double mean, double price)
{
	return fabs(mean - price) < 1e-9 * price ? price : mean;
}

/* Sums of the session that runs; told if it was followed from its start. */
static void
push_sums(struct auction *a, const struct record *r, bool whole, double bought,
    double sold, struct inputs *in)
{
	int64_t session = day(a, 0)->at.start;
	struct cvd_value cvd;
	double vwap;

	if (vwap_push(&a->vwap, session, r->v[CANDLE_HIGH].num,
		r->v[CANDLE_LOW].num, r->v[CANDLE_CLOSE].num,
		rec_num(r, CANDLE_VOLUME, NAN), &vwap) &&
	    whole)
		input_set(in, IN_VWAP, mean_by(vwap, r->v[CANDLE_CLOSE].num));
	if (cvd_push(&a->cvd, session, bought + sold, bought, &cvd) && whole)
		input_set(in, IN_CVD, cvd.cvd);
}

int
auction_candle(struct auction *a, const struct record *r, struct session at,
    bool whole, double bought, double sold, double range, struct inputs *in)
{
	struct auction_day *d;

	note_step(a, &r->v[CANDLE_CLOSE]);
	if (enter(a, at, whole, range) != 0)
		return -1;
	d = day(a, 0);
	if (at.def < 0)
		return 0;
	in->session = a->profile->sessions[at.def].name;
	in->session_len = strlen(in->session);
	set_levels(a, in);
	push_sums(a, r, whole, bought, sold, in);
	/* Trades that were lost are missing from its profile. */
	if (a->trades && !isfinite(bought))
		d->whole = false;
	if (!a->trades && d->open &&
	    volume_profile_candle(&d->volume, r->v[CANDLE_HIGH].num,
		r->v[CANDLE_LOW].num, r->v[CANDLE_CLOSE].num,
		rec_num(r, CANDLE_VOLUME, 0)) != 0)
		return -1;
	if (r->time == at.end - 1 && d->open && d->whole) {
		a->due = d;
		a->told = true;
	}
	return 0;
}

int
auction_profile(struct auction *a, int64_t ts_ms, struct record *out)
{
	struct auction_day *d = a->due;

	if (!d)
		return 0;
	a->due = NULL;
	if (volume_profile_record(&d->volume, out,
		a->profile->sessions[d->at.def].name, d->at.start,
		d->at.end - 1) != 0)
		return -1;
	out->time = ts_ms;
	rec_set_int(out, M_TIME, ts_ms);
	/* Asking has moved what the levels of the session before borrow. */
	if (a->before_known && d == day(a, -1) &&
	    volume_profile_levels(&d->volume, &a->before) != 0)
		return -1;
	return 1;
}
