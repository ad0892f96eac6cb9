/* SPDX-License-Identifier: MIT */
#include "history/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/zip_csv.h"

/* A month of 1m candles is 8 MB of CSV, 3 MB zipped. */
enum { ZIP_MAX = 64 << 20, CSV_MAX = 64 << 20 };

static enum archive_got
broken(struct source *src)
{
	(void)snprintf(src->why, sizeof src->why, "out of memory");
	return GOT_BROKEN;
}

static enum archive_got
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
		return GOT_FILE;
	case KLINES_CORRUPT:
		return GOT_CORRUPT;
	default:
		return GOT_BROKEN;
	}
}

static enum archive_got
get_named(struct source *src, struct fetcher *fetcher,
    const struct archive_file *f, const char *zip, const char *csv)
{
	struct archive_get *g =
	    archive_get_start(fetcher, src->url, zip, ZIP_MAX);
	struct archive_copy copy;
	enum archive_got got;

	if (!g)
		return broken(src);
	got = archive_get_wait(g, &copy, src->why);
	archive_get_free(g);
	if (got != GOT_FILE) {
		if (copy.fd != -1)
			close(copy.fd);
		return got;
	}
	(void)snprintf(src->checksum, sizeof src->checksum, "%s%s",
	    copy.verified ? "" : "unverified:", copy.sha256);
	got = read_rows(src, copy.fd, csv, f);
	close(copy.fd);
	return got;
}

enum archive_got
source_get(struct source *src, struct fetcher *fetcher, const char *root,
    const struct archive_file *f)
{
	enum archive_got got = GOT_BROKEN;
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
		got = get_named(src, fetcher, f, zip, csv);
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
