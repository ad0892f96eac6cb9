/* SPDX-License-Identifier: MIT */
/* What files of the archive are called, and what a .CHECKSUM says. */
#include "exchange/archive.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "tap.h"

#define HEX "dd579c62368ded93d3f01a1904575b932279e32936e181c062763e605793c1c2"

static const struct {
	const char *venue, *symbol, *interval, *day;
	enum archive_span span;
	enum dataset data;
	const char *url;
} urls[] = {
    {"binance-spot", "BTCUSDT", "1m", "2022-01-01T13:00:00Z", ARCHIVE_DAILY,
	DATA_CANDLES,
	"R/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2022-01-01.zip"},
    {"binance-um", "BTCUSDT", "1h", "2024-02-29", ARCHIVE_MONTHLY, DATA_CANDLES,
	"R/data/futures/um/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02.zip"},
    {"binance-um", "ETHUSDT", "1M", "2024-12-31", ARCHIVE_MONTHLY, DATA_CANDLES,
	"R/data/futures/um/monthly/klines/ETHUSDT/1mo/"
	"ETHUSDT-1mo-2024-12.zip"},
    {"binance-spot", "\xe5\xb8\x81USDT", "1d", "2025-10-05", ARCHIVE_DAILY,
	DATA_CANDLES,
	"R/data/spot/daily/klines/%E5%B8%81USDT/1d/"
	"%E5%B8%81USDT-1d-2025-10-05.zip"},
    {"binance-um", "BTCUSDT", "1m", "2024-07-04", ARCHIVE_DAILY, DATA_TRADES,
	"R/data/futures/um/daily/aggTrades/BTCUSDT/"
	"BTCUSDT-aggTrades-2024-07-04.zip"},
    {"binance-spot", "BTCUSDT", "1m", "2024-07-04", ARCHIVE_MONTHLY,
	DATA_TRADES,
	"R/data/spot/monthly/aggTrades/BTCUSDT/BTCUSDT-aggTrades-2024-07.zip"},
    {"binance-um", "BTCUSDT", "5m", "2026-07-09", ARCHIVE_DAILY,
	DATA_OPEN_INTEREST,
	"R/data/futures/um/daily/metrics/BTCUSDT/"
	"BTCUSDT-metrics-2026-07-09.zip"},
    {"binance-um", "BTCUSDT", "1m", "2026-07-09", ARCHIVE_MONTHLY, DATA_FUNDING,
	"R/data/futures/um/monthly/fundingRate/BTCUSDT/"
	"BTCUSDT-fundingRate-2026-07.zip"},
    {"binance-um", "BTCUSDT", "1m", "2026-07-09", ARCHIVE_DAILY, DATA_PREMIUM,
	"R/data/futures/um/daily/premiumIndexKlines/BTCUSDT/1m/"
	"BTCUSDT-1m-2026-07-09.zip"},
};

static const struct {
	const char *venue;
	enum dataset data;
	bool daily, monthly;
	const char *floor;
} kinds[] = {
    {"binance-um", DATA_CANDLES, true, true, "2019-12-31"},
    {"binance-um", DATA_TRADES, true, true, "2019-12-31"},
    {"binance-um", DATA_OPEN_INTEREST, true, false, "2020-09-01"},
    {"binance-um", DATA_FUNDING, false, true, "2020-01-01"},
    {"binance-um", DATA_PREMIUM, true, true, "2020-01-01"},
    {"binance-spot", DATA_CANDLES, true, true, "2017-07-01"},
    {"binance-spot", DATA_TRADES, true, true, "2017-07-01"},
    {"binance-spot", DATA_OPEN_INTEREST, false, false, "1970-01-01"},
    {"binance-spot", DATA_FUNDING, false, false, "1970-01-01"},
    {"binance-spot", DATA_PREMIUM, false, false, "1970-01-01"},
    {"synth", DATA_CANDLES, false, false, "1970-01-01"},
};

static const struct {
	enum dataset data;
	enum archive_span span;
	const char *from, *to;
} times[] = {
    {DATA_CANDLES, ARCHIVE_DAILY, "2024-02-29", "2024-03-01"},
    {DATA_TRADES, ARCHIVE_MONTHLY, "2024-02-01", "2024-03-01"},
    {DATA_FUNDING, ARCHIVE_MONTHLY, "2024-02-01", "2024-03-01"},
    {DATA_OPEN_INTEREST, ARCHIVE_DAILY, "2024-02-29T00:05:00Z",
	"2024-03-01T00:05:00Z"},
};

static const struct {
	const char *title, *text, *name;
	int rc;
} sums[] = {
    {"as published", HEX "  A-1m-2020-01-01.zip", "A-1m-2020-01-01.zip", 0},
    {"with a newline", HEX "  A.zip\n", "A.zip", 0},
    {"of sha256sum -b", HEX " *A.zip\n", "A.zip", 0},
    {"of another file", HEX "  B.zip\n", "A.zip", -1},
    {"of a longer name", HEX "  A.zip2\n", "A.zip", -1},
    {"one space", HEX " A.zip\n", "A.zip", -1},
    {"no name", HEX "\n", "A.zip", -1},
    {"nothing", "", "A.zip", -1},
    {"a digit short",
	"d579c62368ded93d3f01a1904575b932279e32936e181c062763e60"
	"5793c1c2  A.zip",
	"A.zip", -1},
    {"not hexadecimal",
	"gd579c62368ded93d3f01a1904575b932279e32936e181c062763e605793c1c2"
	"  A.zip",
	"A.zip", -1},
    {"a page", "<html><body>not here</body></html>", "A.zip", -1},
};

static void
test_urls(void)
{
	for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
		struct archive_file f = {
		    .venue = urls[i].venue,
		    .symbol = urls[i].symbol,
		    .interval = (enum interval)interval_parse(
			urls[i].interval, strlen(urls[i].interval)),
		    .data = urls[i].data,
		    .span = urls[i].span,
		};
		char *url;

		ok(clock_parse(urls[i].day, 0, &f.day) == 0, "a day");
		url = archive_url("R", &f);
		ok(url && strcmp(url, urls[i].url) == 0, "%s", urls[i].url);
		free(url);
	}
}

static void
test_kinds(void)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const char *venue = kinds[i].venue;
		enum dataset data = kinds[i].data;
		int64_t floor;

		(void)clock_parse(kinds[i].floor, 0, &floor);
		ok(archive_has(venue, data, ARCHIVE_DAILY) == kinds[i].daily &&
			archive_has(venue, data, ARCHIVE_MONTHLY) ==
			    kinds[i].monthly &&
			archive_floor(venue, data) == floor,
		    "what there is: %s, %d", venue, (int)data);
	}
}

static void
test_times(void)
{
	struct archive_file f = {.venue = "binance-um", .symbol = "A"};

	(void)clock_parse("2024-02-29T17:00:00Z", 0, &f.day);
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		int64_t from, to, want_from, want_to;

		f.data = times[i].data;
		f.span = times[i].span;
		(void)clock_parse(times[i].from, 0, &want_from);
		(void)clock_parse(times[i].to, 0, &want_to);
		archive_times(&f, &from, &to);
		ok(from == want_from && to == want_to, "holds %s to %s",
		    times[i].from, times[i].to);
	}
}

static void
test_sums(void)
{
	for (size_t i = 0; i < sizeof sums / sizeof sums[0]; i++) {
		char hex[ARCHIVE_SHA256] = "";
		int rc = archive_checksum(
		    sums[i].text, strlen(sums[i].text), sums[i].name, hex);

		ok(rc == sums[i].rc && (rc != 0 || strcmp(hex, HEX) == 0),
		    "checksum: %s", sums[i].title);
	}
}

int
main(void)
{
	int64_t day, first, next;

	test_urls();
	test_kinds();
	test_times();
	test_sums();
	ok(archive_has_venue("binance-um") && !archive_has_venue("binance"),
	    "knows its venues");
	ok(archive_is_daily(INTERVAL_1D) && !archive_is_daily(INTERVAL_1W),
	    "daily files end at 1d");
	(void)clock_parse("2024-02-10T12:00:00Z", 0, &day);
	(void)clock_parse("2024-02-01", 0, &first);
	(void)clock_parse("2024-03-01", 0, &next);
	ok(archive_start(ARCHIVE_MONTHLY, day) == first &&
		archive_next(ARCHIVE_MONTHLY, day) == next,
	    "a month from its first to the next one's");
	return tap_done();
}
