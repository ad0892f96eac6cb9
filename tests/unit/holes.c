/* SPDX-License-Identifier: MIT */
/* The list of what is missing. */
#include "history/holes.h"

#include "tap.h"

#define MINUTE 60000

static const struct row_format minutes = {
    .data = DATA_CANDLES, .symbol = "X", .interval = INTERVAL_1M};
static const struct row_format months = {
    .data = DATA_CANDLES, .symbol = "X", .interval = INTERVAL_1MO};
static const struct row_format trades = {.data = DATA_TRADES, .symbol = "X"};

static void
add(struct holes *h, int64_t from, int64_t to, enum gap_cause cause)
{
	(void)holes_add(h, &minutes, from * MINUTE, to * MINUTE, cause);
}

static void
check_grid(void)
{
	struct holes h = {0};

	ok(holes_add(&h, &minutes, 0, 0, CAUSE_EXCHANGE) == 0 && h.n == 0,
	    "nothing missing is no hole");
	add(&h, 0, 2, CAUSE_EXCHANGE);
	add(&h, 2, 3, CAUSE_EXCHANGE);
	ok(h.n == 1 && h.list[0].missing == 3 && h.list[0].to == 3 * MINUTE - 1,
	    "neighbours of one cause become one");
	ok(!holes_wanting(&h), "the exchange's own holes are not wanting");
	add(&h, 3, 5, CAUSE_CORRUPT);
	add(&h, 9, 10, CAUSE_CORRUPT);
	ok(h.n == 3 && h.missing == 6, "others stay apart");
	ok(holes_missing(&h, CAUSE_CORRUPT) == 3 &&
		holes_missing(&h, CAUSE_UNFETCHED) == 0,
	    "counts by cause");
	ok(holes_wanting(&h), "what is damaged is wanting");
	add(&h, 6, 9, CAUSE_CORRUPT);
	add(&h, 5, 6, CAUSE_CORRUPT);
	holes_sort(&h);
	ok(h.n == 2 && h.list[1].from == 3 * MINUTE &&
		h.list[1].to == 10 * MINUTE - 1 && h.list[1].missing == 7,
	    "sorted, neighbours become one");
	holes_free(&h);
	(void)holes_add(
	    &h, &months, 0, INT64_C(31536000000), CAUSE_NOT_LISTED); /* 1970 */
	ok(h.missing == 12, "a year is twelve months");
	ok(!holes_wanting(&h), "what was not listed is not wanting");
	holes_free(&h);
}

static void
check_ids(void)
{
	struct holes h = {0};

	(void)holes_add(&h, &trades, 0, 1000, CAUSE_UNFETCHED);
	ok(h.n == 1 && h.list[0].missing == 0 && h.missing == 0,
	    "nobody can tell how many trades a stretch has");
	ok(holes_missing(&h, CAUSE_UNFETCHED) == 1, "but it is one");
	(void)holes_add_ids(&h, 1000, 1000, 7, 9, CAUSE_EXCHANGE);
	(void)holes_add_ids(&h, 1000, 1005, 11, 11, CAUSE_EXCHANGE);
	holes_sort(&h);
	ok(h.n == 3 && h.missing == 4 && h.list[1].from_id == 7 &&
		h.list[2].from_id == 11,
	    "ids are counted, and holes of ids stay apart");
	holes_free(&h);
	for (int64_t i = 1; i <= 2 * HOLES_IDS; i++)
		(void)holes_add_ids(&h, i, i, 2 * i, 2 * i, CAUSE_EXCHANGE);
	ok(h.n == HOLES_IDS && h.missing == 2 * HOLES_IDS &&
		h.list[h.n - 1].to_id == 4 * HOLES_IDS,
	    "a file of nothing but holes does not fill the memory");
	holes_free(&h);
}

int
main(void)
{
	check_grid();
	check_ids();
	return tap_done();
}
