// SPDX-License-Identifier: MIT
// T1's peer: simdjson, on demand, a line at a time; prints what read_candles
// prints.
#include <cstdio>
#include <simdjson.h>

#include "lines.h"

static_assert(LINES_SLACK >= simdjson::SIMDJSON_PADDING, "room to read ahead");

int
main()
{
	static struct lines in;
	simdjson::ondemand::parser parser;
	double sum[5] = {0};
	long long times = 0;
	long rows = 0;
	size_t len;
	char *line;

	lines_init(&in);
	while ((line = lines_next(&in, &len))) {
		auto doc = parser.iterate(simdjson::padded_string_view(
		    line, len, len + simdjson::SIMDJSON_PADDING));
		times += int64_t(doc["open_time"]);
		sum[0] += double(doc["open"]);
		sum[1] += double(doc["high"]);
		sum[2] += double(doc["low"]);
		sum[3] += double(doc["close"]);
		sum[4] += double(doc["volume"]);
		rows++;
	}
	printf("%ld %.17g %.17g %.17g %.17g %.17g %lld\n", rows, sum[0], sum[1],
	    sum[2], sum[3], sum[4], times);
}
