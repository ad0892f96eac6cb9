/* SPDX-License-Identifier: MIT */
/* The rows of study_kind.h that need high, low and close. */
#include "indicator/adx.h"
#include "indicator/aroon.h"
#include "indicator/atr.h"
#include "indicator/cci.h"
#include "indicator/donchian.h"
#include "indicator/kc.h"
#include "indicator/natr.h"
#include "indicator/psar.h"
#include "indicator/stoch.h"
#include "indicator/study_kind.h"
#include "indicator/supertrend.h"
#include "indicator/tr.h"
#include "indicator/willr.h"

static int
init_tr(void *x, const double *p)
{
	(void)p;
	tr_init(x);
	return tr_warmup();
}

static void
push_tr(void *x, const struct study_bar *b, double *v)
{
	tr_push(x, b->high, b->low, b->close, v);
}

static int
init_atr(void *x, const double *p)
{
	atr_init(x, (int)p[0]);
	return atr_warmup((int)p[0]);
}

static void
push_atr(void *x, const struct study_bar *b, double *v)
{
	atr_push(x, b->high, b->low, b->close, v);
}

static int
init_natr(void *x, const double *p)
{
	natr_init(x, (int)p[0]);
	return natr_warmup((int)p[0]);
}

static void
push_natr(void *x, const struct study_bar *b, double *v)
{
	natr_push(x, b->high, b->low, b->close, v);
}

static int
init_kc(void *x, const double *p)
{
	kc_init(x, (int)p[0], p[1], (int)p[2]);
	return kc_warmup((int)p[0], (int)p[2]);
}

static void
push_kc(void *x, const struct study_bar *b, double *v)
{
	struct kc_value o;

	kc_push(x, b->high, b->low, b->close, &o);
	v[0] = o.upper;
	v[1] = o.middle;
	v[2] = o.lower;
	v[3] = o.width;
}

static int
init_donchian(void *x, const double *p)
{
	return donchian_init(x, (int)p[0]) == 0 ? donchian_warmup((int)p[0])
						: -1;
}

static void
push_donchian(void *x, const struct study_bar *b, double *v)
{
	struct donchian_value o;

	donchian_push(x, b->high, b->low, &o);
	v[0] = o.upper;
	v[1] = o.middle;
	v[2] = o.lower;
}

static void
task_donchian(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		donchian_reset(x);
	else if (task == STUDY_FINISH)
		donchian_finish(x);
}

static int
init_adx(void *x, const double *p)
{
	adx_init(x, (int)p[0]);
	return adx_warmup((int)p[0]);
}

static void
push_adx(void *x, const struct study_bar *b, double *v)
{
	struct adx_value o;

	adx_push(x, b->high, b->low, b->close, &o);
	v[0] = o.adx;
	v[1] = o.pdi;
	v[2] = o.mdi;
}

static int
init_stoch(void *x, const double *p)
{
	int n = (int)p[0], k_n = (int)p[1], d_n = (int)p[2];

	return stoch_init(x, n, k_n, d_n) == 0 ? stoch_warmup(n, k_n, d_n) : -1;
}

static void
push_stoch(void *x, const struct study_bar *b, double *v)
{
	struct stoch_value o;

	stoch_push(x, b->high, b->low, b->close, &o);
	v[0] = o.k;
	v[1] = o.d;
}

static void
task_stoch(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		stoch_reset(x);
	else if (task == STUDY_ANCHOR)
		stoch_anchor(x);
	else
		stoch_finish(x);
}

static int
init_aroon(void *x, const double *p)
{
	return aroon_init(x, (int)p[0]) == 0 ? aroon_warmup((int)p[0]) : -1;
}

static void
push_aroon(void *x, const struct study_bar *b, double *v)
{
	struct aroon_value o;

	aroon_push(x, b->high, b->low, &o);
	v[0] = o.up;
	v[1] = o.down;
	v[2] = o.osc;
}

static void
task_aroon(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		aroon_reset(x);
	else if (task == STUDY_FINISH)
		aroon_finish(x);
}

static int
init_cci(void *x, const double *p)
{
	return cci_init(x, (int)p[0]) == 0 ? cci_warmup((int)p[0]) : -1;
}

static void
push_cci(void *x, const struct study_bar *b, double *v)
{
	cci_push(x, b->high, b->low, b->close, v);
}

static void
task_cci(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		cci_reset(x);
	else if (task == STUDY_FINISH)
		cci_finish(x);
}

static int
init_willr(void *x, const double *p)
{
	return willr_init(x, (int)p[0]) == 0 ? willr_warmup((int)p[0]) : -1;
}

static void
push_willr(void *x, const struct study_bar *b, double *v)
{
	willr_push(x, b->high, b->low, b->close, v);
}

static void
task_willr(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		willr_reset(x);
	else if (task == STUDY_FINISH)
		willr_finish(x);
}

static int
init_supertrend(void *x, const double *p)
{
	supertrend_init(x, (int)p[0], p[1]);
	return supertrend_warmup((int)p[0]);
}

static void
push_supertrend(void *x, const struct study_bar *b, double *v)
{
	struct supertrend_value o;

	supertrend_push(x, b->high, b->low, b->close, &o);
	v[0] = o.value;
	v[1] = o.dir;
}

static bool
valid_psar(const double *p)
{
	return p[0] <= p[1];
}

static int
init_psar(void *x, const double *p)
{
	psar_init(x, p[0], p[1]);
	return psar_warmup();
}

static void
push_psar(void *x, const struct study_bar *b, double *v)
{
	psar_push(x, b->high, b->low, v);
}

/* name, of a length alone, with one output */
#define PLAIN(x)                                                               \
	.name = #x, .params = "n", .form = #x ":N", .size = sizeof(struct x),  \
	.init = init_##x, .push = push_##x

const struct study_kind study_ranges[] = {
    {"tr", "", "tr", {0}, sizeof(struct tr), .init = init_tr, .push = push_tr},
    {PLAIN(atr)},
    {PLAIN(natr)},
    {PLAIN(cci), .task = task_cci},
    {PLAIN(willr), .task = task_willr},
    {PLAIN(donchian), .outs = {"upper", "middle", "lower"},
	.task = task_donchian},
    {PLAIN(adx), .outs = {"adx", "pdi", "mdi"}},
    {PLAIN(aroon), .outs = {"up", "down", "osc"}, .task = task_aroon},
    {"kc", "nkn", "kc:EMA:K:ATR", {"upper", "middle", "lower", "width"},
	sizeof(struct kc), .init = init_kc, .push = push_kc},
    {"stoch", "nnn", "stoch:N:K:D", {"k", "d"}, sizeof(struct stoch),
	.init = init_stoch, .push = push_stoch, .task = task_stoch},
    {"supertrend", "nk", "supertrend:N:K", {"value", "dir"},
	sizeof(struct supertrend), .init = init_supertrend,
	.push = push_supertrend},
    {"psar", "kk", "psar:STEP:MAX", {0}, sizeof(struct psar), .init = init_psar,
	.push = push_psar, .valid = valid_psar, .rule = "STEP at most MAX"},
    {0},
};
