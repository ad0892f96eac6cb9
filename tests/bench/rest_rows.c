/* SPDX-License-Identifier: MIT */
/*
 * What a page of REST candles costs, under T15.
 *   rest_rows get URL N    libcurl alone asks for it N times, keeps the bytes
 *   rest_rows rows URL N   as backfill(1) does it: fetched, scanned, settled;
 *       prints how many rows there were and the sum of their closes
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/log.h"
#include "base/num.h"
#include "exchange/reply.h"
#include "net/fetch.h"

enum { BODY_MAX = 4 << 20 };

static char body[BODY_MAX];
static size_t length;

static size_t
keep(char *data, size_t size, size_t n, void *arg)
{
	(void)arg;
	if (length + size * n > sizeof body)
		return 0;
	memcpy(body + length, data, size * n);
	length += size * n;
	return size * n;
}

static void
get(const char *url, int64_t n)
{
	CURL *c = curl_easy_init();

	if (!c || curl_easy_setopt(c, CURLOPT_URL, url) != CURLE_OK ||
	    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, keep) != CURLE_OK)
		die(EXIT_FAIL, "no libcurl");
	for (; n > 0; n--) {
		length = 0;
		if (curl_easy_perform(c) != CURLE_OK)
			die(EXIT_FAIL, "'%s': no answer", url);
	}
	curl_easy_cleanup(c);
	printf("%zu bytes\n", length);
}

static double
take(struct fetcher *fr, const struct fetch_request *q, struct rows *rs)
{
	struct row_format f = {DATA_CANDLES, "BTCUSDT", INTERVAL_1M, 0};
	struct fetch *t = fetch_start(fr, q);
	char why[REPLY_WHY] = "";
	const char *text;
	double sum = 0;
	size_t len;

	if (!t || fetch_wait(t) != FETCH_OK)
		die(EXIT_FAIL, "'%s': %s", q->url, t ? fetch_why(t) : "");
	text = fetch_body(t, &len);
	if (reply_rows(rs, text, len, &f, why) != 0 || rows_settle(rs, &f))
		die(EXIT_FAIL, "'%s': %s", q->url, why);
	fetch_free(t);
	for (size_t i = 0; i < rs->n; i++)
		sum += rs->list[i].u.kline.close;
	return sum;
}

static void
rows(const char *url, int64_t n)
{
	struct fetch_request q = {.url = url, .max = BODY_MAX, .json = true};
	struct fetcher *f = fetcher_new(NULL);
	struct rows rs = {0};
	double sum = 0;
	size_t count = 0;

	if (!f)
		die(EXIT_FAIL, "out of memory");
	for (; n > 0; n--) {
		rs.n = 0;
		sum += take(f, &q, &rs);
		count += rs.n;
	}
	rows_free(&rs);
	fetcher_free(f);
	printf("%zu %.10g\n", count, sum);
}

int
main(int argc, char *argv[])
{
	int64_t n;

	log_init(argv[0]);
	if (argc != 4 || num_parse_int(argv[3], strlen(argv[3]), &n) != 0)
		die(EXIT_USAGE, "rest_rows get|rows URL N");
	if (strcmp(argv[1], "get") == 0)
		get(argv[2], n);
	else
		rows(argv[2], n);
	return io_close_stdout() == 0 ? EXIT_OK : EXIT_FAIL;
}
