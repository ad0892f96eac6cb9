/* SPDX-License-Identifier: MIT */
/* archive_get - files of the archive, held against their published checksum. */
#ifndef ARCHIVE_GET_H
#define ARCHIVE_GET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exchange/archive.h"

struct fetcher;

enum archive_got {
	GOT_FILE,
	GOT_ABSENT,  /* the archive does not have it (yet) */
	GOT_CORRUPT, /* it is not what its checksum says, or too large */
	GOT_LATER,   /* the network or the server failed, tries included */
	GOT_REFUSED, /* the server lets nobody have it: ask no further */
	GOT_BROKEN,  /* this machine failed: no room for it, no memory */
	GOT_STOPPED, /* the stop flag was set */
};

enum { ARCHIVE_WHY = 512 };

struct archive_copy {
	int fd; /* a file without a name, close it; -1: none */
	int64_t size;
	char sha256[ARCHIVE_SHA256];
	char published[ARCHIVE_SHA256]; /* "": no checksum is published */
	bool verified;                  /* the two agree */
};

struct archive_get;

/*
 * Begins to fetch the file at url and url.CHECKSUM, so that several are on
 * their way; name is the file's ("x.zip").  Larger files than max are refused.
 * What does not agree is fetched once more, both, past all caches.  *new*, or
 * NULL: out of memory.
 */
struct archive_get *archive_get_start(
    struct fetcher *f, const char *url, const char *name, int64_t max);

/* Is it ended?  Lets all transfers go on without waiting. */
bool archive_get_ready(struct archive_get *g);

/*
 * Waits for its end and hands over the copy; once.  GOT_FILE: *copy is sound
 * or, where nothing is published, not verified.  GOT_CORRUPT: *copy has the
 * evidence, if the file came whole.  Else it has nothing.  why (ARCHIVE_WHY
 * bytes) is the reason unless GOT_FILE, without the URL.
 */
enum archive_got archive_get_wait(
    struct archive_get *g, struct archive_copy *copy, char *why);

void archive_get_free(struct archive_get *g); /* ends it */

/* Only what url.CHECKSUM publishes: GOT_FILE with hex, or as above. */
enum archive_got archive_get_checksum(struct fetcher *f, const char *url,
    const char *name, char hex[ARCHIVE_SHA256], char *why);

#endif
