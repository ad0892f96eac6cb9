/* SPDX-License-Identifier: MIT */
/*
 * What proof costs: rows into a store in transactions of 10,000, each with
 * what it covers.
 *   cover_rows trade|candle none|fresh|back ROWS DB
 * none: without; fresh: as backfill(1) does; back: the rows are read back.
 * Prints nanoseconds of CPU a row.
 */
#include <string.h>

#include "base/rng.h"
#include "market/interval.h"
#include "rows.h"
#include "store/store.h"

/* Of the size they have in 2026: 10 digits. */
static const int64_t first_id = 3000000000;
static const int64_t start = 1767225600000;

static void
set_names(struct record *r, const struct store_series *s)
{
	rec_init(r, s->type, 0);
	rec_set_text(r, M_VENUE, s->venue, strlen(s->venue));
	rec_set_text(r, M_SYMBOL, s->symbol, strlen(s->symbol));
	if (s->interval >= 0)
		rec_set_int(r, CANDLE_INTERVAL, s->interval);
	r->symbol = r->series = 0;
}

static double
price(struct rng *g)
{
	return (double)(9000000 + (int64_t)(rng_next(g) % 100000)) / 100;
}

static void
set_trade(struct record *r, struct rng *g, int64_t i)
{
	/* Some share a millisecond. */
	r->time = r->v[M_TIME].i = start + i * 3 / 4;
	rec_set_int(r, TRADE_ID, first_id + i);
	rec_set_num(r, TRADE_PRICE, price(g));
	rec_set_num(r, TRADE_QTY, (double)(rng_next(g) % 100000) / 1000);
	rec_set_int(r, TRADE_SIDE, rng_next(g) % 2);
	rec_set_int(r, TRADE_FIRST_ID, 2 * (first_id + i));
	rec_set_int(r, TRADE_LAST_ID, 2 * (first_id + i) + 1);
}

static void
set_candle(struct record *r, struct rng *g, int64_t i)
{
	static char sums[4][NUM_DECIMAL_MAX];
	static const int slots[] = {CANDLE_VOLUME, CANDLE_QUOTE_VOLUME,
	    CANDLE_TAKER_BUY_VOLUME, CANDLE_TAKER_BUY_QUOTE_VOLUME};
	int64_t open = start + i * 60000;

	r->time = r->v[M_TIME].i = open + 59999;
	rec_set_int(r, CANDLE_OPEN_TIME, open);
	for (int slot = CANDLE_OPEN; slot <= CANDLE_CLOSE; slot++)
		rec_set_num(r, slot, price(g));
	rec_set_int(r, CANDLE_TRADES, (int64_t)(rng_next(g) % 10000));
	for (int k = 0; k < 4; k++) {
		struct decimal d = {
		    .m = (int64_t)(rng_next(g) % 100000000000), .exp = -4};

		rec_set_sum(r, slots[k], d, sums[k]);
	}
}

static void
check(struct store *s, int rc)
{
	if (rc < 0)
		die(EXIT_FAIL, "%s", store_why(s));
}

/* A transaction with the rows from i on. */
static void
put_rows(struct store *s, const struct store_series *series, struct record *r,
    struct rng *g, int64_t i)
{
	for (int64_t end = i + STORE_ROWS; i < end; i++) {
		if (series->type == REC_TRADE)
			set_trade(r, g, i);
		else
			set_candle(r, g, i);
		check(s, store_put(s, r));
	}
}

int
main(int argc, char *argv[])
{
	struct store_series series = {REC_TRADE, "synth", "BTCUSDT", -1};
	struct store_proof p = {.source = "bench", .cause = -1};
	char why[STORE_WHY];
	struct record r;
	struct store *s;
	struct rng g;
	double cpu;
	int64_t n;

	log_init(argv[0]);
	if (argc != 5 || (n = strtoll(argv[3], NULL, 10)) <= 0)
		die(EXIT_USAGE,
		    "cover_rows trade|candle none|fresh|back ROWS DB");
	if (strcmp(argv[1], "candle") == 0) {
		series.type = REC_CANDLE;
		series.interval = INTERVAL_1M;
	}
	rng_seed(&g, 1);
	if (store_open(&s, argv[4], STORE_WRITE, why) != 0)
		die(EXIT_FAIL, "%s", why);
	set_names(&r, &series);
	cpu = rows_cpu();
	for (int64_t i = 0; i < n; i += STORE_ROWS) {
		check(s, store_begin(s));
		put_rows(s, &series, &r, &g, i);
		p.from = p.to + 1;
		p.to = r.time;
		/* Writes what store_put() holds. */
		if (*argv[2] == 'b')
			cursor_close(series_cursor(s, &series, 0, 0, false));
		if (*argv[2] != 'n')
			check(s, store_cover(s, &series, &p));
		check(s, store_commit(s));
	}
	cpu = rows_cpu() - cpu;
	if (store_close(s, why) != 0)
		die(EXIT_FAIL, "%s", why);
	printf("%.0f\n", cpu / (double)n * 1e9);
	rows_tell(cpu);
	return EXIT_OK;
}
