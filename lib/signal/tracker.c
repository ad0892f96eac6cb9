/* SPDX-License-Identifier: MIT */
#include "signal/tracker.h"

#include <math.h>
#include <string.h>

#include "market/interval.h"
#include "signal/session.h"

#define MINUTE_MS INT64_C(60000)

enum { EMA_N = 50, ADX_N = 14, OI_WINDOW_MIN = 60, OI_STALE_MIN = 15 };

/* Nothing from before a hole may enter what comes after it. */
static void
start_again(struct tracker *t)
{
	t->running = false;
	t->starts++;
	t->session = -1;
	ema_init(&t->ema, EMA_N);
	adx_init(&t->adx, ADX_N);
	vwap_init(&t->vwap);
	cvd_init(&t->cvd);
}

void
tracker_init(
    struct tracker *t, const struct profile *p, int interval, bool continuous)
{
	*t = (struct tracker){
	    .profile = p,
	    .continuous = continuous,
	    .interval = interval,
	    .funding_rate = NAN,
	};
	start_again(t);
}

void
tracker_finish(struct tracker *t)
{
	delta_oi_free(t->delta_oi);
}

/* Whether the candle goes on with the series; takes note of where it is. */
static bool
takes(struct tracker *t, const struct record *r)
{
	int64_t open_ms = r->v[CANDLE_OPEN_TIME].i;
	int interval = (int)r->v[CANDLE_INTERVAL].i;

	if (rec_has(r, CANDLE_CLOSED) && !r->v[CANDLE_CLOSED].i)
		return false;
	if (t->interval < 0)
		t->interval = interval;
	if (interval != t->interval || (t->seen && open_ms <= t->open_ms))
		return false;
	if (t->continuous && t->seen && open_ms > t->next_ms)
		start_again(t);
	t->open_ms = open_ms;
	t->next_ms = interval_next((enum interval)interval, open_ms);
	return true;
}

/*
 * The session's sums are only told if it was followed from its start: with
 * its first bar, or from an earlier session on.
 */
static void
enter_session(struct tracker *t, int64_t ts_ms)
{
	struct session at = session_at(t->profile, ts_ms);
	int64_t session = at.def < 0 ? -1 : at.start;

	if (session != t->session)
		t->whole =
		    at.def >= 0 && (t->running || t->open_ms <= at.start);
	t->session = session;
	t->session_name = at.def < 0 ? "" : t->profile->sessions[at.def].name;
	t->seen = t->running = true;
}

bool
tracker_bar(struct tracker *t, const struct record *r)
{
	if (!takes(t, r))
		return false;
	enter_session(t, r->time);
	return true;
}

static void
push_session(struct tracker *t, const struct record *r, struct inputs *in)
{
	double volume = rec_num(r, CANDLE_VOLUME, NAN), vwap;
	double high = r->v[CANDLE_HIGH].num, low = r->v[CANDLE_LOW].num;
	int64_t session = t->session;
	struct cvd_value cvd;

	if (vwap_push(
		&t->vwap, session, high, low, in->v[IN_PRICE], volume, &vwap) &&
	    t->whole)
		input_set(in, IN_VWAP, vwap);
	if (cvd_push(&t->cvd, session, volume,
		rec_num(r, CANDLE_TAKER_BUY_VOLUME, NAN), &cvd) &&
	    t->whole)
		input_set(in, IN_CVD, cvd.cvd);
	input_set(in, IN_CVD_SLOPE, cvd.change);
	in->session = t->session_name;
	in->session_len = strlen(in->session);
}

bool
tracker_candle(struct tracker *t, const struct record *r, struct inputs *in)
{
	double high = r->v[CANDLE_HIGH].num, low = r->v[CANDLE_LOW].num;
	double close = r->v[CANDLE_CLOSE].num, x;
	struct adx_value adx;

	if (!tracker_bar(t, r))
		return false;
	*in = (struct inputs){.direction = -1};
	input_set(in, IN_PRICE, close);
	in->passed = 1U << IN_PRICE | 1U << IN_FUNDING_RATE;
	if (ema_push(&t->ema, close, &x))
		input_set(in, IN_EMA_50, x);
	if (adx_push(&t->adx, high, low, close, &adx))
		input_set(in, IN_ADX_14, adx.adx);
	if (t->delta_oi && delta_oi_at(t->delta_oi, r->time, &x))
		input_set(in, IN_DELTA_OI_PCT, x);
	input_set(in, IN_FUNDING_RATE, t->funding_rate);
	push_session(t, r, in);
	return true;
}

int
tracker_open_interest(struct tracker *t, const struct record *r)
{
	if (!t->delta_oi)
		t->delta_oi = delta_oi_new(
		    OI_WINDOW_MIN * MINUTE_MS, OI_STALE_MIN * MINUTE_MS);
	if (!t->delta_oi)
		return -1;
	return delta_oi_push(t->delta_oi, r->time, r->v[OI_OPEN_INTEREST].num);
}

void
tracker_funding(struct tracker *t, const struct record *r)
{
	t->funding_rate = r->v[FUNDING_RATE].num;
}

void
tracker_gap(struct tracker *t, const struct record *r)
{
	const struct value *dataset = &r->v[GAP_DATASET];
	enum rec_type type = rec_type_find(dataset->s, dataset->len);

	if (type == REC_OPEN_INTEREST && t->delta_oi)
		delta_oi_reset(t->delta_oi);
	if (type != REC_CANDLE)
		return;
	if (!rec_has(r, GAP_INTERVAL) || t->interval < 0 ||
	    r->v[GAP_INTERVAL].i == t->interval)
		start_again(t);
}
