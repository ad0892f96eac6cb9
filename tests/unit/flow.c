/* SPDX-License-Identifier: MIT */
/* flow: trades, books, liquidations, basis and funding, bar by bar. */
#include "signal/flow.h"

#include <math.h>
#include <string.h>

#include "market/record.h"
#include "tap.h"

enum { MINUTE = 60000 };

static struct flow f;
static struct flow_bar bar;
static struct rec_parser *parser;

/* One record, as it stands in a stream; a quote is written ' here. */
static void
push(const char *line)
{
	static char text[1024];
	const char *why = "too long";
	size_t len = strlen(line);
	struct record r;

	memset(text, '\n', sizeof text);
	for (size_t i = 0; i < len; i++)
		text[i] = line[i] == '\'' ? '"' : line[i];
	if (rec_parse(parser, text, text + len, &r, &why) != 0) {
		ok(0, "%s: %s", line, why);
		return;
	}
	flow_push(&f, &r);
}

static void
trade(int id, double qty, const char *side)
{
	char line[200];

	snprintf(line, sizeof line,
	    "{'type':'trade','time':1,'symbol':'A','id':%d,'price':2,"
	    "'qty':%g,'side':'%s'}",
	    id, qty, side);
	push(line);
}

static void
book(double bid, double bid_qty, double ask, double ask_qty)
{
	char line[200];

	snprintf(line, sizeof line,
	    "{'type':'book','time':1,'symbol':'A','update_id':1,'bid':%g,"
	    "'bid_qty':%g,'ask':%g,'ask_qty':%g}",
	    bid, bid_qty, ask, ask_qty);
	push(line);
}

static void
start(void)
{
	static const struct flow_params params = {3, 5 * MINUTE};

	if (flow_init(&f, &params) != 0)
		exit(1);
}

static void
check_trades(void)
{
	start();
	trade(7, 3, "buy");
	trade(8, 1.5, "sell");
	trade(9, 1, "buy");
	flow_bar_end(&f, MINUTE, 5.5, &bar);
	ok(bar.bought == 4 && bar.sold == 1.5 && bar.delta == 2.5,
	    "trades: bought, sold, the difference");
	trade(10, 2, "sell");
	trade(10, 2, "sell");
	trade(9, 1, "buy");
	flow_bar_end(&f, MINUTE, 2.000001, &bar);
	ok(bar.bought == 0 && bar.delta == -2,
	    "trades: none is told twice, a bar begins at nothing");
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.delta == 0, "trades: a bar without any");
	flow_bar_end(&f, MINUTE, 3, &bar);
	ok(isnan(bar.delta) && isnan(bar.bought) && isnan(bar.sold),
	    "trades: none, and yet volume");
	trade(11, 2, "sell");
	flow_bar_end(&f, MINUTE, 2.01, &bar);
	ok(bar.delta == -2, "trades: a fill beyond the candle's end");
	trade(12, 2, "sell");
	trade(14, 2, "sell");
	flow_bar_end(&f, MINUTE, 4, &bar);
	ok(isnan(bar.delta), "trades: a hole in the ids");
	trade(15, 2, "sell");
	flow_bar_end(&f, MINUTE, 2, &bar);
	ok(bar.delta == -2, "trades: and the bar behind it");
	push("{'type':'gap','time':1,'symbol':'A','dataset':'trade',"
	     "'from':1,'to':1}");
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.delta), "trades: a gap that was announced");
	flow_bar_end(&f, MINUTE, NAN, &bar);
	ok(isnan(bar.delta), "trades: a volume that is not known");
	trade(16, 2, "buy");
	flow_reset(&f);
	trade(90, 1, "buy");
	flow_bar_end(&f, MINUTE, 1, &bar);
	ok(bar.delta == 1, "trades: reset forgets them and their ids");
	flow_reset(&f);
	trade(0, 1, "buy");
	trade(2, 1, "buy");
	flow_bar_end(&f, MINUTE, 2, &bar);
	ok(isnan(bar.delta), "trades: ids may begin at 0");
	flow_reset(&f);
	trade(91, 1, "buy");
	flow_bar_end(&f, MINUTE, 1.01, &bar);
	ok(isnan(bar.delta), "trades: a part of the first bar");
	trade(92, 1, "buy");
	flow_bar_end(&f, MINUTE, 1.01, &bar);
	ok(bar.delta == 1, "trades: and the bar behind it");
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.delta == 0 && bar.bought == 0, "trades: of a quiet bar");
	flow_finish(&f);
}

static void
check_book(void)
{
	static const struct {
		const char *title;
		double bid, bid_qty, ask, ask_qty, want;
	} cases[] = {
	    /* each after bid 10 of 5, ask 11 of 7 */
	    {"nothing moved", 10, 5, 11, 7, 0},
	    {"more at the bid", 10, 8, 11, 7, 3},
	    {"less at the bid", 10, 1, 11, 7, -4},
	    {"more at the ask", 10, 5, 11, 9, -2},
	    {"less at the ask", 10, 5, 11, 1, 6},
	    {"a better bid", 10.5, 2, 11, 7, 2},
	    {"a lower bid", 9, 40, 11, 7, -5},
	    {"a better ask", 10, 5, 10.5, 3, -3},
	    {"a higher ask", 10, 5, 12, 30, 7},
	};

	start();
	book(10, 5, 11, 7);
	book(10, 9, 11, 7);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.book_imbalance), "book: not of the first bar");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		book(10, 5, 11, 7);
		flow_bar_end(&f, MINUTE, 0, &bar);
		book(cases[i].bid, cases[i].bid_qty, cases[i].ask,
		    cases[i].ask_qty);
		flow_bar_end(&f, MINUTE, 0, &bar);
		ok(bar.book_imbalance == cases[i].want, "book: %s: %g",
		    cases[i].title, bar.book_imbalance);
	}
	book(10, 5, 11, 7);
	flow_bar_end(&f, MINUTE, 0, &bar);
	book(10, 6, 11, 7);
	book(10, 8, 11, 7);
	book(10, 8, 11, 6);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.book_imbalance == 4, "book: a bar's sum");
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.book_imbalance), "book: a bar without any");
	book(10, 5, 11, 7);
	push("{'type':'gap','time':1,'symbol':'A','dataset':'book',"
	     "'from':1,'to':1}");
	book(10, 5, 11, 7);
	book(10, 6, 11, 7);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.book_imbalance), "book: a bar with a gap");
	push("{'type':'book','time':1,'symbol':'A','bid':10,'ask':12,"
	     "'bid_qty':6}");
	book(10, 6, 11, 7);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.book_imbalance), "book: a bar with a book half told");
	book(10, 7, 11, 7);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.book_imbalance == 1, "book: and the bar behind it");
	flow_reset(&f);
	book(10, 5, 11, 7);
	book(10, 6, 11, 7);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.book_imbalance), "book: reset forgets it");
	flow_finish(&f);
}

static void
check_liquidations(void)
{
	static const char *const sell =
	    "{'type':'liquidation','time':1,'symbol':'A','side':'sell',"
	    "'price':10,'qty':3}";
	static const char *const buy =
	    "{'type':'liquidation','time':1,'symbol':'A','side':'buy',"
	    "'price':2,'qty':4}";
	int left = 0;

	start();
	flow_bar_end(&f, MINUTE, 0, &bar);
	flow_bar_end(&f, MINUTE, 0, &bar);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.liquidated_buys) && isnan(bar.liquidated_sells),
	    "liquidations: not before the first");
	push(sell);
	push(sell);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.liquidated_sells == 60 && bar.liquidated_buys == 0,
	    "liquidations: quote value by side");
	push(buy);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.liquidated_sells == 60 && bar.liquidated_buys == 8,
	    "liquidations: of the last bars");
	flow_bar_end(&f, MINUTE, 0, &bar);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.liquidated_sells == 0 && bar.liquidated_buys == 8,
	    "liquidations: and no others");
	for (int i = 0; i < 9; i++) {
		if (i % 4 == 0)
			push("{'type':'liquidation','time':1,'symbol':'A',"
			     "'side':'buy','price':1e9,'qty':3}");
		if (i % 4 == 1)
			push("{'type':'liquidation','time':1,'symbol':'A',"
			     "'side':'buy','price':0.7,'qty':1}");
		flow_bar_end(&f, MINUTE, 0, &bar);
		left += i % 4 == 3 && bar.liquidated_buys != 0.7;
	}
	ok(left == 0, "liquidations: nothing is left of those that went");
	push("{'type':'gap','time':1,'symbol':'A','dataset':'liquidation',"
	     "'from':1,'to':1}");
	flow_bar_end(&f, MINUTE, 0, &bar);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.liquidated_buys), "liquidations: not right after a gap");
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.liquidated_buys == 0, "liquidations: but enough bars later");
	push(buy);
	flow_reset(&f);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.liquidated_buys), "liquidations: nor after a reset");
	flow_bar_end(&f, MINUTE, 0, &bar);
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(bar.liquidated_buys == 0, "liquidations: reset forgets them");
	flow_finish(&f);
}

static void
check_rates(void)
{
	start();
	flow_bar_end(&f, MINUTE, 0, &bar);
	ok(isnan(bar.basis) && isnan(bar.funding_rate), "rates: none yet");
	push("{'type':'mark','time':60000,'symbol':'A','mark_price':102,"
	     "'index_price':100,'rate':0.0001}");
	flow_bar_end(&f, 6 * MINUTE, 0, &bar);
	ok(bar.basis == 0.02 && bar.funding_rate == 0.0001,
	    "rates: of the mark price, for so long");
	flow_bar_end(&f, 6 * MINUTE + 1, 0, &bar);
	ok(isnan(bar.basis) && bar.funding_rate == 0.0001,
	    "rates: then the basis is stale");
	push("{'type':'premium','symbol':'A','interval':'1m','open_time':"
	     "360000,'open':1,'high':1,'low':-1,'close':-0.5}");
	flow_bar_end(&f, 7 * MINUTE, 0, &bar);
	ok(bar.basis == -0.5, "rates: the premium is later");
	push("{'type':'mark','time':419998,'symbol':'A','mark_price':105,"
	     "'index_price':100,'rate':0.0002}");
	push("{'type':'mark','time':419999,'symbol':'A','mark_price':109}");
	flow_bar_end(&f, 7 * MINUTE, 0, &bar);
	ok(bar.basis == -0.5 && bar.funding_rate == 0.0002,
	    "rates: a mark that is older, and one without index");
	push("{'type':'funding','time':420000,'symbol':'A','rate':-0.003}");
	push("{'type':'mark','time':420000,'symbol':'A','mark_price':90,"
	     "'index_price':100,'rate':0.0004}");
	flow_bar_end(&f, 8 * MINUTE, 0, &bar);
	ok(bar.basis == -0.1 && bar.funding_rate == -0.003,
	    "rates: a settled funding rate goes first");
	flow_reset(&f);
	flow_bar_end(&f, 8 * MINUTE, 0, &bar);
	ok(bar.basis == -0.1 && bar.funding_rate == -0.003,
	    "rates: a hole in the candles does not touch them");
	flow_finish(&f);
}

int
main(void)
{
	parser = rec_parser_new();
	if (!parser)
		return 1;
	check_trades();
	check_book();
	check_liquidations();
	check_rates();
	rec_parser_free(parser);
	return tap_done();
}
