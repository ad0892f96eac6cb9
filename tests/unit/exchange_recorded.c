/* SPDX-License-Identifier: MIT */
/* Recorded files and replies: all of them are read, and where two sources give
 * the same rows they are the same. */
#include <string.h>

#include <fcntl.h>
#include <zlib.h>

#include "exchange/csv.h"
#include "exchange/csv_stream.h"
#include "exchange/reply.h"
#include "exchange/zip_csv.h"

#include "tap.h"
#include "zip_kit.h"

enum { ROOM = 8 << 20 };

#define EVER INT64_C(4000000000000)

/* A file, unpacked if need be, with NULs behind it; NULL: it is not there. */
static char *
load(const char *name, size_t *len)
{
	char path[512], *text;
	gzFile gz;
	int n;

	(void)snprintf(path, sizeof path, "%s/%s", tap_recorded(), name);
	gz = gzopen(path, "r");
	if (!gz)
		return NULL;
	text = calloc(1, ROOM + REPLY_SLACK);
	n = gzread(gz, text, ROOM);
	gzclose(gz);
	*len = n > 0 ? (size_t)n : 0;
	return text;
}

/* The rows of a reply; rs->n is 0 if it is refused. */
static struct rows
read_reply(const char *body, size_t len, const struct row_format *f)
{
	char why[REPLY_WHY];
	struct rows rs = {0};

	if (reply_rows(&rs, body, len, f, why) != 0)
		printf("# %s\n", why);
	return rs;
}

static struct rows
read_file(int fd, const char *name, const struct row_format *f)
{
	struct zip_csv *z = zip_csv_new(fd, name, ROOM);
	char why[CSV_WHY];
	struct rows rs;

	if (csv_read(&rs, z, f, 0, EVER, why) != CSV_OK)
		printf("# %s\n", why);
	zip_csv_free(z);
	close(fd);
	return rs;
}

static bool
same_rows(const struct rows *a, const struct rows *b, size_t n, enum dataset d)
{
	if (a->n < n || b->n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!row_same(&a->list[i], &b->list[i], d) ||
		    a->list[i].time != b->list[i].time)
			return false;
	return true;
}

/* A REST reply and the archive's file of the same candles. */
static void
test_klines(void)
{
	struct row_format f = {DATA_CANDLES, "BTCUSDT", INTERVAL_1M, 0};
	char path[512];
	struct rows a, b;
	size_t len;
	char *body =
	    load("rest-derived/klines-BTCUSDT-1m-2022-01-01-offset0-n1000.json",
		&len);
	int fd;

	(void)snprintf(path, sizeof path,
	    "%s/binance-archive-spot/data/spot/daily/klines/BTCUSDT/1m/"
	    "BTCUSDT-1m-2022-01-01.zip",
	    tap_recorded());
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (!body || fd == -1) {
		ok(true, "klines # SKIP no recorded data");
		return;
	}
	a = read_reply(body, len, &f);
	b = read_file(fd, "BTCUSDT-1m-2022-01-01.csv", &f);
	ok(a.n == 1000 && b.n == 1440 && same_rows(&a, &b, 1000, f.data),
	    "a reply of klines is as the file");
	rows_free(&a);
	rows_free(&b);
	free(body);
}

/* One object a line, made an array. */
static void
make_list(char *text)
{
	memmove(text + 1, text, strlen(text));
	*text = '[';
	for (char *p = strchr(text, '\n'); p; p = strchr(p, '\n'))
		*p = p[1] ? ',' : ']';
}

static int
collect(const struct row *rows, size_t n, void *arg)
{
	for (size_t i = 0; i < n; i++)
		if (rows_add(arg, &rows[i]) != 0)
			return -1;
	return 0;
}

/* The same trades as a reply and as a file. */
static void
test_trades(void)
{
	struct row_format f = {.data = DATA_TRADES, .symbol = "XRPETH"};
	char why[CSV_WHY] = "";
	struct csv_proof p = {0};
	struct rows a, b = {0};
	size_t len, csv_len;
	char *body = load(
	    "freqtrade/XRPETH-aggTrades-13519807-13527806.rest.jsonl.gz", &len);
	char *csv =
	    load("freqtrade/"
		 "XRPETH-aggTrades-13519807-13527806.archive-format.csv.gz",
		&csv_len);
	int fd;

	if (!body || !csv) {
		ok(true, "trades # SKIP no recorded data");
		return;
	}
	make_list(body);
	a = read_reply(body, strlen(body), &f);
	fd = zip_kit_make("x.csv", csv, csv_len);
	ok(csv_prove(fd, "x.csv", &f, 0, EVER, &p, NULL, NULL, why) == CSV_OK &&
		p.rows == 8000 && p.first_id == 13519807 &&
		p.last_id == 13527806 && p.unsorted + p.doubled == 0,
	    "8000 trades are proved%s", why);
	ok(csv_each(fd, "x.csv", &f, 0, EVER, collect, &b, why) == CSV_OK &&
		same_rows(&a, &b, 8000, f.data),
	    "a reply of trades is as the file");
	close(fd);
	rows_free(&a);
	rows_free(&b);
	free(body);
	free(csv);
}

/* Months of futures: with a header, with minutes of no volume. */
static void
test_months(void)
{
	static const char *const months[] = {
	    "FILUSDT-1m-2023-04", "FILUSDT-1m-2024-11", "NEARUSDT-1m-2023-05"};
	struct row_format f = {DATA_CANDLES, "A", INTERVAL_1M, 0};

	for (size_t i = 0; i < sizeof months / sizeof months[0]; i++) {
		char path[128];
		struct rows rs;
		size_t len;
		char *csv;

		(void)snprintf(path, sizeof path,
		    "binance-archive-um/%s.csv.gz", months[i]);
		csv = load(path, &len);
		if (!csv) {
			ok(true, "%s # SKIP no recorded data", months[i]);
			continue;
		}
		rs = read_file(zip_kit_make("x.csv", csv, len), "x.csv", &f);
		ok(rs.n == (strstr(months[i], "-05") ? 44640 : 43200) &&
			rs.unsorted + rs.doubled + rs.outside == 0,
		    "%s: %d candles", months[i], (int)rs.n);
		rows_free(&rs);
		free(csv);
	}
}

/* Bodies of the documentation: three lines about the request, then JSON. */
static const struct {
	const char *name;
	enum dataset data;
	const char *symbol;
	enum interval interval;
	size_t n;
} replies[] = {
    {"UsdFutures/ExchangeData/GetKlines", DATA_CANDLES, "A", INTERVAL_1W, 1},
    {"Spot/ExchangeData/GetKlines", DATA_CANDLES, "A", INTERVAL_1W, 1},
    {"UsdFutures/ExchangeData/GetPremiumIndexKlines", DATA_PREMIUM, "A",
	INTERVAL_1M, 1},
    {"UsdFutures/ExchangeData/GetAggregatedTradeHistory", DATA_TRADES, "A",
	INTERVAL_1M, 1},
    {"Spot/ExchangeData/GetAggregatedTradeHistory", DATA_TRADES, "A",
	INTERVAL_1M, 1},
    {"UsdFutures/ExchangeData/GetOpenInterestHistory", DATA_OPEN_INTEREST,
	"BTCUSDT", INTERVAL_5M, 2},
    {"UsdFutures/ExchangeData/GetFundingRates", DATA_FUNDING, "BTCUSDT",
	INTERVAL_1M, 2},
};

static void
test_reply(size_t i)
{
	struct row_format f = {
	    replies[i].data, replies[i].symbol, replies[i].interval, 0};
	char path[128], *text, *body;
	struct rows rs;
	size_t len;

	(void)snprintf(
	    path, sizeof path, "binance-net/Endpoints/%s.txt", replies[i].name);
	text = load(path, &len);
	if (!text) {
		ok(true, "%s # SKIP no recorded data", replies[i].name);
		return;
	}
	body = strpbrk(text, "[{");
	rs = read_reply(body, strlen(body), &f);
	ok(rs.n == replies[i].n, "as documented: %s", replies[i].name);
	rows_free(&rs);
	free(text);
}

int
main(void)
{
	test_klines();
	test_trades();
	test_months();
	for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++)
		test_reply(i);
	return tap_done();
}
