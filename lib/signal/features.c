/* SPDX-License-Identifier: MIT */
#include "signal/features.h"

#include <math.h>

enum {
	EMA_N = 50,
	WILDER_N = 14,
	BAND_N = 20,
	BAND_K = 2,
	ROC_N = 10,
	CHANNEL_N = 20,
	FAST_N = 50,
	SLOW_N = 200,
};
#define CHANNEL_K 1.5

static void
restart(struct features *f)
{
	ema_init(&f->ema, EMA_N);
	adx_init(&f->adx, WILDER_N);
	atr_init(&f->atr, WILDER_N);
	kc_init(&f->kc, BAND_N, CHANNEL_K, BAND_N);
	rsi_init(&f->rsi, WILDER_N);
	f->momentum = f->fast_before = f->slow_before = f->range = NAN;
}

int
features_init(struct features *f, bool adaptive)
{
	*f = (struct features){.adaptive = adaptive};
	restart(f);
	if (bb_init(&f->bb, BAND_N, BAND_K) == 0 &&
	    roc_init(&f->roc, ROC_N) == 0 &&
	    donchian_init(&f->donchian, CHANNEL_N) == 0 &&
	    sma_init(&f->fast, FAST_N) == 0 && sma_init(&f->slow, SLOW_N) == 0)
		return 0;
	features_finish(f);
	return -1;
}

void
features_finish(struct features *f)
{
	bb_finish(&f->bb);
	roc_finish(&f->roc);
	donchian_finish(&f->donchian);
	sma_finish(&f->fast);
	sma_finish(&f->slow);
}

void
features_reset(struct features *f)
{
	restart(f);
	bb_reset(&f->bb);
	roc_reset(&f->roc);
	donchian_reset(&f->donchian);
	sma_reset(&f->fast);
	sma_reset(&f->slow);
}

void
features_anchor(struct features *f)
{
	bb_anchor(&f->bb);
	sma_anchor(&f->fast);
	sma_anchor(&f->slow);
}

static void
push_averages(struct features *f, double close, struct inputs *in)
{
	double fast = NAN, slow = NAN;

	sma_push(&f->fast, close, &fast);
	sma_push(&f->slow, close, &slow);
	input_set(in, IN_SMA_50, fast);
	input_set(in, IN_SMA_200, slow);
	input_set(in, IN_SMA_50_BEFORE, f->fast_before);
	input_set(in, IN_SMA_200_BEFORE, f->slow_before);
	f->fast_before = fast;
	f->slow_before = slow;
}

/* What the adaptive method asks for besides. */
static void
push_more(struct features *f, const struct record *r, const struct bb_value *bb,
    struct inputs *in)
{
	double close = in->v[IN_PRICE], x;
	struct donchian_value channel;

	if (rsi_push(&f->rsi, close, &x))
		input_set(in, IN_RSI_14, x);
	input_set(in, IN_BB_UPPER, bb->upper);
	input_set(in, IN_BB_LOWER, bb->lower);
	input_set(in, IN_BB_MIDDLE, bb->middle);
	donchian_push(&f->donchian, r->v[CANDLE_HIGH].num, r->v[CANDLE_LOW].num,
	    &channel);
	input_set(in, IN_DONCHIAN_HIGH, channel.upper);
	input_set(in, IN_DONCHIAN_LOW, channel.lower);
	push_averages(f, close, in);
	input_pass(in, IN_OPEN, r->v[CANDLE_OPEN].num);
	input_pass(in, IN_VOLUME, rec_num(r, CANDLE_VOLUME, NAN));
}

static void
push_momentum(struct features *f, double close, struct inputs *in)
{
	double momentum = NAN;

	roc_push(&f->roc, close, &momentum);
	input_set(in, IN_MOMENTUM, momentum);
	input_set(in, IN_MOMENTUM_SHIFT, momentum - f->momentum);
	f->momentum = momentum;
}

void
features_push(struct features *f, const struct record *r, struct inputs *in)
{
	double high = r->v[CANDLE_HIGH].num, low = r->v[CANDLE_LOW].num;
	double close = r->v[CANDLE_CLOSE].num, x;
	struct adx_value adx;
	struct bb_value bb;
	struct kc_value kc;

	input_pass(in, IN_PRICE, close);
	if (ema_push(&f->ema, close, &x))
		input_set(in, IN_EMA_50, x);
	if (adx_push(&f->adx, high, low, close, &adx))
		input_set(in, IN_ADX_14, adx.adx);
	if (atr_push(&f->atr, high, low, close, &f->range))
		input_set(in, IN_ATR_14, f->range);
	bb_push(&f->bb, close, &bb);
	input_set(in, IN_BB_WIDTH, bb_width(&bb));
	kc_push(&f->kc, high, low, close, &kc);
	input_set(in, IN_KC_WIDTH, kc.width);
	push_momentum(f, close, in);
	if (f->adaptive)
		push_more(f, r, &bb, in);
}
