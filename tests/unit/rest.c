/* SPDX-License-Identifier: MIT */
/* What is asked of the REST interface, and what that costs. */
#include "exchange/rest.h"

#include <stdlib.h>
#include <string.h>

#include "net/budget.h"

#include "tap.h"

static const struct {
	const char *venue, *symbol;
	enum dataset data;
	enum interval interval;
	int64_t from, to; /* to < 0: from is an id */
	int limit;
	int pool;
	int64_t cost;
	const char *url;
} requests[] = {
    {"binance-um", "BTCUSDT", DATA_CANDLES, INTERVAL_1M, 0, 86399999, 499,
	REST_WEIGHT, 2,
	"R/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=0"
	"&endTime=86399999&limit=499"},
    {"binance-um", "BTCUSDT", DATA_CANDLES, INTERVAL_1M, 0, 98 * 60000, 499,
	REST_WEIGHT, 1,
	"R/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=0"
	"&endTime=5880000&limit=99"},
    {"binance-um", "BTCUSDT", DATA_CANDLES, INTERVAL_1M, 0, 99 * 60000, 499,
	REST_WEIGHT, 2,
	"R/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=0"
	"&endTime=5940000&limit=100"},
    {"binance-um", "BTCUSDT", DATA_CANDLES, INTERVAL_1M, 0, 86399999, 500,
	REST_WEIGHT, 5,
	"R/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=0"
	"&endTime=86399999&limit=500"},
    {"binance-um", "BTCUSDT", DATA_CANDLES, INTERVAL_1M, 0, 86399999, 1200,
	REST_WEIGHT, 10,
	"R/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime=0"
	"&endTime=86399999&limit=1200"},
    {"binance-spot", "BTCUSDT", DATA_CANDLES, INTERVAL_1MO, 0, 86399999, 1000,
	REST_WEIGHT, 2,
	"R/api/v3/klines?symbol=BTCUSDT&interval=1M&startTime=0"
	"&endTime=86399999&limit=1000"},
    {"binance-um", "\xe5\xb8\x81USDT", DATA_PREMIUM, INTERVAL_5M, 300000,
	300000, 499, REST_WEIGHT, 1,
	"R/fapi/v1/premiumIndexKlines?symbol=%E5%B8%81USDT&interval=5m"
	"&startTime=300000&endTime=300000&limit=1"},
    {"binance-um", "A&limit=1", DATA_TRADES, INTERVAL_1M, 1, 3600000, 1000,
	REST_WEIGHT, 20,
	"R/fapi/v1/aggTrades?symbol=A%26limit%3D1&startTime=1&endTime=3600000"
	"&limit=1000"},
    {"binance-um", "BTCUSDT", DATA_TRADES, INTERVAL_1M, 3450415493, -1, 1000,
	REST_WEIGHT, 20,
	"R/fapi/v1/aggTrades?symbol=BTCUSDT&fromId=3450415493&limit=1000"},
    {"binance-spot", "BTCUSDT", DATA_TRADES, INTERVAL_1M, 0, -1, 1000,
	REST_WEIGHT, 4,
	"R/api/v3/aggTrades?symbol=BTCUSDT&fromId=0&limit=1000"},
    {"binance-um", "BTCUSDT", DATA_OPEN_INTEREST, INTERVAL_1H, 0, 36000000, 500,
	REST_DATA, 1,
	"R/futures/data/openInterestHist?symbol=BTCUSDT&period=1h&startTime=0"
	"&endTime=36000000&limit=11"},
    {"binance-um", "BTCUSDT", DATA_FUNDING, INTERVAL_1M, 5, 86400000, 1000,
	REST_FUNDING, 1,
	"R/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=5&endTime=86400000"
	"&limit=1000"},
};

static void
test_request(size_t i)
{
	struct row_format f = {
	    .data = requests[i].data,
	    .symbol = requests[i].symbol,
	    .interval = requests[i].interval,
	};
	struct rest_request r = {0};
	int rc;

	if (requests[i].to < 0)
		rc = rest_from_id(&r, "R", requests[i].venue, &f,
		    requests[i].from, requests[i].limit);
	else
		rc = rest_range(&r, "R", requests[i].venue, &f,
		    requests[i].from, requests[i].to, requests[i].limit);
	ok(rc == 0 && strcmp(r.url, requests[i].url) == 0, "asks %s",
	    rc == 0 ? r.url : "");
	ok(r.pool == requests[i].pool && r.cost == requests[i].cost,
	    "at a cost of %d", (int)r.cost);
	free(r.url);
}

static void
test_limits(void)
{
	ok(rest_reach("binance-um", DATA_TRADES) == 48 * 3600000 &&
		rest_reach("binance-um", DATA_OPEN_INTEREST) ==
		    30 * 86400000ll &&
		rest_reach("binance-um", DATA_CANDLES) == 0 &&
		rest_reach("binance-spot", DATA_TRADES) == 0,
	    "48 hours of futures' trades, 30 days of open interest");
	ok(rest_page("binance-um", DATA_CANDLES) == 499 &&
		rest_page("binance-spot", DATA_CANDLES) == 1000,
	    "pages");
	ok(rest_is_period(INTERVAL_5M) && rest_is_period(INTERVAL_1D) &&
		!rest_is_period(INTERVAL_1M) && !rest_is_period(INTERVAL_8H) &&
		!rest_is_period(INTERVAL_1W),
	    "periods of open interest");
}

static void
test_venues(void)
{

	for (int d = 0; d < DATASETS; d++)
		ok(rest_has("binance-um", (enum dataset)d) &&
			rest_has("binance-spot", (enum dataset)d) ==
			    (d == DATA_CANDLES || d == DATA_TRADES) &&
			!rest_has("synth", (enum dataset)d),
		    "has data set %d where it has", d);
	ok(strcmp(rest_root("binance-um"), "https://fapi.binance.com") == 0 &&
		strcmp(rest_root("binance-spot"), "https://api.binance.com") ==
		    0 &&
		!rest_root("synth") && !rest_pools("synth"),
	    "knows its venues");
	ok(rest_pools("binance-um")[REST_WEIGHT].limit == 2400 &&
		rest_pools("binance-um")[REST_FUNDING].limit == 500 &&
		rest_pools("binance-um")[REST_DATA].window_ms == 300000 &&
		rest_pools("binance-spot")[REST_WEIGHT].limit == 6000,
	    "what may be asked");
}

int
main(void)
{
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++)
		test_request(i);
	test_limits();
	test_venues();
	return tap_done();
}
