/* SPDX-License-Identifier: MIT */
/*
 * usage: trades_csv ROWS YEAR MONTH
 *
 * A file of aggregated trades as the archive of USDT-M futures has it: so many
 * of them in that month, with a header, about as busy and as long as BTCUSDT's.
 * Integers only, so each run gives the same bytes.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

static uint64_t state = 88172645463325252;

static uint64_t
next_random(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

int
main(int argc, char *argv[])
{
	int64_t rows, from, to, id = INT64_C(2250000000);
	int64_t raw = INT64_C(5000000000), price = 600000;
	int y, m;

	if (argc != 4) {
		(void)fprintf(stderr, "usage: trades_csv ROWS YEAR MONTH\n");
		return 2;
	}
	rows = atoll(argv[1]);
	y = atoi(argv[2]);
	m = atoi(argv[3]);
	from = civil_days(y, m, 1) * DAY_MS;
	to = civil_days(m == 12 ? y + 1 : y, m == 12 ? 1 : m + 1, 1) * DAY_MS;
	(void)puts("agg_trade_id,price,quantity,first_trade_id,last_trade_id,"
		   "transact_time,is_buyer_maker");
	for (int64_t i = 0; i < rows; i++) {
		uint64_t r = next_random();
		int64_t n = (int64_t)(r >> 8 & 3);
		int64_t time =
		    from + (int64_t)((double)(to - from) * (double)(i / 3 * 3) /
				     (double)rows);

		price +=
		    (int64_t)(r & 7) - 3 - (price > 700000) + (price < 500000);
		(void)printf("%lld,%lld.%lld,%llu.%03llu,%lld,%lld,%lld,%s\n",
		    (long long)id++, (long long)(price / 10),
		    (long long)(price % 10), (unsigned long long)(r >> 20 & 3),
		    (unsigned long long)(r >> 32) % 999 + 1, (long long)raw,
		    (long long)(raw + n), (long long)time,
		    r >> 16 & 1 ? "true" : "false");
		raw += n + 1;
	}
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 1;
}
