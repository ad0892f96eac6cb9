/* SPDX-License-Identifier: MIT */
/* Lists of rows: their order, doubles and contradictions. */
#include "exchange/row.h"

#include <string.h>

#include "tap.h"

static const struct row_format trades = {.data = DATA_TRADES};

static struct row
trade(int64_t id, int64_t time, double qty)
{
	static int64_t line;

	return (struct row){
	    .id = id,
	    .time = time,
	    .line = ++line,
	    .u.trade = {.price = 1, .qty = qty},
	};
}

static bool
is_list(const struct rows *rs, const int64_t *ids, size_t n)
{
	for (size_t i = 0; i < n && i < rs->n; i++)
		if (rs->list[i].id != ids[i])
			return false;
	return rs->n == n;
}

static void
test_order(void)
{
	static const int64_t want[] = {1, 2, 3, 4, 5};
	struct rows rs = {0};
	struct row list[] = {
	    trade(4, 20, 1),
	    trade(1, 10, 1),
	    trade(2, 20, 1),
	    trade(3, 21, 1),
	    trade(2, 20, 1),
	    trade(5, 30, 1),
	    trade(5, 30, 1),
	};

	for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
		ok(rows_add(&rs, &list[i]) == 0, "a trade more");
	ok(rs.unsorted == 2, "two came late");
	ok(rows_settle(&rs, &trades) == 0 && rs.doubled == 2 &&
		is_list(&rs, want, 5),
	    "trades by their ids, each once");
	rows_free(&rs);
	ok(rs.n == 0 && rs.list == NULL, "is empty when freed");
}

static void
test_contradiction(void)
{
	struct rows rs = {0};
	struct row a = trade(7, 10, 1), b = trade(8, 10, 1);
	struct row c = trade(7, 11, 1);

	(void)rows_add(&rs, &a);
	(void)rows_add(&rs, &b);
	(void)rows_add(&rs, &c);
	ok(rows_settle(&rs, &trades) == c.line,
	    "one id at two times contradicts itself");
	rows_free(&rs);
}

int
main(void)
{
	struct rows none = {0};

	test_order();
	test_contradiction();
	ok(rows_settle(&none, &trades) == 0, "nothing is in order");
	return tap_done();
}
