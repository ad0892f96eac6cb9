/* SPDX-License-Identifier: MIT */
/* The rows of study_kind.h that need the close alone. */
#include "indicator/bb.h"
#include "indicator/dema.h"
#include "indicator/ema.h"
#include "indicator/hma.h"
#include "indicator/macd.h"
#include "indicator/roc.h"
#include "indicator/rsi.h"
#include "indicator/sma.h"
#include "indicator/stdev.h"
#include "indicator/study_kind.h"
#include "indicator/tema.h"
#include "indicator/wma.h"

static int
init_sma(void *x, const double *p)
{
	return sma_init(x, (int)p[0]) == 0 ? sma_warmup((int)p[0]) : -1;
}

static void
push_sma(void *x, const struct study_bar *b, double *v)
{
	sma_push(x, b->close, v);
}

static void
task_sma(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		sma_reset(x);
	else if (task == STUDY_ANCHOR)
		sma_anchor(x);
	else
		sma_finish(x);
}

static int
init_ema(void *x, const double *p)
{
	ema_init(x, (int)p[0]);
	return ema_warmup((int)p[0]);
}

static void
push_ema(void *x, const struct study_bar *b, double *v)
{
	ema_push(x, b->close, v);
}

static int
init_wma(void *x, const double *p)
{
	return wma_init(x, (int)p[0]) == 0 ? wma_warmup((int)p[0]) : -1;
}

static void
push_wma(void *x, const struct study_bar *b, double *v)
{
	wma_push(x, b->close, v);
}

static void
task_wma(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		wma_reset(x);
	else if (task == STUDY_ANCHOR)
		wma_anchor(x);
	else
		wma_finish(x);
}

static int
init_dema(void *x, const double *p)
{
	dema_init(x, (int)p[0]);
	return dema_warmup((int)p[0]);
}

static void
push_dema(void *x, const struct study_bar *b, double *v)
{
	dema_push(x, b->close, v);
}

static int
init_tema(void *x, const double *p)
{
	tema_init(x, (int)p[0]);
	return tema_warmup((int)p[0]);
}

static void
push_tema(void *x, const struct study_bar *b, double *v)
{
	tema_push(x, b->close, v);
}

static int
init_hma(void *x, const double *p)
{
	return hma_init(x, (int)p[0]) == 0 ? hma_warmup((int)p[0]) : -1;
}

static void
push_hma(void *x, const struct study_bar *b, double *v)
{
	hma_push(x, b->close, v);
}

static void
task_hma(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		hma_reset(x);
	else if (task == STUDY_ANCHOR)
		hma_anchor(x);
	else
		hma_finish(x);
}

static bool
valid_macd(const double *p)
{
	return p[0] < p[1];
}

static int
init_macd(void *x, const double *p)
{
	macd_init(x, (int)p[0], (int)p[1], (int)p[2]);
	return macd_warmup((int)p[1], (int)p[2]);
}

static void
push_macd(void *x, const struct study_bar *b, double *v)
{
	struct macd_value o;

	macd_push(x, b->close, &o);
	v[0] = o.macd;
	v[1] = o.signal;
	v[2] = o.hist;
}

static int
init_rsi(void *x, const double *p)
{
	rsi_init(x, (int)p[0]);
	return rsi_warmup((int)p[0]);
}

static void
push_rsi(void *x, const struct study_bar *b, double *v)
{
	rsi_push(x, b->close, v);
}

static int
init_roc(void *x, const double *p)
{
	return roc_init(x, (int)p[0]) == 0 ? roc_warmup((int)p[0]) : -1;
}

static void
push_roc(void *x, const struct study_bar *b, double *v)
{
	roc_push(x, b->close, v);
}

static void
task_roc(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		roc_reset(x);
	else if (task == STUDY_FINISH)
		roc_finish(x);
}

static int
init_stdev(void *x, const double *p)
{
	return stdev_init(x, (int)p[0]) == 0 ? stdev_warmup((int)p[0]) : -1;
}

static void
push_stdev(void *x, const struct study_bar *b, double *v)
{
	stdev_push(x, b->close, v);
}

static void
task_stdev(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		stdev_reset(x);
	else if (task == STUDY_ANCHOR)
		stdev_anchor(x);
	else
		stdev_finish(x);
}

static int
init_bb(void *x, const double *p)
{
	return bb_init(x, (int)p[0], p[1]) == 0 ? bb_warmup((int)p[0]) : -1;
}

static void
push_bb(void *x, const struct study_bar *b, double *v)
{
	struct bb_value o;

	bb_push(x, b->close, &o);
	v[0] = o.upper;
	v[1] = o.middle;
	v[2] = o.lower;
	v[3] = bb_width(&o);
	v[4] = bb_pct(&o, b->close);
}

static void
task_bb(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		bb_reset(x);
	else if (task == STUDY_ANCHOR)
		bb_anchor(x);
	else
		bb_finish(x);
}

/* name, of a length alone, with one output */
#define PLAIN(x)                                                               \
	.name = #x, .params = "n", .form = #x ":N", .size = sizeof(struct x),  \
	.init = init_##x, .push = push_##x

const struct study_kind study_averages[] = {
    {PLAIN(sma), .task = task_sma},
    {PLAIN(ema)},
    {PLAIN(wma), .task = task_wma},
    {PLAIN(dema)},
    {PLAIN(tema)},
    {PLAIN(hma), .task = task_hma},
    {PLAIN(rsi)},
    {PLAIN(roc), .task = task_roc},
    {PLAIN(stdev), .task = task_stdev},
    {"macd", "nnn", "macd:FAST:SLOW:SIGNAL", {"macd", "signal", "hist"},
	sizeof(struct macd), .init = init_macd, .push = push_macd,
	.valid = valid_macd, .rule = "FAST below SLOW"},
    {"bb", "nk", "bb:N:K", {"upper", "middle", "lower", "width", "pct"},
	sizeof(struct bb), .init = init_bb, .push = push_bb, .task = task_bb},
    {0},
};
