/* SPDX-License-Identifier: MIT */
#include "market/gap.h"

#include <stdint.h>
#include <string.h>

#include "market/interval.h"
#include "tap.h"

enum { STEPS = 8 };

static const int64_t minute = 60000;

static void
make_trade(struct record *r, int64_t id)
{
	rec_init(r, REC_TRADE, 1000);
	rec_set_text(r, M_SYMBOL, "A", 1);
	rec_set_int(r, TRADE_ID, id);
	r->symbol = 0;
}

static void
make_candle(struct record *r, enum interval iv, int64_t open, const char *venue)
{
	rec_init(r, REC_CANDLE, interval_end(iv, open));
	rec_set_text(r, M_VENUE, venue, strlen(venue));
	rec_set_text(r, M_SYMBOL, "A", 1);
	rec_set_int(r, CANDLE_INTERVAL, iv);
	rec_set_int(r, CANDLE_OPEN_TIME, open);
	r->symbol = 0;
}

/* Trades by their ids, and what is to be said of each: .=none H=hole
 * R=repeat. */
static const struct {
	const char *title;
	int64_t ids[STEPS];
	const char *want;
} trades[] = {
    {"consecutive", {5, 6, 7}, "..."},
    {"a step", {5, 8, 9}, ".H."},
    {"a repeat", {5, 6, 5, 6, 7}, "..RR."},
    {"a hole filled once", {5, 9, 7, 7, 6, 8, 8, 10}, ".H.R..R."},
    {"both sides of a filled one", {1, 9, 5, 6, 4, 5, 2, 8}, ".H...R.."},
    {"one before the first", {5, 2, 2, 3, 4, 3, 6}, "..R..R."},
    {"the largest ids", {INT64_MAX - 2, INT64_MAX, INT64_MAX - 1}, ".H."},
    {"from none to the largest", {0, INT64_MAX, INT64_MAX}, ".HR"},
};

static char
letter(enum gap_seen seen)
{
	return seen == GAP_NONE     ? '.'
	       : seen == GAP_HOLE   ? 'H'
	       : seen == GAP_REPEAT ? 'R'
				    : '?';
}

static void
test_ids(void)
{
	struct record r, gap;

	for (size_t i = 0; i < sizeof trades / sizeof trades[0]; i++) {
		struct gap_watch *w = gap_watch_new(CALENDAR_VENUE);
		char got[STEPS + 1] = "";

		for (size_t k = 0; k < strlen(trades[i].want); k++) {
			make_trade(&r, trades[i].ids[k]);
			got[k] = letter(gap_push(w, &r, &gap));
		}
		ok(strcmp(got, trades[i].want) == 0, "%s: %s", trades[i].title,
		    got);
		gap_watch_free(w);
	}
}

static enum gap_seen
push_id(struct gap_watch *w, int64_t id)
{
	struct record r, gap;

	make_trade(&r, id);
	return gap_push(w, &r, &gap);
}

static void
test_many_holes(void)
{
	enum { ALL = 5000, KEPT = 4096 };
	struct gap_watch *w = gap_watch_new(CALENDAR_VENUE);
	int64_t oldest = 2 * (ALL - KEPT) + 1, id;
	int filled = 0, repeated = 0;

	for (id = 0; id <= 2 * ALL; id += 2)
		push_id(w, id);
	ok(push_id(w, oldest - 2) == GAP_REPEAT, "an old hole is forgotten");
	for (id = oldest; id < 2 * ALL; id += 2)
		filled += push_id(w, id) == GAP_NONE;
	ok(filled == KEPT, "late ones fill %d of %d holes", filled, KEPT);
	for (id = oldest; id < 2 * ALL; id += 2)
		repeated += push_id(w, id) == GAP_REPEAT;
	ok(repeated == KEPT, "and what fills them again is a repeat");
	gap_watch_free(w);
}

static const struct {
	const char *title;
	enum calendar calendar;
	const char *venue;
	enum interval iv;
	int64_t open, next; /* minutes */
	int64_t missing;    /* 0: no gap */
} bars[] = {
    {"the next", CALENDAR_VENUE, "binance-um", INTERVAL_1M, 5, 6, 0},
    {"one missing", CALENDAR_VENUE, "binance-um", INTERVAL_1M, 5, 7, 1},
    {"80 missing", CALENDAR_VENUE, "binance-um", INTERVAL_1M, 5, 86, 80},
    {"another venue", CALENDAR_VENUE, "binance", INTERVAL_1M, 5, 7, 0},
    {"24x7", CALENDAR_24X7, "v", INTERVAL_1M, 5, 7, 1},
    {"any", CALENDAR_ANY, "binance-um", INTERVAL_1M, 5, 7, 0},
    {"1h", CALENDAR_24X7, "v", INTERVAL_1H, 60, 300, 3},
    /* January to April 1970, 31 + 28 + 31 days */
    {"months", CALENDAR_24X7, "v", INTERVAL_1MO, 0, 1440 * 90, 2},
    {"3d, wherever it starts", CALENDAR_24X7, "v", INTERVAL_3D, 1440, 5760, 0},
    {"3d", CALENDAR_24X7, "v", INTERVAL_3D, 1440, 10080, 1},
};

static void
test_bars(void)
{
	struct record r, gap;

	for (size_t i = 0; i < sizeof bars / sizeof bars[0]; i++) {
		struct gap_watch *w = gap_watch_new(bars[i].calendar);
		int64_t missing = 0;

		make_candle(
		    &r, bars[i].iv, bars[i].open * minute, bars[i].venue);
		gap_push(w, &r, &gap);
		make_candle(
		    &r, bars[i].iv, bars[i].next * minute, bars[i].venue);
		if (gap_push(w, &r, &gap) == GAP_HOLE)
			missing = gap.v[GAP_MISSING].i;
		ok(missing == bars[i].missing, "bars: %s", bars[i].title);
		if (missing)
			ok(gap.v[GAP_TO].i == r.v[CANDLE_OPEN_TIME].i - 1 &&
				gap.time == gap.v[GAP_TO].i,
			    "bars: %s: up to the next", bars[i].title);
		gap_watch_free(w);
	}
}

static void
test_note(void)
{
	struct gap_watch *w = gap_watch_new(CALENDAR_24X7);
	struct record r, gap;

	make_candle(&r, INTERVAL_1M, 0, "v");
	gap_push(w, &r, &gap);
	rec_init(&gap, REC_GAP, 5 * minute - 1);
	rec_set_text(&gap, GAP_DATASET, "candles", 7);
	rec_set_int(&gap, GAP_INTERVAL, INTERVAL_1M);
	rec_set_int(&gap, GAP_FROM, 1 * minute);
	rec_set_int(&gap, GAP_TO, 5 * minute - 1);
	gap.symbol = 0;
	gap_note(w, &gap);
	make_candle(&r, INTERVAL_1M, 7 * minute, "v");
	ok(gap_push(w, &r, &gap) == GAP_HOLE &&
		gap.v[GAP_FROM].i == 5 * minute && gap.v[GAP_MISSING].i == 2,
	    "of a gap announced in part, the rest");
	make_candle(&r, INTERVAL_1M, 2 * minute, "v");
	ok(gap_push(w, &r, &gap) == GAP_NONE,
	    "what comes late into an announced gap is no repeat");
	gap.symbol = 0;
	rec_set_int(&gap, GAP_FROM, 3 * minute);
	rec_set_int(&gap, GAP_TO, 4 * minute - 1);
	gap_note(w, &gap);
	make_candle(&r, INTERVAL_1M, 8 * minute, "v");
	ok(gap_push(w, &r, &gap) == GAP_NONE,
	    "an old gap announced again changes nothing");
	gap_watch_free(w);
}

int
main(void)
{
	test_ids();
	test_many_holes();
	test_bars();
	test_note();
	return tap_done();
}
