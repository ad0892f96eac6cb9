/* SPDX-License-Identifier: MIT */
/* source - one file of the archive, fetched, proved sound and read. */
#ifndef SOURCE_H
#define SOURCE_H

#include <stdbool.h>

#include "exchange/archive.h"
#include "exchange/archive_get.h"
#include "exchange/kline_csv.h"

struct fetcher;

enum { SOURCE_WHY = 600, SOURCE_CHECKSUM = 16 + ARCHIVE_SHA256 };

struct source {
	char *stem, *url; /* NULL: out of memory */
	struct klines klines;
	/* "unverified:" in front of the file's SHA-256 where the archive
	 * published none to hold it against */
	char checksum[SOURCE_CHECKSUM];
	char why[SOURCE_WHY];
};

/* Fills *src, which is the caller's to source_free() in any case. */
enum archive_got source_get(struct source *src, struct fetcher *fetcher,
    const char *root, const struct archive_file *f);

void source_free(struct source *src);

#endif
