/* SPDX-License-Identifier: MIT */
/* One line of each file format: what is read, and what is refused. */
#include "exchange/csv.h"

#include <string.h>

#include "exchange/zip_csv.h"

#include "tap.h"

#define HOUR "1735689600000,"
#define DAY0 INT64_C(1735689600000)

enum { LAG = 300000 };

static const struct row_format candles = {DATA_CANDLES, "A", INTERVAL_1H, 0};
static const struct row_format premium = {DATA_PREMIUM, "A", INTERVAL_1H, 0};
static const struct row_format trades = {.data = DATA_TRADES, .symbol = "A"};
static const struct row_format fundings = {.data = DATA_FUNDING};
static const struct row_format oi5 = {DATA_OPEN_INTEREST, "A", INTERVAL_5M, 0};
static const struct row_format oi1h = {DATA_OPEN_INTEREST, "A", INTERVAL_1H, 0};
static const struct row_format late = {
    DATA_OPEN_INTEREST, "A", INTERVAL_5M, LAG};

/* What the rows below that are read say. */
static const struct row want_candle = {
    .time = DAY0,
    .u.kline =
	{
	    .open = 4.15,
	    .high = 4.2,
	    .low = 4.1,
	    .close = 4.16,
	    .volume = {5395, -1},
	    .quote_volume = {224025, -2},
	    .trades = 13,
	    .taker_buy_volume = {40175, -2},
	    .taker_buy_quote_volume = {16695, -1},
	},
};
static const struct row want_premium = {
    .time = DAY0,
    .u.kline = {.open = -0.00042931, .high = 0, .low = -5e-4, .close = -4e-4},
};
static const struct row want_sold = {
    .time = DAY0,
    .id = 3450415493,
    .u.trade = {76906.1, 0.004, 8079747315, 8079747316, true},
};
static const struct row want_bought = {
    .time = DAY0,
    .id = 3450415493,
    .u.trade = {76906.1, 0.004, 8079747315, 8079747316, false},
};
static const struct row want_nothing_traded = {
    .time = DAY0,
    .id = 7,
    .u.trade = {1.5, 0, -1, -1, false},
};
static const struct row want_oi = {
    .time = DAY0,
    .u.interest = {14088.01, 473864.30436, DAY0, true},
};
static const struct row want_oi_only = {
    .time = DAY0,
    .u.interest = {14088.01, 0, DAY0, false},
};
static const struct row want_late = {
    .time = DAY0 + LAG,
    .u.interest = {14088.01, 473864.30436, DAY0, true},
};
static const struct row want_funding = {
    .time = DAY0 + 3,
    .u.funding = {8.4e-7, 0, 8},
};
static const struct row want_negative = {
    .time = DAY0 + 3,
    .u.funding = {-1e-4, 0, 4},
};

static const struct {
	const char *title, *line;
	const struct row_format *f;
	const struct row *want; /* NULL: refused */
	const char *why;        /* with want: passed over */
} lines[] = {
    {"12 columns, ms",
	HOUR "4.15,4.20,4.10,4.16,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, &want_candle, NULL},
    {"11 columns",
	HOUR "4.15,4.20,4.10,4.16,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5",
	&candles, &want_candle, NULL},
    {"microseconds",
	"1735689600000000,4.15,4.2,4.1,4.16,539.5,1735693199999999,2240.25,13,"
	"401.75,1669.5,0",
	&candles, &want_candle, NULL},
    {"one of the times in ms, the other in us",
	HOUR "4.15,4.2,4.1,4.16,539.5,1735693199999999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, &want_candle, NULL},
    {"scientific notation",
	HOUR "415e-2,4.2,4.1E0,0.416E+1,5.395e2,1735693199999,2240.25,13,"
	     "401.75,1669.5,0",
	&candles, &want_candle, NULL},
    {"close_time cut short by a halt",
	HOUR "4.15,4.2,4.1,4.16,539.5,1735689600123,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, &want_candle, NULL},
    {"a blank cell",
	HOUR "4.15,,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,1669.5,0",
	&candles, NULL, "high is no price"},
    {"a blank last cell",
	HOUR "4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,,0",
	&candles, NULL, "taker_buy_quote_volume is no amount"},
    {"a blank in a cell",
	HOUR "4.15, 4.2,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "high is no price"},
    {"a minus",
	HOUR "4.15,4.2,4.1,4.16,-539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "volume is no amount"},
    {"too large a number",
	HOUR "4.15,1e999,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "high is no price"},
    {"too large a sum",
	HOUR "4.15,4.2,4.1,4.16,1e999,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "volume is no amount"},
    {"no number",
	HOUR "4.15,4.2,4.1,NaN,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "close is no price"},
    {"10 columns",
	HOUR "4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,401.75",
	&candles, NULL, "columns are missing"},
    {"13 columns",
	HOUR "4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,1669.5,"
	     "0,0",
	&candles, NULL, "there are more than 12 columns"},
    {"high below low",
	HOUR "4.15,4.0,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "high is below low"},
    {"open above high",
	HOUR "4.25,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "open is outside low to high"},
    {"close below low",
	HOUR "4.15,4.2,4.1,4.05,539.5,1735693199999,2240.25,13,401.75,"
	     "1669.5,0",
	&candles, NULL, "close is outside low to high"},
    {"a price of 0",
	HOUR "4.15,4.2,0,4.16,539.5,1735693199999,2240.25,13,401.75,1669.5,0",
	&candles, NULL, "a price is 0"},
    {"an open time inside the bar",
	"1735689660000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	&candles, NULL, "open_time is not where a bar begins"},
    {"a time with a fraction",
	"1735689600000.5,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	&candles, NULL, "open_time is no time"},
    {"a time before 1970",
	"-3600000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	&candles, NULL, "open_time is no time"},
    {"half a trade",
	HOUR "4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,12.5,401.75,"
	     "1669.5,0",
	&candles, NULL, "the number of trades is no number"},
    {"an empty line", "", &candles, NULL, "open_time is no time"},
    {"a header in the middle", "open_time,open", &candles, NULL,
	"open_time is no time"},

    {"a premium below 0 and at 0",
	HOUR "-0.00042931,0,-0.0005,-4E-4,0,1735693199999,0,12,0,0,0", &premium,
	&want_premium, NULL},
    {"a premium whose high is below its low",
	HOUR "-0.0005,-0.0006,-0.0005,-0.0005,0,1735693199999,0,12,0,0,0",
	&premium, NULL, "high is below low"},
    {"a candle as a premium has it",
	HOUR "-0.00042931,0,-0.0005,-4E-4,0,1735693199999,0,12,0,0,0", &candles,
	NULL, "a price is 0"},

    {"a trade of um",
	"3450415493,76906.1,0.004,8079747315,8079747316,1735689600000,true",
	&trades, &want_sold, NULL},
    {"a trade of spot",
	"3450415493,76906.10000000,0.00400000,8079747315,8079747316,"
	"1735689600000999,False,True",
	&trades, &want_bought, NULL},
    {"TRUE and 4E-3",
	"3450415493,7.69061E+4,4E-3,8079747315,8079747316,1735689600000,TRUE",
	&trades, &want_sold, NULL},
    {"a trade of quantity 0 and ids of -1", "7,1.5,0,-1,-1,1735689600000,false",
	&trades, &want_nothing_traded, NULL},
    {"a trade for 0", "7,0,0.1,1,1,1735689600000,false", &trades, NULL,
	"the price is 0"},
    {"an id below 0", "-7,1,0.1,1,1,1735689600000,false", &trades, NULL,
	"the id is below 0"},
    {"an id with a point", "7.0,1,0.1,1,1,1735689600000,false", &trades, NULL,
	"agg_trade_id is no id"},
    {"an id beyond 2^63", "9223372036854775808,1,0.1,1,1,1735689600000,false",
	&trades, NULL, "agg_trade_id is no id"},
    {"a quantity below 0", "7,1,-0.1,1,1,1735689600000,false", &trades, NULL,
	"quantity is no amount"},
    {"a blank price", "7,,0.1,1,1,1735689600000,false", &trades, NULL,
	"price is no price"},
    {"neither true nor false", "7,1,0.1,1,1,1735689600000,1", &trades, NULL,
	"is_buyer_maker is neither true nor false"},
    {"truer than true", "7,1,0.1,1,1,1735689600000,truer", &trades, NULL,
	"is_buyer_maker is neither true nor false"},
    {"an empty boolean", "7,1,0.1,1,1,1735689600000,", &trades, NULL,
	"is_buyer_maker is neither true nor false"},
    {"a trade of 6 columns", "7,1,0.1,1,1,1735689600000", &trades, NULL,
	"columns are missing"},
    {"a trade of 9 columns", "7,1,0.1,1,1,1735689600000,true,true,0", &trades,
	NULL, "there are more columns than is_best_match"},
    {"a line of print trades", "7,1,0.1,0.1,1735689600000,true", &trades, NULL,
	"transact_time is no time"},

    {"open interest, 16 decimals",
	"2025-01-01 00:00:00,A,14088.0100000000000000,473864.3043600000000000,"
	"0.51,0.80,0.61,1.30",
	&oi5, &want_oi, NULL},
    {"a time in ms and blank ratios",
	"1735689600000,A,14088.01,473864.30436,,,\"\",", &oi5, &want_oi, NULL},
    {"a blank value", "2025-01-01 00:00:00,A,14088.01,,,,,", &oi5,
	&want_oi_only, NULL},
    {"5 minutes behind the label",
	"2025-01-01 00:00:00,A,14088.01,473864.30436,,,,", &late, &want_late,
	NULL},
    {"a blank open interest", "2025-01-01 00:00:00,A,,1,,,,", &oi5, &want_oi,
	"it has no open interest"},
    {"a quoted blank open interest", "2025-01-01 00:00:00,A,\"\",1,,,,", &oi5,
	&want_oi, "it has no open interest"},
    {"a time between", "2025-01-01 00:01:00,A,1,1,,,,", &oi5, &want_oi,
	"its time is no multiple of 5 minutes"},
    {"the hour's", "2025-01-01 00:00:00,A,14088.01,473864.30436,,,,", &oi1h,
	&want_oi, NULL},
    {"not the hour's", "2025-01-01 00:05:00,A,1,1,,,,", &oi1h, &want_oi, ""},
    {"another symbol's", "2025-01-01 00:00:00,AB,1,1,,,,", &oi5, NULL,
	"it is of another symbol"},
    {"no such day", "2025-02-29 00:00:00,A,1,1,,,,", &oi5, NULL,
	"create_time is no time"},
    {"an hour 24", "2025-02-01 24:00:00,A,1,1,,,,", &oi5, NULL,
	"create_time is no time"},
    {"a T in the time", "2025-02-01T00:00:00,A,1,1,,,,", &oi5, NULL,
	"create_time is no time"},
    {"open interest below 0", "2025-01-01 00:00:00,A,-1,1,,,,", &oi5, NULL,
	"sum_open_interest is no amount"},
    {"no number", "2025-01-01 00:00:00,A,1,1x,,,,", &oi5, NULL,
	"sum_open_interest_value is no amount"},
    {"7 columns", "2025-01-01 00:00:00,A,1,1,,,", &oi5, NULL,
	"there are not 8 columns"},
    {"9 columns", "2025-01-01 00:00:00,A,1,1,,,,,", &oi5, NULL,
	"there are not 8 columns"},

    {"a funding rate", "1735689600003,8,8.4E-7", &fundings, &want_funding,
	NULL},
    {"a negative one", "1735689600003,4,-0.00010000", &fundings, &want_negative,
	NULL},
    {"no hours", "1735689600003,,0.0001", &fundings, NULL,
	"funding_interval_hours is no number"},
    {"no rate", "1735689600003,8,", &fundings, NULL,
	"last_funding_rate is no number"},
    {"2 columns", "1735689600003,8", &fundings, NULL, "columns are missing"},
    {"4 columns", "1735689600003,8,0.1,0", &fundings, NULL,
	"there are more than 3 columns"},
    {"something behind the rate", "1735689600003,8,0.1x", &fundings, NULL,
	"last_funding_rate is no number"},
};

static const struct {
	const char *title, *line;
	const struct row_format *f;
	bool is;
} headers[] = {
    {"um klines",
	"open_time,open,high,low,close,volume,close_time,quote_volume,count,"
	"taker_buy_volume,taker_buy_quote_volume,ignore",
	&candles, true},
    {"um aggTrades",
	"agg_trade_id,price,quantity,first_trade_id,last_trade_id,"
	"transact_time,is_buyer_maker",
	&trades, true},
    {"um metrics",
	"create_time,symbol,sum_open_interest,sum_open_interest_value,"
	"count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
	"count_long_short_ratio,sum_taker_long_short_vol_ratio",
	&oi5, true},
    {"um fundingRate", "calc_time,funding_interval_hours,last_funding_rate",
	&fundings, true},
    {"quoted", "\"calc_time\",\"funding_interval_hours\",\"rate\"", &fundings,
	true},
    {"a row", "1735689600003,8,0.1", &fundings, false},
    {"nothing", "", &fundings, false},
    {"another format's", "calc_time,funding_interval_hours,last_funding_rate",
	&candles, false},
};

/* *end == '\n', and what is behind it is readable. */
static const char *
as_line(char buf[1024], const char *line)
{
	size_t len = strlen(line);

	memset(buf, '9', 1024); /* no help from what follows */
	memcpy(buf, line, len);
	buf[len] = '\n';
	return buf + len;
}

static bool
is_row(const struct row *r, const struct row *want, enum dataset data)
{
	return r->time == want->time && r->id == want->id &&
	       row_same(r, want, data) &&
	       (data != DATA_OPEN_INTEREST ||
		   r->u.interest.label == want->u.interest.label);
}

static void
test_line(size_t i)
{
	const char *why = NULL;
	char buf[1024];
	const char *end = as_line(buf, lines[i].line);
	struct row r;
	int rc = csv_row(lines[i].f, buf, end, &r, &why);

	if (!lines[i].want)
		ok(rc == -1 && strcmp(why, lines[i].why) == 0, "refuses %s: %s",
		    lines[i].title, why ? why : "");
	else if (lines[i].why)
		ok(rc == 0 && strcmp(why ? why : "", lines[i].why) == 0,
		    "passes over %s: %s", lines[i].title, why ? why : "");
	else
		ok(rc == 1 && is_row(&r, lines[i].want, lines[i].f->data),
		    "reads %s", lines[i].title);
}

int
main(void)
{
	char buf[1024];

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
		test_line(i);
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
		const char *end = as_line(buf, headers[i].line);

		ok(csv_is_header(headers[i].f, buf, end) == headers[i].is,
		    "a header or not: %s", headers[i].title);
	}
	ok(!row_is_record(&want_nothing_traded, DATA_TRADES) &&
		row_is_record(&want_sold, DATA_TRADES) &&
		row_is_record(&want_oi, DATA_OPEN_INTEREST),
	    "a trade of nothing is no record");
	return tap_done();
}
