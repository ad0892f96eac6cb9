/* SPDX-License-Identifier: MIT */
/* Whole files of the archive: what is repaired, and what nothing is read of. */
#include "exchange/csv.h"

#include <string.h>

#include "base/clock.h"
#include "exchange/archive.h"
#include "exchange/zip_csv.h"

#include "tap.h"
#include "zip_kit.h"

enum { CSV_MAX = 1 << 20 };

#define K(time, close) time ",1,2,1," close ",5," time ",5,3,2,2,0\n"
#define OI(time, amount) time ",A," amount ",100,,,,\n"
#define HEAD                                                                   \
	"open_time,open,high,low,close,volume,close_time,quote_volume,count,"  \
	"taker_buy_volume,taker_buy_quote_volume,ignore\n"

static const struct {
	const char *title;
	enum dataset data;
	const char *day; /* of the file */
	const char *text;
	const char *times; /* of the rows, or why there are none */
	int64_t unsorted, doubled, outside, blank;
} files[] = {
    {"a header and rows", DATA_CANDLES, "2025-01-01",
	HEAD K("1735689600000", "1") K("1735693200000", "2"),
	"2025-01-01T00:00:00Z 2025-01-01T01:00:00Z", 0, 0, 0, 0},
    {"no header, no last newline, CRLF", DATA_CANDLES, "2025-01-01",
	"1735689600000,1,2,1,1,5,1735693199999,5,3,2,2,0\r\n"
	"1735693200000,1,2,1,1,5,1735696799999,5,3,2,2,0",
	"2025-01-01T00:00:00Z 2025-01-01T01:00:00Z", 0, 0, 0, 0},
    {"unsorted and doubled", DATA_CANDLES, "2025-01-01",
	K("1735693200000", "2") K("1735689600000", "1")
	    K("1735693200000", "2.0"),
	"2025-01-01T00:00:00Z 2025-01-01T01:00:00Z", 1, 1, 0, 0},
    {"another day's", DATA_CANDLES, "2025-01-01",
	K("1735686000000", "1") K("1735689600000", "1") K("1735776000000", "1"),
	"2025-01-01T00:00:00Z", 0, 0, 2, 0},
    {"the same candle differently", DATA_CANDLES, "2025-01-01",
	K("1735689600000", "1") K("1735693200000", "2")
	    K("1735689600000", "1.5"),
	"line 3: contradicts another row of its time", 1, 0, 0, 0},
    {"a bad line", DATA_CANDLES, "2025-01-01",
	HEAD K("1735689600000", "1") K("1735693200000", "2.5"),
	"line 3: close is outside low to high", 0, 0, 0, 0},
    {"a second header", DATA_CANDLES, "2025-01-01",
	HEAD HEAD K("1735689600000", "1"), "line 2: open_time is no time", 0, 0,
	0, 0},
    {"a header alone", DATA_CANDLES, "2025-01-01", HEAD,
	"it holds no row of its time", 0, 0, 0, 0},
    {"another day's alone", DATA_CANDLES, "2025-01-01", K("1735776000000", "1"),
	"it holds no row of its time", 0, 0, 1, 0},
    {"another format", DATA_CANDLES, "2025-01-01",
	"calc_time,funding_interval_hours,last_funding_rate\n",
	"line 1: open_time is no time", 0, 0, 0, 0},

    {"metrics of the old labels", DATA_OPEN_INTEREST, "2026-06-24",
	OI("2026-06-24 00:05:00", "1") OI("2026-06-25 00:00:00", "2"),
	"2026-06-24T00:05:00Z 2026-06-25T00:00:00Z", 0, 0, 0, 0},
    {"metrics of the new labels", DATA_OPEN_INTEREST, "2026-06-25",
	OI("2026-06-25 00:00:00", "3") OI("2026-06-25 23:55:00", "4"),
	"2026-06-25T00:05:00Z 2026-06-26T00:00:00Z", 0, 0, 0, 0},
    {"metrics of the day before", DATA_OPEN_INTEREST, "2026-06-24",
	OI("2026-06-24 00:00:00", "1") OI("2026-06-24 00:05:00", "2"),
	"2026-06-24T00:05:00Z", 0, 0, 1, 0},
    {"metrics unsorted, doubled, blank", DATA_OPEN_INTEREST, "2021-12-01",
	OI("2021-12-01 00:10:00", "1") OI("2021-12-01 00:05:00", "2")
	    OI("2021-12-01 00:05:00", "2") OI("2021-12-01 00:15:00", ""),
	"2021-12-01T00:05:00Z 2021-12-01T00:10:00Z", 1, 1, 0, 1},
    {"metrics that contradict", DATA_OPEN_INTEREST, "2021-12-01",
	OI("2021-12-01 00:05:00", "1") OI("2021-12-01 00:05:00", "2"),
	"line 2: contradicts another row of its time", 0, 0, 0, 0},
    {"blank metrics alone", DATA_OPEN_INTEREST, "2021-12-01",
	OI("2021-12-01 00:05:00", ""), "", 0, 0, 0, 1},

    {"funding that jitters over the month's edge", DATA_FUNDING, "2025-01-01",
	"1735689599998,8,0.0001\n1735718400005,8,-0.0001\n"
	"1738367999999,8,0.1\n",
	"2024-12-31T23:59:59.998Z 2025-01-01T08:00:00.005Z", 0, 0, 1, 0},
    {"funding twice, some ms apart", DATA_FUNDING, "2025-01-01",
	"1735689600000,8,0.0001\n1735689600003,8,1e-4\n",
	"2025-01-01T00:00:00Z", 0, 1, 0, 0},
    {"funding that contradicts", DATA_FUNDING, "2025-01-01",
	"1735689600000,8,0.0001\n1735689600003,8,2e-4\n",
	"line 2: contradicts another row of its time", 0, 0, 0, 0},
};

static void
list_times(const struct rows *rs, char *buf, size_t size)
{
	char time[CLOCK_TEXT];

	*buf = '\0';
	for (size_t i = 0; i < rs->n; i++) {
		size_t len = strlen(buf);

		(void)snprintf(buf + len, size - len, "%s%s", i ? " " : "",
		    clock_format(rs->list[i].time, time));
	}
}

static struct archive_file
file_of(size_t i)
{
	struct archive_file f = {
	    .venue = "binance-um",
	    .symbol = "A",
	    .data = files[i].data,
	    .interval =
		files[i].data == DATA_OPEN_INTEREST ? INTERVAL_5M : INTERVAL_1H,
	    .span =
		files[i].data == DATA_FUNDING ? ARCHIVE_MONTHLY : ARCHIVE_DAILY,
	};

	(void)clock_parse(files[i].day, 0, &f.day);
	return f;
}

static void
test_file(size_t i)
{
	int fd = zip_kit_make("x.csv", files[i].text, strlen(files[i].text));
	struct zip_csv *z = zip_csv_new(fd, "x.csv", CSV_MAX);
	struct archive_file f = file_of(i);
	struct row_format format = {f.data, "A", f.interval, 0};
	char got[512], why[CSV_WHY] = "";
	int64_t from, to;
	struct rows rs;

	archive_times(&f, &from, &to);
	if (csv_read(&rs, z, &format, from, to, why) == CSV_OK)
		list_times(&rs, got, sizeof got);
	else
		(void)snprintf(got, sizeof got, "%s", why);
	ok(strcmp(got, files[i].times) == 0, "%s: %s", files[i].title, got);
	ok(rs.unsorted == files[i].unsorted && rs.doubled == files[i].doubled &&
		rs.outside == files[i].outside && rs.blank == files[i].blank,
	    "%s: repaired %d %d %d, blank %d", files[i].title, (int)rs.unsorted,
	    (int)rs.doubled, (int)rs.outside, (int)rs.blank);
	rows_free(&rs);
	zip_csv_free(z);
	close(fd);
}

/* A file of one line over and over. */
static void
test_too_many(void)
{
	static const char line[] = K("1735689600000", "1");
	struct row_format f = {DATA_CANDLES, "A", INTERVAL_1H, 0};
	char text[101 * (sizeof line - 1)], why[CSV_WHY] = "";
	struct rows rs;
	struct zip_csv *z;
	int fd;

	for (size_t i = 0; i < 101; i++)
		memcpy(text + i * (sizeof line - 1), line, sizeof line - 1);
	fd = zip_kit_make("x.csv", text, sizeof text);
	z = zip_csv_new(fd, "x.csv", CSV_MAX);
	ok(csv_read(&rs, z, &f, 1735689600000, 1735776000000, why) ==
		    CSV_CORRUPT &&
		strcmp(why, "line 101: far too many rows") == 0,
	    "each row a hundred times: %s", why);
	rows_free(&rs);
	zip_csv_free(z);
	close(fd);
}

/* The recorded excerpts of metrics and fundings. */
static void
test_recorded(const char *name, struct row_format f, size_t want)
{
	char path[512], text[8192], why[CSV_WHY] = "";
	size_t len;
	struct rows rs;
	struct zip_csv *z;
	FILE *fp;
	int fd;

	(void)snprintf(
	    path, sizeof path, "%s/btc-futures-data/%s", tap_recorded(), name);
	fp = fopen(path, "r");
	if (!fp) {
		ok(true, "%s # SKIP no recorded data", name);
		return;
	}
	len = fread(text, 1, sizeof text, fp);
	(void)fclose(fp);
	fd = zip_kit_make("x.csv", text, len);
	z = zip_csv_new(fd, "x.csv", CSV_MAX);
	ok(csv_read(&rs, z, &f, 0, 2000000000000, why) == CSV_OK &&
		rs.n == want && rs.unsorted + rs.doubled + rs.outside == 0,
	    "recorded: %s: %d rows%s", name, (int)rs.n, why);
	rows_free(&rs);
	zip_csv_free(z);
	close(fd);
}

int
main(void)
{
	struct row_format metrics = {
	    DATA_OPEN_INTEREST, "HYPEUSDT", INTERVAL_5M, 0};
	struct row_format quarters = {
	    DATA_OPEN_INTEREST, "HYPEUSDT", INTERVAL_15M, 0};
	struct row_format funding = {.data = DATA_FUNDING};

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		test_file(i);
	test_too_many();
	test_recorded("HYPEUSDT-metrics.excerpt-20250530.csv", metrics, 13);
	test_recorded("HYPEUSDT-metrics.excerpt-20250530.csv", quarters, 5);
	test_recorded("BTCUSDT-funding.excerpt-20200101.csv", funding, 25);
	return tap_done();
}
