/* SPDX-License-Identifier: MIT */
/* archive_get - a file of the archive, held against its published checksum. */
#ifndef ARCHIVE_GET_H
#define ARCHIVE_GET_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exchange/archive.h"

struct http;

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
	int fd; /* a file without a name; close it */
	int64_t size;
	char sha256[ARCHIVE_SHA256];
	bool verified; /* false: nothing was published to hold it against */
};

/*
 * The file at url and url.CHECKSUM; name is the file's ("x.zip").  What failed
 * on the way is tried three times; what does not agree, twice.  Larger files
 * than max are refused.  Unless GOT_FILE, *copy holds nothing and why
 * (ARCHIVE_WHY bytes) the reason, without the URL.
 */
enum archive_got archive_get(struct http *h, const char *url, const char *name,
    int64_t max, const volatile sig_atomic_t *stop, struct archive_copy *copy,
    char *why);

#endif
