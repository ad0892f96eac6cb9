/* SPDX-License-Identifier: MIT */
#include "history/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/csv.h"
#include "exchange/zip_csv.h"

/* A month of 1m candles is 8 MB of CSV, 3 MB zipped; of BTCUSDT's trades
 * 4 GB and 1 GB. */
#define ZIP_MAX ((int64_t)64 << 20)
#define TRADES_ZIP_MAX ((int64_t)8 << 30)
#define CSV_MAX ((int64_t)64 << 20)

struct file *
file_start(struct fetcher *fetcher, const char *root, const struct target *t,
    enum archive_span span, int64_t place)
{
	struct archive_file id = {
	    .data = t->format.data,
	    .venue = t->venue,
	    .symbol = t->format.symbol,
	    .interval = t->format.interval,
	    .span = span,
	    .day = place,
	};
	struct file *f = calloc(1, sizeof *f);
	char *name = NULL;

	if (!f)
		return NULL;
	f->users = 1;
	f->copy.fd = -1;
	f->format = t->format;
	archive_times(&id, &f->from, &f->to);
	f->stem = archive_stem(&id);
	f->url = archive_url(root, &id);
	if (f->stem && asprintf(&name, "%s.zip", f->stem) < 0)
		name = NULL;
	if (name && f->url)
		f->get = archive_get_start(fetcher, f->url, name,
		    id.data == DATA_TRADES ? TRADES_ZIP_MAX : ZIP_MAX);
	free(name);
	if (f->get)
		return f;
	file_free(f);
	return NULL;
}

static enum archive_got
got_of(enum csv_status st)
{
	switch (st) {
	case CSV_OK:
		return GOT_FILE;
	case CSV_CORRUPT:
		return GOT_CORRUPT;
	case CSV_STOPPED:
		return GOT_STOPPED;
	default:
		return GOT_BROKEN;
	}
}

static enum archive_got
read_rows(struct file *f, const char *csv)
{
	struct zip_csv *z = zip_csv_new(f->copy.fd, csv, CSV_MAX);
	enum csv_status st = CSV_FAILED;

	(void)snprintf(f->why, sizeof f->why, "out of memory");
	if (z)
		st = csv_read(&f->rows, z, &f->format, f->from, f->to, f->why);
	zip_csv_free(z);
	return got_of(st);
}

static enum archive_got
read_file(struct file *f, int (*tick)(void *arg), void *arg)
{
	enum archive_got got;
	char *csv;

	(void)snprintf(f->checksum, sizeof f->checksum, "%s%s",
	    f->copy.verified ? "" : "unverified:", f->copy.sha256);
	if (asprintf(&csv, "%s.csv", f->stem) < 0) {
		(void)snprintf(f->why, sizeof f->why, "out of memory");
		return GOT_BROKEN;
	}
	if (f->format.data == DATA_TRADES)
		got = got_of(csv_prove(f->copy.fd, csv, &f->format, f->from,
		    f->to, &f->proof, tick, arg, f->why));
	else
		got = read_rows(f, csv);
	free(csv);
	return got;
}

static void
close_copy(struct file *f)
{
	if (f->copy.fd != -1)
		close(f->copy.fd);
	f->copy.fd = -1;
}

enum archive_got
file_wait(struct file *f, int (*tick)(void *arg), void *arg)
{
	enum archive_got got = archive_get_wait(f->get, &f->copy, f->why);

	archive_get_free(f->get);
	f->get = NULL;
	if (got == GOT_FILE)
		got = read_file(f, tick, arg);
	/* Trades are read once more; what is damaged is evidence. */
	if (got != GOT_CORRUPT &&
	    (got != GOT_FILE || f->format.data != DATA_TRADES))
		close_copy(f);
	return got;
}

enum archive_got
file_each(
    struct file *f, int (*fn)(const struct row *, size_t, void *), void *arg)
{
	enum csv_status st = CSV_FAILED;
	char *csv;

	if (asprintf(&csv, "%s.csv", f->stem) < 0) {
		(void)snprintf(f->why, sizeof f->why, "out of memory");
		return GOT_BROKEN;
	}
	st = csv_each(
	    f->copy.fd, csv, &f->format, f->from, f->to, fn, arg, f->why);
	free(csv);
	return got_of(st);
}

size_t
file_find(const struct file *f, int64_t place)
{
	size_t lo = 0, hi = f->rows.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (dataset_place(&f->format, &f->rows.list[mid]) < place)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

size_t
file_rows_in(const struct file *f, int64_t from, int64_t to)
{
	return file_find(f, to) - file_find(f, from);
}

struct file *
file_share(struct file *f)
{
	f->users++;
	return f;
}

void
file_free(struct file *f)
{
	if (!f || --f->users > 0)
		return;
	archive_get_free(f->get);
	close_copy(f);
	rows_free(&f->rows);
	free(f->stem);
	free(f->url);
	free(f);
}
