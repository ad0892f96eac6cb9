/* SPDX-License-Identifier: MIT */
/*
 * jansson, a document a line.
 *   peer_jansson read    T1: prints what read_candles prints
 *   peer_jansson stage   T2: adds what stage adds
 */
#include <jansson.h>
#include <stdbool.h>

#include "lines.h"

enum { PERIOD = 20 };

static const char *const names[5] = {"open", "high", "low", "close", "volume"};

static double
average(double close)
{
	static double ring[PERIOD];
	static long n;
	double sum = 0;
	long have;

	ring[n++ % PERIOD] = close;
	have = n < PERIOD ? n : PERIOD;
	for (long i = 0; i < have; i++)
		sum += ring[i];
	return sum / (double)have;
}

static int
put(const char *text, size_t len, void *arg)
{
	(void)arg;
	return fwrite(text, 1, len, stdout) == len ? 0 : -1;
}

int
main(int argc, char *argv[])
{
	static struct lines in;
	bool stage = argc > 1 && strcmp(argv[1], "stage") == 0;
	double sum[5] = {0};
	long long times = 0;
	long rows = 0;
	size_t len;
	char *line;

	lines_init(&in);
	while ((line = lines_next(&in, &len))) {
		json_t *o = json_loadb(line, len, 0, NULL);

		if (!o)
			return 1;
		rows++;
		for (int i = 0; i < 5; i++)
			sum[i] +=
			    json_number_value(json_object_get(o, names[i]));
		times += json_integer_value(json_object_get(o, "open_time"));
		if (stage) {
			json_object_set_new(o, "sma20",
			    json_real(average(json_number_value(
				json_object_get(o, "close")))));
			if (json_dump_callback(o, put, NULL, JSON_COMPACT) != 0)
				return 1;
			putchar('\n');
		}
		json_decref(o);
	}
	if (!stage)
		printf("%ld %.17g %.17g %.17g %.17g %.17g %lld\n", rows, sum[0],
		    sum[1], sum[2], sum[3], sum[4], times);
	return 0;
}
