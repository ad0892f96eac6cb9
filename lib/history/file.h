/* SPDX-License-Identifier: MIT */
/* file - one file of the archive: on its way, proved sound, read. */
#ifndef FILE_H
#define FILE_H

#include <stdbool.h>

#include "exchange/archive.h"
#include "exchange/archive_get.h"
#include "exchange/csv_stream.h"
#include "exchange/row.h"
#include "history/dataset.h"

struct fetcher;

enum { FILE_WHY = 600, FILE_CHECKSUM = 16 + ARCHIVE_SHA256 };

struct file {
	char *stem, *url;
	struct row_format format;
	int64_t from, to; /* the times of rows that it has */
	struct archive_get *get;
	struct archive_copy copy; /* of trades, and of what is damaged */
	struct rows rows;         /* of all others */
	struct csv_proof proof;   /* of trades */
	/* "unverified:" in front of the file's SHA-256 where the archive
	 * published none to hold it against */
	char checksum[FILE_CHECKSUM];
	char why[FILE_WHY];
	int users;
};

/* Begins to fetch the file that holds place; *new*, NULL: out of memory. */
struct file *file_start(struct fetcher *f, const char *root,
    const struct target *t, enum archive_span span, int64_t place);

/*
 * Waits for it and reads it; tick is called now and then meanwhile.  A file of
 * trades is proved only, and read by file_each().
 */
enum archive_got file_wait(struct file *f, int (*tick)(void *arg), void *arg);

/* The trades of a file, as csv_each() gives them. */
enum archive_got file_each(
    struct file *f, int (*fn)(const struct row *, size_t, void *), void *arg);

/* How many rows it has whose places are in [from, to). */
size_t file_rows_in(const struct file *f, int64_t from, int64_t to);

/* The first row with a place of at least that. */
size_t file_find(const struct file *f, int64_t place);

/* One more user; file_free() is one less.  f may be NULL there. */
struct file *file_share(struct file *f);
void file_free(struct file *f);

#endif
