/* SPDX-License-Identifier: MIT */
/* One row of a file of candles: what is read, and what is refused. */
#include "exchange/kline_csv.h"

#include <string.h>

#include "exchange/zip_csv.h"

#include "tap.h"

static const struct {
	const char *title, *row;
	const char *why; /* NULL: it is read as the row `want` below */
} rows[] = {
    {"12 columns, ms",
	"1735689600000,4.15,4.20,4.10,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	NULL},
    {"11 columns",
	"1735689600000,4.15,4.20,4.10,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5",
	NULL},
    {"microseconds",
	"1735689600000000,4.15,4.2,4.1,4.16,539.5,1735693199999999,2240.25,13,"
	"401.75,1669.5,0",
	NULL},
    {"one of the times in ms, the other in us",
	"1735689600000,4.15,4.2,4.1,4.16,539.5,1735693199999999,2240.25,13,"
	"401.75,1669.5,0",
	NULL},
    {"scientific notation",
	"1735689600000,415e-2,4.2,4.1E0,0.416E+1,5.395e2,1735693199999,"
	"2240.25,13,401.75,1669.5,0",
	NULL},
    {"close_time cut short by a halt",
	"1735689600000,4.15,4.2,4.1,4.16,539.5,1735689600123,2240.25,13,"
	"401.75,1669.5,0",
	NULL},
    {"a blank cell",
	"1735689600000,4.15,,4.1,4.16,539.5,1735693199999,2240.25,13,401.75,"
	"1669.5,0",
	"high is no price"},
    {"a blank last cell",
	"1735689600000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,,0",
	"taker_buy_quote_volume is no amount"},
    {"a blank in a cell",
	"1735689600000,4.15, 4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"high is no price"},
    {"a minus",
	"1735689600000,4.15,4.2,4.1,4.16,-539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"volume is no amount"},
    {"too large a number",
	"1735689600000,4.15,1e999,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"high is no price"},
    {"no number",
	"1735689600000,4.15,4.2,4.1,NaN,539.5,1735693199999,2240.25,13,401.75,"
	"1669.5,0",
	"close is no price"},
    {"10 columns",
	"1735689600000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,401.75",
	"columns are missing"},
    {"13 columns",
	"1735689600000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0,0",
	"there are more than 12 columns"},
    {"high below low",
	"1735689600000,4.15,4.0,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"high is below low"},
    {"open above high",
	"1735689600000,4.25,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"open is outside low to high"},
    {"close below low",
	"1735689600000,4.15,4.2,4.1,4.05,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"close is outside low to high"},
    {"a price of 0",
	"1735689600000,4.15,4.2,0,4.16,539.5,1735693199999,2240.25,13,401.75,"
	"1669.5,0",
	"a price is 0"},
    {"an open time inside the bar",
	"1735689660000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"open_time is not where a bar begins"},
    {"a time with a fraction",
	"1735689600000.5,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,13,"
	"401.75,1669.5,0",
	"open_time is no time"},
    {"seconds and a half of a trade",
	"1735689600000,4.15,4.2,4.1,4.16,539.5,1735693199999,2240.25,12.5,"
	"401.75,1669.5,0",
	"the number of trades is no number"},
    {"an empty line", "", "open_time is no time"},
    {"a header in the middle", "open_time,open", "open_time is no time"},
};

static const struct kline want = {
    .open_time = 1735689600000,
    .open = 4.15,
    .high = 4.2,
    .low = 4.1,
    .close = 4.16,
    .volume = {5395, -1},
    .quote_volume = {224025, -2},
    .trades = 13,
    .taker_buy_volume = {40175, -2},
    .taker_buy_quote_volume = {16695, -1},
};

static int
is_want(const struct kline *k)
{
	return k->open_time == want.open_time && k->open == want.open &&
	       k->high == want.high && k->low == want.low &&
	       k->close == want.close && k->trades == want.trades &&
	       decimal_cmp(k->volume, want.volume) == 0 &&
	       decimal_cmp(k->quote_volume, want.quote_volume) == 0 &&
	       decimal_cmp(k->taker_buy_volume, want.taker_buy_volume) == 0 &&
	       decimal_cmp(
		   k->taker_buy_quote_volume, want.taker_buy_quote_volume) == 0;
}

int
main(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char buf[1024] = {0};
		size_t len = strlen(rows[i].row);
		const char *why = "";
		struct kline k = {0};
		int rc;

		memcpy(buf, rows[i].row, len);
		buf[len] = '\n';
		rc = kline_parse(buf, buf + len, INTERVAL_1H, &k, &why);
		if (rows[i].why)
			ok(rc == -1 && strcmp(why, rows[i].why) == 0,
			    "refuses %s: %s", rows[i].title, why);
		else
			ok(rc == 0 && is_want(&k), "reads %s", rows[i].title);
	}
	return tap_done();
}
