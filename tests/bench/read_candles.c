/* SPDX-License-Identifier: MIT */
/* T1: read candles, all checks on; prints what the peers print. */
#include <stdio.h>

#include "base/log.h"
#include "market/reader.h"

int
main(int argc, char *argv[])
{
	struct reader_opts opts = {0};
	char why[512];
	const struct record *r;
	double sum[5] = {0};
	long long times = 0;
	long rows = 0;
	struct reader *rd;
	int status;

	log_init(argv[0]);
	rd = reader_open(
	    (const char *const *)argv + 1, argc - 1, &opts, why, sizeof why);
	if (!rd)
		die(EXIT_FAIL, "%s", why);
	while ((r = reader_next(rd))) {
		if (r->type != REC_CANDLE)
			continue;
		for (int i = 0; i < 5; i++)
			sum[i] += r->v[CANDLE_OPEN + i].num;
		times += r->v[CANDLE_OPEN_TIME].i;
		rows++;
	}
	printf("%ld %.17g %.17g %.17g %.17g %.17g %lld\n", rows, sum[0], sum[1],
	    sum[2], sum[3], sum[4], times);
	status = reader_failed(rd)    ? EXIT_FAIL
		 : reader_skipped(rd) ? EXIT_PARTIAL
				      : EXIT_OK;
	reader_close(rd);
	return status;
}
