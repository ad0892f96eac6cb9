/* SPDX-License-Identifier: MIT */
/* The list of what is missing. */
#include "history/holes.h"

#include "tap.h"

#define MINUTE 60000

int
main(void)
{
	struct holes h = {0};

	ok(holes_add(&h, INTERVAL_1M, 0, 0, CAUSE_EXCHANGE) == 0 && h.n == 0,
	    "nothing missing is no hole");
	(void)holes_add(&h, INTERVAL_1M, 0, 2 * MINUTE, CAUSE_EXCHANGE);
	(void)holes_add(
	    &h, INTERVAL_1M, 2 * MINUTE, 3 * MINUTE, CAUSE_EXCHANGE);
	ok(h.n == 1 && h.list[0].missing == 3 && h.list[0].to == 3 * MINUTE - 1,
	    "neighbours of one cause become one");
	(void)holes_add(&h, INTERVAL_1M, 3 * MINUTE, 5 * MINUTE, CAUSE_CORRUPT);
	(void)holes_add(
	    &h, INTERVAL_1M, 9 * MINUTE, 10 * MINUTE, CAUSE_CORRUPT);
	ok(h.n == 3 && h.missing == 6, "others stay apart");
	ok(holes_missing(&h, CAUSE_CORRUPT) == 3 &&
		holes_missing(&h, CAUSE_UNFETCHED) == 0,
	    "counts by cause");
	holes_cut(&h, INTERVAL_1M, 4 * MINUTE);
	ok(h.n == 2 && h.missing == 4 && h.list[1].missing == 1 &&
		h.list[1].to == 4 * MINUTE - 1,
	    "forgets what lies behind");
	holes_cut(&h, INTERVAL_1M, 0);
	ok(h.n == 0 && h.missing == 0, "forgets all");
	(void)holes_add(&h, INTERVAL_1MO, 0, INT64_C(31536000000),
	    CAUSE_UNFETCHED); /* 1970 */
	ok(h.missing == 12, "a year is twelve months");
	holes_free(&h);
	return tap_done();
}
