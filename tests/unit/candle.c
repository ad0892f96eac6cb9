/* SPDX-License-Identifier: MIT */
#include "market/candle.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/decimal.h"
#include "market/bar.h"
#include "tap.h"

static const struct {
	const char *fine, *coarse;
	bool want;
} pairs[] = {
    {"1m", "3m", true},
    {"1m", "1m", false},
    {"3m", "5m", false},
    {"5m", "3m", false},
    {"5m", "1M", true},
    {"4h", "6h", false},
    {"8h", "1d", true},
    {"1d", "1w", true},
    {"1d", "1M", true},
    {"1w", "1M", false},
    {"1d", "3d", false},
    {"3d", "1M", false},
    {"3d", "1w", false},
};

static void
test_pairs(void)
{
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		const char *a = pairs[i].fine, *b = pairs[i].coarse;

		ok(candle_makes((enum interval)interval_parse(a, strlen(a)),
		       (enum interval)interval_parse(b, strlen(b))) ==
			pairs[i].want,
		    "%s to %s", a, b);
	}
}

static void
set_decimal(struct record *r, int slot, const char *text)
{
	struct decimal d;

	rec_set_num(r, slot, 1);
	r->v[slot].s = text;
	r->v[slot].len = (uint32_t)strlen(text);
	/* As the reader gives it: digits where 64 bits hold them. */
	if (decimal_parse(&d, text, strlen(text)) == 0 && d.m == (int64_t)d.m) {
		r->v[slot].i = (int64_t)d.m;
		r->v[slot].exp = (int16_t)d.exp;
	}
}

static void
make_trade(struct record *r, int64_t ts, const char *price, const char *qty)
{
	rec_init(r, REC_TRADE, ts);
	rec_set_text(r, M_SYMBOL, "A", 1);
	rec_set_int(r, TRADE_ID, 1);
	rec_set_int(r, TRADE_SIDE, SIDE_BUY);
	set_decimal(r, TRADE_PRICE, price);
	set_decimal(r, TRADE_QTY, qty);
	r->symbol = 0;
}

/* Quantities, at price 1, and their sum; "" ends them; want NULL: refused. */
static const struct {
	const char *title;
	const char *qty[5];
	const char *want;
} sums[] = {
    {"whole", {"1", "2", "3"}, "6"},
    {"finer and finer", {"1", "0.1", "0.0025"}, "1.1025"},
    {"coarser and coarser", {"0.0025", "0.1", "1"}, "1.1025"},
    {"zeros at the end", {"1.000000000000000000", "2.00"}, "3"},
    {"20 digits", {"12345678901234567890", "0.5"}, "12345678901234567890.5"},
    {"far apart", {"1e-18", "1000000000000000000"},
	"1000000000000000000.000000000000000001"},
    {"farther", {"1e-19", "100000000000000000"},
	"100000000000000000.0000000000000000001"},
    {"the other way", {"100000000000000000", "1e-19"},
	"100000000000000000.0000000000000000001"},
    {"15 places coarser", {"1e-15", "9223372036854775807"},
	"9223372036854775807.000000000000001"},
    {"16 places coarser", {"1e-16", "9223372036854775807"},
	"9223372036854775807.0000000000000001"},
    {"no place left", {"99999999999999999999999", "1e-15", "1"}, NULL},
    {"38 digits", {"99999999999999999999", "0.999999999999999999"},
	"99999999999999999999.999999999999999999"},
    {"39 digits", {"99999999999999999999", "0.9999999999999999999"}, NULL},
    {"more places than digits are free", {"1.00000000000000000000", "1e19"},
	"10000000000000000001"},
};

static void
test_sums(void)
{
	static const struct bar_sums none;

	for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
		char text[NUM_DECIMAL_MAX + 1] = "";
		const char *why = NULL;
		struct bar_sums next;
		struct bar_flow f;
		struct record r;
		struct bar b;
		bool near;
		int rc = 0;

		bar_init(&b, INTERVAL_1M, 0, &none);
		for (int k = 0; sums[i].qty[k] && rc == 0 && !why; k++) {
			make_trade(&r, 0, "1", sums[i].qty[k]);
			why = bar_flow_of(&f, &r);
			near = !why && bar_near(&b, &f);
			rc = why ? -1 : near ? 0 : bar_sum(&b, &f, &next);
			if (rc == 0)
				bar_add(&b, &f, near ? NULL : &next);
		}
		*decimal_put(text, b.sums.v[BAR_VOLUME]) = '\0';
		if (sums[i].want)
			ok(rc == 0 && strcmp(text, sums[i].want) == 0,
			    "sum: %s: %s", sums[i].title, text);
		else
			ok(rc != 0, "sum: %s: refused", sums[i].title);
	}
}

/* Ids of a trade's fills and their count; 0: refused.  quick: inline. */
static const struct {
	int64_t first, last, want;
	bool quick;
} fills[] = {
    {7, 7, 1, true},
    {7, 9, 3, true},
    {1, INT32_MAX, INT32_MAX, true},
    {0, INT32_MAX, INT64_C(1) + INT32_MAX, false},
    {1, INT64_MAX, INT64_MAX, false},
    {0, INT64_MAX, 0, false},
    {9, 8, 0, false},
};

static void
test_fills(void)
{
	for (size_t i = 0; i < sizeof fills / sizeof fills[0]; i++) {
		struct bar_flow f;
		struct record r;
		bool quick;

		make_trade(&r, 0, "1", "1");
		rec_set_int(&r, TRADE_FIRST_ID, fills[i].first);
		rec_set_int(&r, TRADE_LAST_ID, fills[i].last);
		quick = bar_flow_quick(&f, &r);
		ok(quick == fills[i].quick &&
			(bar_flow_of(&f, &r) ? 0 : f.trades) == fills[i].want,
		    "fills %lld to %lld", (long long)fills[i].first,
		    (long long)fills[i].last);
	}
}

/* What is refused of one is in none of the bars, be it the last to say so. */
static void
test_all_or_none(void)
{
	struct candle_opts opts = {
	    .targets = 1u << INTERVAL_1M | 1u << INTERVAL_1H,
	    .fine = -1,
	};
	struct candles *c = candles_new(&opts);
	const struct record *bar;
	struct record r;

	make_trade(&r, 1000, "1", "1e20");
	ok(candles_push(c, &r, false) == CANDLE_USED, "a trade is a source");
	make_trade(&r, 61000, "1", "3");
	ok(candles_push(c, &r, false) == CANDLE_USED, "one of the next minute");
	make_trade(&r, 62000, "1", "1e-19");
	ok(candles_push(c, &r, false) == CANDLE_BAD, "too fine for the hour");
	make_trade(&r, 120000, "1", "1");
	ok(candles_push(c, &r, true) == CANDLE_REPEAT, "a repeat tells time");
	bar = candles_next(c, &r);
	ok(bar && bar->time == 59999, "the first minute closes");
	bar = candles_next(c, &r);
	ok(bar && bar->time == 119999 && bar->v[CANDLE_VOLUME].num == 3,
	    "and the second without it");
	ok(!candles_next(c, &r), "and no more");
	candles_free(c);
}

int
main(void)
{
	test_pairs();
	test_sums();
	test_fills();
	test_all_or_none();
	return tap_done();
}
