/* SPDX-License-Identifier: MIT */
#include "signal/tracker.h"

#include <math.h>

#include "market/interval.h"
#include "signal/session.h"

#define MINUTE_MS INT64_C(60000)

enum { OI_WINDOW_MIN = 60, OI_SHORT_MIN = 30, BLOCK_BARS = 64 };

/* Nothing from before a hole may enter what comes after it. */
static void
start_again(struct tracker *t)
{
	t->holes += t->running;
	t->running = false;
	t->starts++;
	t->session = -1;
	features_reset(&t->features);
	takers_reset(&t->takers);
	auction_reset(&t->auction);
	flow_reset(&t->flow);
	if (t->profile->method == METHOD_ADAPTIVE)
		ranks_reset(&t->ranks);
}

int
tracker_init(struct tracker *t, const struct profile *p, int interval,
    bool continuous, bool trades)
{
	const struct flow_params flow = {
	    p->flow.liquidation_bars, p->flow.basis_stale_ms};
	bool adaptive = p->method == METHOD_ADAPTIVE;

	*t = (struct tracker){
	    .profile = p,
	    .trades = trades,
	    .continuous = continuous,
	    .interval = interval,
	    .at = {.def = -1},
	};
	if (features_init(&t->features, adaptive) != 0 ||
	    takers_init(&t->takers, p) != 0 ||
	    auction_init(&t->auction, p, trades) != 0 ||
	    flow_init(&t->flow, &flow) != 0)
		return -1;
	t->delta_oi =
	    delta_oi_new(OI_WINDOW_MIN * MINUTE_MS, p->flow.oi_stale_ms);
	if (!t->delta_oi ||
	    (adaptive && ranks_init(&t->ranks, p->adaptive.window,
			     p->adaptive.warmup) != 0))
		return -1;
	start_again(t);
	return 0;
}

void
tracker_finish(struct tracker *t)
{
	features_finish(&t->features);
	takers_finish(&t->takers);
	auction_finish(&t->auction);
	flow_finish(&t->flow);
	delta_oi_free(t->delta_oi);
	if (t->profile->method == METHOD_ADAPTIVE)
		ranks_finish(&t->ranks);
}

/* Whether the candle goes on with the series; takes note of where it is. */
static bool
takes(struct tracker *t, const struct record *r)
{
	int64_t open_ms = r->v[CANDLE_OPEN_TIME].i;
	int interval = (int)r->v[CANDLE_INTERVAL].i;

	if (rec_candle_open(r))
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
 * A session was followed from its start with its first bar, or from an earlier
 * session on.
 */
static void
enter_session(struct tracker *t, int64_t ts_ms)
{
	/* Sessions do not overlap: the one of the bar before goes on. */
	struct session at = ts_ms >= t->at.start && ts_ms < t->at.end
				? t->at
				: session_at(t->profile, ts_ms);
	int64_t session = at.def < 0 ? -1 : at.start;

	if (session != t->session)
		t->whole =
		    at.def >= 0 && (t->running || t->open_ms <= at.start);
	/* What was written in parts is not read back as one at each bar. */
	if (at.def != t->at.def || at.start != t->at.start)
		t->at = at;
	t->session = session;
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

/* Sums are made anew at fixed places of time, see window.h. */
static void
anchor(struct tracker *t)
{
	int64_t n = t->open_ms / interval_ms((enum interval)t->interval);

	if (n % BLOCK_BARS != 0)
		return;
	features_anchor(&t->features);
}

/* What takers bought and sold in the bar, by candle or trades. */
static void
sides(struct tracker *t, const struct record *r, const struct flow_bar *bar)
{
	if (t->trades) {
		t->bought = isnan(bar->delta) ? NAN : bar->bought;
		t->sold = isnan(bar->delta) ? NAN : bar->sold;
	} else {
		t->bought = rec_num(r, CANDLE_TAKER_BUY_VOLUME, NAN);
		t->sold = rec_num(r, CANDLE_VOLUME, NAN) - t->bought;
	}
}

static void
push_oi(struct tracker *t, int64_t ts_ms, struct inputs *in)
{
	double x;

	if (delta_oi_at(t->delta_oi, ts_ms, &x)) {
		input_set(in, IN_DELTA_OI_PCT, x);
		t->oi.known++;
	} else {
		t->oi.lost += t->oi.running && ts_ms - t->oi.first_ms >=
						   OI_WINDOW_MIN * MINUTE_MS;
	}
	if (t->profile->method == METHOD_ADAPTIVE &&
	    delta_oi_within(t->delta_oi, ts_ms, OI_SHORT_MIN * MINUTE_MS, &x))
		input_set(in, IN_DELTA_OI_30M_PCT, x);
}

static void
push_flow(struct tracker *t, const struct record *r, const struct flow_bar *bar,
    struct inputs *in)
{
	double volume = rec_num(r, CANDLE_VOLUME, NAN);

	takers_push(&t->takers, t->bought, t->sold, in);
	takers_forced(&t->takers,
	    rec_num(r, CANDLE_QUOTE_VOLUME, in->v[IN_PRICE] * volume),
	    bar->liquidated_buys + bar->liquidated_sells, in);
	input_set(in, IN_BOOK_IMBALANCE, bar->book_imbalance);
	input_set(in, IN_BASIS, bar->basis);
	input_pass(in, IN_FUNDING_RATE, bar->funding_rate);
	push_oi(t, r->time, in);
}

int
tracker_candle(struct tracker *t, const struct record *r, struct inputs *in)
{
	double range;
	struct flow_bar bar;

	if (!tracker_bar(t, r))
		return 0;
	range = t->features.range;
	anchor(t);
	*in = (struct inputs){.direction = -1};
	features_push(&t->features, r, in);
	flow_bar_end(&t->flow, r->time, rec_num(r, CANDLE_VOLUME, 0), &bar);
	sides(t, r, &bar);
	push_flow(t, r, &bar, in);
	if (auction_candle(&t->auction, r, t->at, t->whole, t->bought, t->sold,
		range, in) != 0)
		return -1;
	if (t->profile->method == METHOD_ADAPTIVE)
		ranks_next(&t->ranks, in);
	return 1;
}

static int
take_oi(struct tracker *t, const struct record *r)
{
	if (!t->oi.running)
		t->oi.first_ms = r->time;
	t->oi.running = true;
	return delta_oi_push(t->delta_oi, r->time, r->v[OI_OPEN_INTEREST].num);
}

static void
end_oi(struct tracker *t)
{
	t->oi.holes += t->oi.running;
	t->oi.running = false;
	delta_oi_reset(t->delta_oi);
}

static void
take_gap(struct tracker *t, const struct record *r)
{
	const struct value *dataset = &r->v[GAP_DATASET];
	enum rec_type type = rec_type_find(dataset->s, dataset->len);

	if (type == REC_OPEN_INTEREST)
		end_oi(t);
	if (type != REC_CANDLE)
		return;
	if (!rec_has(r, GAP_INTERVAL) || t->interval < 0 ||
	    r->v[GAP_INTERVAL].i == t->interval)
		start_again(t);
}

int
tracker_take(struct tracker *t, const struct record *r)
{
	switch (r->type) {
	case REC_OPEN_INTEREST:
		return take_oi(t, r);
	case REC_TRADE:
		if (!t->trades)
			return 0;
		flow_push(&t->flow, r);
		return auction_trade(&t->auction, r, t->features.range);
	case REC_GAP:
		take_gap(t, r);
		flow_push(&t->flow, r);
		return 0;
	default:
		flow_push(&t->flow, r);
		return 0;
	}
}
