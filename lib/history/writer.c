/* SPDX-License-Identifier: MIT */
#include "history/writer.h"

#include <string.h>

#include "base/clock.h"

enum {
	ROWS_ENOUGH = 8000,
	/* Of stretches that are joined: their digests are computed anew, two
	 * times so many rows at most while others wait for the store. */
	ROWS_JOINED = 5000,
	ROWS_FEW = 100, /* what a job every minute brings; pages stay apart */
};

void
writer_init(struct writer *w, struct store *store, const struct target *target,
    struct tally *tally)
{
	memset(w, 0, sizeof *w);
	w->store = store;
	w->target = target;
	w->series = dataset_series(target);
	w->tally = tally;
	dataset_begin(&w->record, target);
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
	w->open = false;
	if (store_commit(w->store) != 0)
		return -1;
	add_tally(w->tally, &w->pending);
	for (int i = 0; i < STORE_PUTS; i++)
		w->tally->put[i] += counts[i] - before[i];
	return 0;
}

bool
writer_is_full(const struct writer *w)
{
	return w->open && (w->pending.fetched >= ROWS_ENOUGH ||
			      clock_mono() - w->begun >= STORE_HOLD_MS / 3);
}

/* A transaction with room for n rows more. */
static int
enter(struct writer *w, size_t n)
{
	if (w->open && w->pending.fetched + (int64_t)n > STORE_ROWS &&
	    writer_flush(w) != 0)
		return -1;
	if (w->open)
		return 0;
	if (store_begin(w->store) != 0)
		return -1;
	memset(&w->pending, 0, sizeof w->pending);
	w->open = true;
	w->begun = clock_mono();
	return 0;
}

int
writer_put(struct writer *w, const struct row *rows, size_t n)
{
	char sums[DATASET_SUMS][NUM_DECIMAL_MAX];
	struct record *r = &w->record;

	if (enter(w, n) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		dataset_fill(r, &w->target->format, &rows[i], sums);
		if (store_put(w->store, r) < 0) {
			w->open = false;
			return -1;
		}
		if (w->pending.fetched == 0 || r->time < w->pending.earliest)
			w->pending.earliest = r->time;
		if (w->pending.fetched++ == 0 || r->time > w->pending.latest)
			w->pending.latest = r->time;
	}
	return 0;
}

int
writer_cover(struct writer *w, int64_t from, int64_t to, const char *source,
    const char *checksum, int cause)
{
	int64_t shift = dataset_shift(w->target->format.data);
	struct store_proof proof = {
	    .from = from + shift,
	    .to = to - 1 + shift,
	    .source = source,
	    .checksum = checksum,
	    .cause = cause,
	};

	if (enter(w, 0) != 0)
		return -1;
	if (store_cover(w->store, &w->series, &proof) == 0 &&
	    (*checksum || cause >= 0 || w->pending.fetched > ROWS_FEW ||
		store_join(w->store, &w->series, proof.from, ROWS_JOINED) >= 0))
		return 0;
	w->open = false;
	return -1;
}
