/* SPDX-License-Identifier: MIT */
/*
 * T6: seven indicators, nine values, from candles in memory; prints the last
 * ones.  Only the computation counts.
 *   indicators FILE
 */
#include <stdio.h>

#include "indicator/adx.h"
#include "indicator/atr.h"
#include "indicator/bb.h"
#include "indicator/ema.h"
#include "indicator/rsi.h"
#include "indicator/sma.h"
#include "rows.h"

struct bar { /* what is needed of a row, close together in memory */
	double high, low, close;
};

struct all {
	struct sma fast, slow;
	struct ema ema;
	struct rsi rsi;
	struct atr atr;
	struct bb bb;
	struct adx adx;
};

struct values {
	double fast, slow, ema, rsi, atr;
	struct bb_value bb;
	struct adx_value adx;
};

static void
push(struct all *a, const struct bar *b, struct values *v)
{
	double high = b->high, low = b->low, close = b->close;

	sma_push(&a->fast, close, &v->fast);
	sma_push(&a->slow, close, &v->slow);
	ema_push(&a->ema, close, &v->ema);
	rsi_push(&a->rsi, close, &v->rsi);
	atr_push(&a->atr, high, low, close, &v->atr);
	bb_push(&a->bb, close, &v->bb);
	adx_push(&a->adx, high, low, close, &v->adx);
}

/* *new* */
static struct bar *
load(const char *path, size_t *n)
{
	struct row *rows = rows_load(path, n);
	struct bar *bars = malloc((*n + 1) * sizeof *bars);

	if (!bars)
		die(EXIT_FAIL, "out of memory");
	for (size_t i = 0; i < *n; i++)
		bars[i] =
		    (struct bar){rows[i].v[1], rows[i].v[2], rows[i].v[3]};
	free(rows);
	return bars;
}

int
main(int argc, char *argv[])
{
	struct values v = {0};
	struct bar *bars;
	struct all a;
	double start;
	size_t n;

	log_init(argv[0]);
	if (argc != 2)
		die(EXIT_USAGE, "indicators FILE");
	bars = load(argv[1], &n);
	start = rows_cpu();
	if (sma_init(&a.fast, 20) || sma_init(&a.slow, 50) ||
	    bb_init(&a.bb, 20, 2))
		die(EXIT_FAIL, "out of memory");
	ema_init(&a.ema, 20);
	rsi_init(&a.rsi, 14);
	atr_init(&a.atr, 14);
	adx_init(&a.adx, 14);
	for (size_t i = 0; i < n; i++)
		push(&a, &bars[i], &v);
	rows_tell(rows_cpu() - start);
	printf("{\"sma:20\":%.12g,\"sma:50\":%.12g,\"ema:20\":%.12g,"
	       "\"rsi:14\":%.12g,\"atr:14\":%.12g,\"bb:20:2.upper\":%.12g,"
	       "\"bb:20:2.middle\":%.12g,\"bb:20:2.lower\":%.12g,"
	       "\"adx:14.adx\":%.12g}\n",
	    v.fast, v.slow, v.ema, v.rsi, v.atr, v.bb.upper, v.bb.middle,
	    v.bb.lower, v.adx.adx);
	free(bars);
	return EXIT_OK;
}
