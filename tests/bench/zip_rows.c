/* SPDX-License-Identifier: MIT */
/*
 * What a file of the archive costs, under T17.
 *   zip_rows inflate FILE.zip N         zlib alone unpacks it N times: no CRC
 *   zip_rows candles|trades FILE.zip N  its rows, N times, as backfill(1)
 *       reads them; prints how many, and the sum of their closes or prices
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "base/num.h"
#include "exchange/csv_stream.h"
#include "exchange/zip_csv.h"

enum { BLOCK = 64 * 1024, HEADER = 30 };

#define CSV_MAX (INT64_C(1) << 30)
#define EVER INT64_C(4000000000000)
#define FIRST INT64_C(1767225600000) /* 2026-01-01: a month of candles */

static unsigned
half(const unsigned char *p)
{
	return p[0] | (unsigned)p[1] << 8;
}

/* fd to the first byte of the first entry (APPNOTE.TXT 4.3.7). */
static void
find_entry(int fd)
{
	unsigned char h[HEADER];

	if (pread(fd, h, sizeof h, 0) != HEADER ||
	    memcmp(h, "PK\3\4", 4) != 0 || half(h + 8) != Z_DEFLATED ||
	    lseek(fd, (off_t)(HEADER + half(h + 26) + half(h + 28)), SEEK_SET) <
		0)
		die(EXIT_FAIL, "this is no deflated zip");
}

static int64_t
inflate_all(int fd)
{
	static unsigned char in[BLOCK], out[BLOCK];
	z_stream z = {0};
	int64_t total = 0;
	int rc = inflateInit2(&z, -MAX_WBITS);

	find_entry(fd);
	while (rc == Z_OK) {
		if (z.avail_in == 0) {
			ssize_t n = read(fd, in, sizeof in);

			z.next_in = in;
			z.avail_in = n > 0 ? (unsigned)n : 0;
		}
		z.next_out = out;
		z.avail_out = sizeof out;
		rc = inflate(&z, Z_NO_FLUSH);
		total += (int64_t)(sizeof out - z.avail_out);
	}
	inflateEnd(&z);
	if (rc != Z_STREAM_END)
		die(EXIT_FAIL, "the zip is damaged");
	return total;
}

struct sum {
	int64_t n;
	double total;
};

static int
add_trades(const struct row *rows, size_t n, void *arg)
{
	struct sum *s = arg;

	for (size_t i = 0; i < n; i++)
		s->total += rows[i].u.trade.price;
	s->n += (int64_t)n;
	return 0;
}

static void
trades(int fd, const char *csv, struct sum *s)
{
	struct row_format f = {.data = DATA_TRADES, .symbol = ""};
	char why[CSV_WHY];

	if (csv_each(fd, csv, &f, 0, EVER, add_trades, s, why) != CSV_OK)
		die(EXIT_FAIL, "%s", why);
}

static void
candles(int fd, const char *csv, struct sum *s)
{
	struct row_format f = {DATA_CANDLES, "", INTERVAL_1M, 0};
	struct zip_csv *z = zip_csv_new(fd, csv, CSV_MAX);
	char why[CSV_WHY] = "out of memory";
	struct rows rs = {0};

	if (!z ||
	    csv_read(&rs, z, &f, FIRST, FIRST + 31 * DAY_MS, why) != CSV_OK)
		die(EXIT_FAIL, "%s", why);
	for (size_t i = 0; i < rs.n; i++)
		s->total += rs.list[i].u.kline.close;
	s->n += (int64_t)rs.n;
	rows_free(&rs);
	zip_csv_free(z);
}

/* "a/b.zip" holds "b.csv". */
static char *
csv_name(const char *zip)
{
	const char *slash = strrchr(zip, '/');
	char *name = strdup(slash ? slash + 1 : zip);
	size_t len = name ? strlen(name) : 0;

	if (len < 4)
		die(EXIT_FAIL, "'%s' is no zip", zip);
	memcpy(name + len - 4, ".csv", 4);
	return name;
}

int
main(int argc, char *argv[])
{
	struct sum s = {0};
	char *csv;
	int64_t n;
	int fd;

	log_init(argv[0]);
	if (argc != 4 || num_parse_int(argv[3], strlen(argv[3]), &n) != 0)
		die(EXIT_USAGE, "zip_rows inflate|candles|trades FILE.zip N");
	fd = open(argv[2], O_RDONLY | O_CLOEXEC);
	if (fd == -1)
		die(EXIT_FAIL, "cannot open '%s'", argv[2]);
	csv = csv_name(argv[2]);
	for (; n > 0; n--) {
		if (strcmp(argv[1], "inflate") == 0)
			s.n += inflate_all(fd);
		else if (strcmp(argv[1], "trades") == 0)
			trades(fd, csv, &s);
		else
			candles(fd, csv, &s);
	}
	printf("%lld %.10g\n", (long long)s.n, s.total);
	free(csv);
	close(fd);
	return io_close_stdout() == 0 ? EXIT_OK : EXIT_FAIL;
}
