/* SPDX-License-Identifier: MIT */
/*
 * T5: candles from memory to text.  Only the writing counts.
 *   write_rows ours|printf FILE
 */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/io.h"
#include "market/interval.h"
#include "rows.h"

enum { LINE = 1024 };

static void
init(struct record *rec)
{
	rec_init(rec, REC_CANDLE, 0);
	rec_set_text(rec, M_VENUE, "synth", 5);
	rec_set_text(rec, M_SYMBOL, "BTCUSDT", 7);
	rec_set_int(rec, CANDLE_INTERVAL, INTERVAL_1M);
}

static void
put_ours(struct out *o, struct record *rec, const struct row *r)
{
	rec->time = r->time;
	rec_set_int(rec, M_TIME, r->time);
	rec_set_int(rec, CANDLE_OPEN_TIME, r->open_time);
	rec_set_int(rec, CANDLE_TRADES, r->trades);
	for (int i = 0; i < ROW_V; i++)
		rec_set_num(rec, row_slots[i], r->v[i]);
	out_advance(o, rec_put(out_room(o, LINE), rec));
}

static void
put_printf(struct out *o, const struct row *r)
{
	char *p = out_room(o, LINE);
	int n = snprintf(p, LINE,
	    "{\"type\":\"candle\",\"time\":%" PRId64
	    ",\"venue\":\"synth\",\"symbol\":\"BTCUSDT\",\"interval\":\"1m\""
	    ",\"open_time\":%" PRId64
	    ",\"open\":%.10g,\"high\":%.10g,\"low\":%.10g,\"close\":%.10g"
	    ",\"volume\":%.10g,\"quote_volume\":%.10g,\"trades\":%" PRId64
	    ",\"taker_buy_volume\":%.10g,\"taker_buy_quote_volume\":%.10g}\n",
	    r->time, r->open_time, r->v[0], r->v[1], r->v[2], r->v[3], r->v[4],
	    r->v[5], r->trades, r->v[6], r->v[7]);

	out_advance(o, p + n);
}

int
main(int argc, char *argv[])
{
	struct record rec;
	struct row *rows;
	struct out out;
	double start;
	size_t n;

	log_init(argv[0]);
	if (argc != 3)
		die(EXIT_USAGE, "write_rows ours|printf FILE");
	rows = rows_load(argv[2], &n);
	start = rows_cpu();
	if (out_open(&out, 1, 0) != 0)
		die(EXIT_FAIL, "out of memory");
	init(&rec);
	if (strcmp(argv[1], "ours") == 0)
		for (size_t i = 0; i < n; i++)
			put_ours(&out, &rec, &rows[i]);
	else
		for (size_t i = 0; i < n; i++)
			put_printf(&out, &rows[i]);
	if (out_close(&out) != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	rows_tell(rows_cpu() - start);
	free(rows);
	return EXIT_OK;
}
