/* SPDX-License-Identifier: MIT */
#include "history/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/archive_get.h"
#include "exchange/zip_csv.h"

/* A month of 1m candles is 8 MB of CSV, 3 MB zipped. */
enum { ZIP_MAX = 64 << 20, CSV_MAX = 64 << 20 };

static enum source_got
broken(struct source *src)
{
	(void)snprintf(src->why, sizeof src->why, "out of memory");
	return SOURCE_BROKEN;
}

static enum source_got
read_rows(
    struct source *src, int fd, const char *name, const struct archive_file *f)
{
	struct zip_csv *z = zip_csv_new(fd, name, CSV_MAX);
	enum klines_status st;

	if (!z)
		return broken(src);
	st = klines_read(&src->klines, z, f->interval,
	    archive_start(f->span, f->day), archive_next(f->span, f->day),
	    src->why);
	zip_csv_free(z);
	switch (st) {
	case KLINES_OK:
		return SOURCE_OK;
	case KLINES_CORRUPT:
		return SOURCE_CORRUPT;
	default:
		return SOURCE_BROKEN;
	}
}

static enum source_got
judge(enum archive_got got)
{
	switch (got) {
	case GOT_FILE:
		return SOURCE_OK;
	case GOT_ABSENT:
		return SOURCE_ABSENT;
	case GOT_CORRUPT:
		return SOURCE_CORRUPT;
	case GOT_LATER:
		return SOURCE_LATER;
	case GOT_REFUSED:
		return SOURCE_REFUSED;
	case GOT_STOPPED:
		return SOURCE_STOPPED;
	default:
		return SOURCE_BROKEN;
	}
}

static enum source_got
get_named(struct source *src, struct http *h, const struct archive_file *f,
    const char *zip, const char *csv, const volatile sig_atomic_t *stop)
{
	struct archive_copy copy;
	enum source_got got;

	got = judge(
	    archive_get(h, src->url, zip, ZIP_MAX, stop, &copy, src->why));
	if (got != SOURCE_OK)
		return got;
	(void)snprintf(src->checksum, sizeof src->checksum, "%s%s",
	    copy.verified ? "" : "unverified:", copy.sha256);
	got = read_rows(src, copy.fd, csv, f);
	close(copy.fd);
	return got;
}

enum source_got
source_get(struct source *src, struct http *h, const char *root,
    const struct archive_file *f, const volatile sig_atomic_t *stop)
{
	enum source_got got = SOURCE_BROKEN;
	char *zip = NULL, *csv = NULL;

	memset(src, 0, sizeof *src);
	src->stem = archive_stem(f);
	src->url = archive_url(root, f);
	if (!src->stem || !src->url)
		return broken(src);
	if (asprintf(&zip, "%s.zip", src->stem) < 0)
		zip = NULL;
	if (asprintf(&csv, "%s.csv", src->stem) < 0)
		csv = NULL;
	if (zip && csv)
		got = get_named(src, h, f, zip, csv, stop);
	else
		(void)broken(src);
	free(csv);
	free(zip);
	return got;
}

void
source_free(struct source *src)
{
	klines_free(&src->klines);
	free(src->stem);
	free(src->url);
	memset(src, 0, sizeof *src);
}
