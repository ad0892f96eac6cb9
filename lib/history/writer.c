/* SPDX-License-Identifier: MIT */
#include "history/writer.h"

#include <string.h>

#include "base/clock.h"
#include "history/source.h"

void
writer_init(struct writer *w, struct store *store,
    const struct store_series *series, struct tally *tally)
{
	memset(w, 0, sizeof *w);
	w->store = store;
	w->series = series;
	w->tally = tally;
}

static void
add_tally(struct tally *sum, const struct tally *t)
{
	if (t->fetched == 0)
		return;
	if (sum->fetched == 0 || t->earliest < sum->earliest)
		sum->earliest = t->earliest;
	if (sum->fetched == 0 || t->latest > sum->latest)
		sum->latest = t->latest;
	sum->fetched += t->fetched;
}

int
writer_flush(struct writer *w)
{
	const int64_t *counts = store_counts(w->store);
	int64_t before[STORE_PUTS];

	if (!w->open)
		return 0;
	memcpy(before, counts, sizeof before);
	if (store_commit(w->store) != 0)
		return -1;
	w->open = false;
	add_tally(w->tally, &w->pending);
	for (int i = 0; i < STORE_PUTS; i++)
		w->tally->put[i] += counts[i] - before[i];
	return 0;
}

/* A transaction with room for rows more. */
static int
enter(struct writer *w, int64_t from, size_t rows)
{
	bool late = w->open && clock_mono() - w->begun >= STORE_HOLD_MS / 3;
	bool full = w->open && w->pending.fetched + (int64_t)rows > STORE_ROWS;

	if ((late || full) && writer_flush(w) != 0)
		return -1;
	if (w->open)
		return 0;
	if (store_begin(w->store) != 0)
		return -1;
	memset(&w->pending, 0, sizeof w->pending);
	w->open = true;
	w->from = from;
	w->begun = clock_mono();
	return 0;
}

/* What is the same in all rows. */
static void
set_names(struct record *r, const struct store_series *s)
{
	rec_init(r, REC_CANDLE, 0);
	rec_set_text(r, M_VENUE, s->venue, strlen(s->venue));
	rec_set_text(r, M_SYMBOL, s->symbol, strlen(s->symbol));
	rec_set_int(r, CANDLE_INTERVAL, s->interval);
}

/* sums: room for the digits of k's sums. */
static void
set_row(struct record *r, const struct kline *k, char sums[4][NUM_DECIMAL_MAX])
{
	enum interval iv = (enum interval)r->v[CANDLE_INTERVAL].i;

	r->time = r->v[M_TIME].i = interval_end(iv, k->open_time);
	rec_set_int(r, CANDLE_OPEN_TIME, k->open_time);
	rec_set_num(r, CANDLE_OPEN, k->open);
	rec_set_num(r, CANDLE_HIGH, k->high);
	rec_set_num(r, CANDLE_LOW, k->low);
	rec_set_num(r, CANDLE_CLOSE, k->close);
	rec_set_sum(r, CANDLE_VOLUME, k->volume, sums[0]);
	rec_set_sum(r, CANDLE_QUOTE_VOLUME, k->quote_volume, sums[1]);
	rec_set_int(r, CANDLE_TRADES, k->trades);
	rec_set_sum(r, CANDLE_TAKER_BUY_VOLUME, k->taker_buy_volume, sums[2]);
	rec_set_sum(r, CANDLE_TAKER_BUY_QUOTE_VOLUME, k->taker_buy_quote_volume,
	    sums[3]);
}

static int
put_rows(struct writer *w, const struct kline *rows, size_t n)
{
	char sums[4][NUM_DECIMAL_MAX];
	struct record r;

	set_names(&r, w->series);
	for (size_t i = 0; i < n; i++) {
		set_row(&r, &rows[i], sums);
		if (store_put(w->store, &r) < 0)
			return -1;
		if (w->pending.fetched++ == 0)
			w->pending.earliest = r.time;
		w->pending.latest = r.time;
	}
	return 0;
}

int
writer_add(struct writer *w, const struct source *src, int64_t from, int64_t to)
{
	const struct klines *ks = &src->klines;
	size_t i = klines_find(ks, from), n = klines_find(ks, to + 1) - i;
	const struct store_proof proof = {
	    .from = from,
	    .to = to,
	    .source = src->url,
	    .checksum = src->checksum,
	    .cause = -1,
	};

	if (enter(w, from, n) != 0 || put_rows(w, ks->rows + i, n) != 0)
		return -1;
	if (store_cover(w->store, w->series, &proof) == 0)
		return 0;
	store_rollback(w->store);
	return -1;
}
