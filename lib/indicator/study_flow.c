/* SPDX-License-Identifier: MIT */
/* The rows of study_kind.h that need volumes, or samples between bars. */
#include "indicator/basis.h"
#include "indicator/cmf.h"
#include "indicator/cvd.h"
#include "indicator/delta_oi.h"
#include "indicator/mfi.h"
#include "indicator/obv.h"
#include "indicator/roll_vwap.h"
#include "indicator/study_kind.h"
#include "indicator/vwap.h"

/* The oldest that a sample of open interest may be. */
#define OI_STALE_MS (15 * INT64_C(60000))

static int
init_mfi(void *x, const double *p)
{
	return mfi_init(x, (int)p[0]) == 0 ? mfi_warmup((int)p[0]) : -1;
}

static void
push_mfi(void *x, const struct study_bar *b, double *v)
{
	mfi_push(x, b->high, b->low, b->close, b->volume, v);
}

static void
task_mfi(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		mfi_reset(x);
	else if (task == STUDY_ANCHOR)
		mfi_anchor(x);
	else
		mfi_finish(x);
}

static int
init_cmf(void *x, const double *p)
{
	return cmf_init(x, (int)p[0]) == 0 ? cmf_warmup((int)p[0]) : -1;
}

static void
push_cmf(void *x, const struct study_bar *b, double *v)
{
	cmf_push(x, b->high, b->low, b->close, b->volume, v);
}

static void
task_cmf(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		cmf_reset(x);
	else if (task == STUDY_ANCHOR)
		cmf_anchor(x);
	else
		cmf_finish(x);
}

static int
init_obv(void *x, const double *p)
{
	(void)p;
	obv_init(x);
	return obv_warmup();
}

static void
push_obv(void *x, const struct study_bar *b, double *v)
{
	obv_push(x, b->close, b->volume, v);
}

static int
init_roll_vwap(void *x, const double *p)
{
	return roll_vwap_init(x, (int)p[0]) == 0 ? roll_vwap_warmup((int)p[0])
						 : -1;
}

static void
push_roll_vwap(void *x, const struct study_bar *b, double *v)
{
	roll_vwap_push(x, b->high, b->low, b->close, b->volume, v);
}

static void
task_roll_vwap(void *x, enum study_task task)
{
	if (task == STUDY_RESET)
		roll_vwap_reset(x);
	else if (task == STUDY_ANCHOR)
		roll_vwap_anchor(x);
	else
		roll_vwap_finish(x);
}

static int
init_vwap(void *x, const double *p)
{
	(void)p;
	vwap_init(x);
	return vwap_warmup();
}

static void
push_vwap(void *x, const struct study_bar *b, double *v)
{
	double value;

	if (vwap_push(
		x, b->session, b->high, b->low, b->close, b->volume, &value) &&
	    b->whole)
		*v = value;
}

static int
init_cvd(void *x, const double *p)
{
	(void)p;
	cvd_init(x);
	return cvd_warmup();
}

static void
push_cvd(void *x, const struct study_bar *b, double *v)
{
	struct cvd_value o;

	if (cvd_push(x, b->session, b->taken, b->taker_buy, &o) && b->whole)
		*v = o.cvd;
}

static int
init_delta_oi(void *x, const double *p)
{
	struct delta_oi **d = x;

	*d = delta_oi_new((int64_t)p[0], OI_STALE_MS);
	return *d ? 1 : -1;
}

static void
push_delta_oi(void *x, const struct study_bar *b, double *v)
{
	struct delta_oi **d = x;

	delta_oi_at(*d, b->ts_ms, v);
}

static void
task_delta_oi(void *x, enum study_task task)
{
	struct delta_oi **d = x;

	if (task == STUDY_RESET)
		delta_oi_reset(*d);
	else if (task == STUDY_FINISH)
		delta_oi_free(*d);
}

static int
sample_delta_oi(void *x, int64_t ts_ms, int64_t good_ms, double value)
{
	struct delta_oi **d = x;

	(void)good_ms;
	return delta_oi_push(*d, ts_ms, value);
}

static int
init_basis(void *x, const double *p)
{
	(void)p;
	basis_init(x);
	return 1;
}

static void
push_basis(void *x, const struct study_bar *b, double *v)
{
	basis_at(x, b->ts_ms, v);
}

static int
sample_basis(void *x, int64_t ts_ms, int64_t good_ms, double value)
{
	basis_push(x, ts_ms, good_ms, value);
	return 0;
}

const struct study_kind study_flows[] = {
    {"mfi", "n", "mfi:N", {0}, sizeof(struct mfi), .init = init_mfi,
	.push = push_mfi, .task = task_mfi},
    {"cmf", "n", "cmf:N", {0}, sizeof(struct cmf), .init = init_cmf,
	.push = push_cmf, .task = task_cmf},
    {"obv", "", "obv", {0}, sizeof(struct obv), .init = init_obv,
	.push = push_obv},
    {"vwap", "", "vwap", {0}, sizeof(struct vwap), .init = init_vwap,
	.push = push_vwap},
    {"vwap", "n", "vwap:N", {0}, sizeof(struct roll_vwap),
	.init = init_roll_vwap, .push = push_roll_vwap, .task = task_roll_vwap},
    {"cvd", "", "cvd", {0}, sizeof(struct cvd), .init = init_cvd,
	.push = push_cvd},
    {"delta_oi", "t", "delta_oi:DURATION", {0}, sizeof(struct delta_oi *),
	STUDY_OPEN_INTEREST, .init = init_delta_oi, .push = push_delta_oi,
	.task = task_delta_oi, .sample = sample_delta_oi},
    {"basis", "", "basis", {0}, sizeof(struct basis), STUDY_BASIS,
	.init = init_basis, .push = push_basis, .sample = sample_basis},
    {0},
};
