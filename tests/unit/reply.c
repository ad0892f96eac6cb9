/* SPDX-License-Identifier: MIT */
/* Replies of the REST interface: what is read, and what is refused. */
#include "exchange/reply.h"

#include <string.h>

#include "tap.h"

#define K "\"1.5\",\"3\",\"1\",\"2\",\"20.680\",1789478219999,\"15.4\",878"
#define BAR "[1789478160000," K ",\"15.190\",\"11.5\",\"0\"]"
#define NEXT "[1789478220000," K ",\"15.190\",\"11.5\",\"0\"]"
#define T "\"f\":8079747315,\"l\":8079747316,\"T\":1789478330891"
#define TRADE                                                                  \
	"{\"a\":3450415493,\"p\":\"76906.00\",\"q\":\"0.004\"," T              \
	",\"m\":false}"
#define OI                                                                     \
	"{\"symbol\":\"A\",\"sumOpenInterest\":\"106289.69300000\","           \
	"\"sumOpenInterestValue\":\"8175197334.30990000\","                    \
	"\"CMCCirculatingSupply\":\"20084481.00000000\","
#define FUNDING "{\"symbol\":\"A\",\"fundingTime\":1789459200005,"

static const struct row_format candles = {DATA_CANDLES, "A", INTERVAL_1M, 0};
static const struct row_format premium = {DATA_PREMIUM, "A", INTERVAL_1M, 0};
static const struct row_format trades = {.data = DATA_TRADES, .symbol = "A"};
static const struct row_format oi = {DATA_OPEN_INTEREST, "A", INTERVAL_5M, 0};
static const struct row_format funding = {.data = DATA_FUNDING, .symbol = "A"};

static const struct row want_bar = {
    .time = 1789478160000,
    .u.kline = {1.5, 3, 1, 2, {20680, -3}, {154, -1}, {1519, -2}, {115, -1},
	878},
};
static const struct row want_premium = {
    .time = 1691603820000,
    .u.kline = {.open = -0.00042931,
	.high = -0.00023641,
	.low = -0.00059406,
	.close = -0.00043659},
};
static const struct row want_trade = {
    .time = 1789478330891,
    .id = 3450415493,
    .u.trade = {76906, 0.004, 8079747315, 8079747316, false},
};
static const struct row want_oi = {
    .time = 1789478400000,
    .u.interest = {106289.693, 8175197334.3099, 1789478400000, true},
};
static const struct row want_oi_only = {
    .time = 1789478400000,
    .u.interest = {106289.693, 0, 1789478400000, false},
};
static const struct row want_funding = {
    .time = 1789459200005,
    .u.funding = {-0.00006188, 76907.97183333, 0},
};
static const struct row want_unmarked = {
    .time = 1789459200005,
    .u.funding = {-0.00006188, 0, 0},
};

static const struct {
	const char *title, *body;
	const struct row_format *f;
	const struct row *want; /* the first row; NULL with n > 0: refused */
	size_t n;
	const char *why;
} bodies[] = {
    {"a bar", "[" BAR "]", &candles, &want_bar, 1, NULL},
    {"two bars", "[" BAR "," NEXT "]", &candles, &want_bar, 2, NULL},
    {"no bar", "[]", &candles, NULL, 0, NULL},
    {"white space",
	" \r\n[ [ 1789478160000 , \"1.5\" ,\t3.0 , 1 ,2e0, 20.680 ,"
	"1789478219999, \"15.4\", 878, 15.19, 11.5, 0 ] \n, " NEXT " ] \n",
	&candles, &want_bar, 2, NULL},
    {"a thirteenth element, and what it likes",
	"[[1789478160000," K
	",\"15.190\",\"11.5\",null,{\"a\":[\"\\u00e9\\n\",1]}]]",
	&candles, &want_bar, 1, NULL},
    {"11 elements", "[[1789478160000," K ",\"15.190\",\"11.5\"]]", &candles,
	&want_bar, 1, NULL},
    {"10 elements", "[[1789478160000," K ",\"15.190\"]]", &candles, NULL, 1,
	"row 1, byte 76: elements are missing"},
    {"a premium below 0",
	"[[1691603820000,\"-0.00042931\",\"-0.00023641\",\"-0.00059406\","
	"\"-0.00043659\",\"0\",1691603879999,\"0\",12,\"0\",\"0\",\"0\"]]",
	&premium, &want_premium, 1, NULL},
    {"an impossible bar",
	"[" BAR ",[1789478160000,\"4\",\"3\",\"1\",\"2\","
	"0,1789478219999,0,0,0,0,0]]",
	&candles, NULL, 1, "row 2, byte 90: open is outside low to high"},
    {"a bar of another interval",
	"[[1789478160001," K ",\"15.190\",\"11.5\",\"0\"]]", &candles, NULL, 1,
	"row 1, byte 2: open_time is not where a bar begins"},
    {"null for a price", "[[1789478160000,null," K "]]", &candles, NULL, 1,
	"row 1, byte 16: open is no price"},
    {"\"\" for a price", "[[1789478160000,\"\"," K "]]", &candles, NULL, 1,
	"row 1, byte 16: open is no price"},
    {"a number cut short", "[[1789478160000,\"1.5,", &candles, NULL, 1,
	"row 1, byte 16: open is no price"},
    {"a reply cut short", "[" BAR ",[1789478220000,", &candles, NULL, 1,
	"row 2, byte 104: cut short"},
    {"a reply without its end", "[" BAR, &candles, NULL, 1,
	"row 1, byte 88: cut short"},
    {"nothing", "", &candles, NULL, 1, "row 0, byte 0: cut short"},
    {"two replies", "[]\n[]", &candles, NULL, 1,
	"row 0, byte 3: there is something behind the list"},
    {"a comma too many", "[" BAR ",]", &candles, NULL, 1,
	"row 2, byte 89: a row is expected"},
    {"no comma", "[" BAR BAR "]", &candles, NULL, 1,
	"row 1, byte 88: a comma or a bracket is expected"},
    {"trades for bars", "[" TRADE "]", &candles, NULL, 1,
	"row 1, byte 1: a row is expected"},
    {"an error for bars", "{\"code\":-1121,\"msg\":\"Invalid symbol.\"}",
	&candles, NULL, 1, "row 0, byte 0: it is no list"},
    {"bad JSON where nothing is read",
	"[[1789478160000," K ",\"15.190\",\"11.5\",\"\\x\"]]", &candles, NULL,
	1, "row 1, byte 84: bad escape in a string"},

    {"a trade", "[" TRADE "]", &trades, &want_trade, 1, NULL},
    {"no trade", " [ ] ", &trades, NULL, 0, NULL},
    {"a trade of spot, its members in another order",
	"[{\"M\":true,\"m\":false,\"T\":1789478330891,\"l\":8079747316,"
	"\"f\":8079747315,\"q\":0.004,\"p\":76906,\"a\":\"3450415493\"}]",
	&trades, &want_trade, 1, NULL},
    {"members that are new",
	"[ { \"nq\" : \"0.004\" , \"x\":null,\"\\u0041\\\"\":{\"a\":1},"
	" \"a\" : 3450415493,\"p\":\"76906.00\",\"q\":\"0.004\"," T
	", \"m\" : false } ]",
	&trades, &want_trade, 1, NULL},
    {"a member missing", "[{\"p\":\"1\",\"q\":\"1\"," T ",\"m\":false}]",
	&trades, NULL, 1, "row 1, byte 2: a member is missing"},
    {"a member twice", "[{\"a\":1,\"a\":2}]", &trades, NULL, 1,
	"row 1, byte 8: a member is given twice"},
    {"m as text", "[{\"a\":1,\"p\":\"1\",\"q\":\"1\"," T ",\"m\":\"true\"}]",
	&trades, NULL, 1, "row 1, byte 76: m is neither true nor false"},
    {"a price of 0", "[{\"a\":1,\"p\":\"0.0\",\"q\":\"1\"," T ",\"m\":true}]",
	&trades, NULL, 1, "row 1, byte 2: the price is 0"},
    {"an id of text", "[{\"a\":\"x\"}]", &trades, NULL, 1,
	"row 1, byte 6: agg_trade_id is no id"},
    {"an empty object", "[{}]", &trades, NULL, 1,
	"row 1, byte 2: a member name is expected"},
    {"no colon", "[{\"a\" 1}]", &trades, NULL, 1,
	"row 1, byte 6: a colon is expected"},
    {"bars for trades", "[" BAR "]", &trades, NULL, 1,
	"row 1, byte 1: a row is expected"},

    {"open interest", "[" OI "\"timestamp\":1789478400000}]", &oi, &want_oi, 1,
	NULL},
    {"its time as text", "[" OI "\"timestamp\":\"1789478400000\"}]", &oi,
	&want_oi, 1, NULL},
    {"no value",
	"[{\"symbol\":\"A\",\"sumOpenInterest\":106289.693,"
	"\"timestamp\":1789478400000}]",
	&oi, &want_oi_only, 1, NULL},
    {"blank open interest",
	"[{\"symbol\":\"A\",\"sumOpenInterest\":\"\","
	"\"timestamp\":1789478400000}]",
	&oi, NULL, 0, NULL},
    {"another symbol's", "[{\"symbol\":\"B\"}]", &oi, NULL, 1,
	"row 1: it is of another symbol"},
    {"no symbol's", "[{\"timestamp\":1789478400000}]", &oi, NULL, 1,
	"row 1: symbol is missing"},
    {"no time", "[" OI "\"timestamp\":\"soon\"}]", &oi, NULL, 1,
	"row 1: timestamp is no time"},
    {"open interest below 0",
	"[{\"symbol\":\"A\",\"sumOpenInterest\":\"-1\",\"timestamp\":0}]", &oi,
	NULL, 1, "row 1: sumOpenInterest is no amount"},
    {"no list", "{}", &oi, NULL, 1, "it is no list"},

    {"a funding rate",
	"[" FUNDING "\"fundingRate\":\"-0.00006188\","
	"\"markPrice\":\"76907.97183333\",\"rateType\":\"Special\"}]",
	&funding, &want_funding, 1, NULL},
    {"an empty mark price",
	"[" FUNDING "\"fundingRate\":-0.00006188,\"markPrice\":\"\"}]",
	&funding, &want_unmarked, 1, NULL},
    {"a null mark price",
	"[" FUNDING "\"fundingRate\":\"-6.188E-5\",\"markPrice\":null}]",
	&funding, &want_unmarked, 1, NULL},
    {"no mark price", "[" FUNDING "\"fundingRate\":\"-0.00006188\"}]", &funding,
	&want_unmarked, 1, NULL},
    {"no rate", "[" FUNDING "\"fundingRate\":\"\"}]", &funding, NULL, 1,
	"row 1: fundingRate is no number"},
};

/* As a reply comes: NUL behind it, and anything behind that. */
static const char *
as_body(char buf[4096], const char *text)
{
	memset(buf, '9', 4096);
	memcpy(buf, text, strlen(text) + 1);
	return buf;
}

static bool
is_row(const struct row *r, const struct row *want, enum dataset data)
{
	if (r->time != want->time || r->id != want->id || r->line != 1)
		return false;
	if (data == DATA_FUNDING &&
	    r->u.funding.mark_price != want->u.funding.mark_price)
		return false;
	return row_same(r, want, data);
}

static void
test_body(size_t i)
{
	char buf[4096], why[REPLY_WHY] = "";
	const char *body = as_body(buf, bodies[i].body);
	struct rows rs = {0};
	int rc = reply_rows(&rs, body, strlen(body), bodies[i].f, why);

	if (bodies[i].why)
		ok(rc == -1 && strcmp(why, bodies[i].why) == 0 && rs.n == 0,
		    "refuses %s: %s", bodies[i].title, why);
	else
		ok(rc == 0 && rs.n == bodies[i].n &&
			(!rs.n || is_row(&rs.list[0], bodies[i].want,
				      bodies[i].f->data)),
		    "reads %s%s", bodies[i].title, why);
	rows_free(&rs);
}

static void
test_errors(void)
{
	char msg[24] = "";
	int code = 0;

	ok(reply_error("{\"code\":-1121,\"msg\":\"Invalid symbol.\"}", &code,
	       msg, sizeof msg) == 0 &&
		code == -1121 && strcmp(msg, "Invalid symbol.") == 0,
	    "an error");
	ok(reply_error("{\"code\":0,\"msg\":\"Service unavailable from a "
		       "restricted location\"}",
	       &code, msg, sizeof msg) == 0 &&
		code == 0 && strcmp(msg, "Service unavailable fro") == 0,
	    "a long error, cut");
	ok(reply_error("[]", &code, msg, sizeof msg) == -1 &&
		reply_error("<html>", &code, msg, sizeof msg) == -1 &&
		reply_error("", &code, msg, sizeof msg) == -1 &&
		reply_error("{\"code\":-1}", &code, msg, sizeof msg) == -1 &&
		reply_error("{\"code\":\"-1\",\"msg\":\"\"}", &code, msg,
		    sizeof msg) == -1,
	    "what is no error");
}

/* Pages are added to what there is; a page that is refused leaves it alone. */
static void
test_pages(void)
{
	char buf[4096], why[REPLY_WHY];
	struct rows rs = {0};
	const char *body = as_body(buf, "[" NEXT "]");

	(void)reply_rows(&rs, body, strlen(body), &candles, why);
	body = as_body(buf, "[" BAR ",[]]");
	ok(reply_rows(&rs, body, strlen(body), &candles, why) == -1 &&
		rs.n == 1 && rs.unsorted == 0,
	    "a page that is refused adds nothing");
	body = as_body(buf, "[" BAR "]");
	ok(reply_rows(&rs, body, strlen(body), &candles, why) == 0 &&
		rs.n == 2 && rs.unsorted == 1 && rs.list[1].line == 1,
	    "a page more");
	body = as_body(buf, "[]");
	buf[1] = '\0'; /* in the middle of it */
	ok(reply_rows(&rs, body, 2, &candles, why) == -1, "a NUL in a reply");
	rows_free(&rs);
}

int
main(void)
{
	for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++)
		test_body(i);
	test_errors();
	test_pages();
	return tap_done();
}
