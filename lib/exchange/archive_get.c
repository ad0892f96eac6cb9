/* SPDX-License-Identifier: MIT */
#include "exchange/archive_get.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/clock.h"
#include "net/http.h"

enum {
	TRIES = 3,       /* of one transfer */
	GENERATIONS = 2, /* of file and checksum: both are replaced at times */
	WAIT_MS = 500,   /* before the second try; doubled for each more */
	CHECKSUM_MAX = 4096,
};

struct transfer {
	struct http *http;
	const char *name;
	int64_t max;
	const volatile sig_atomic_t *stop;
	struct archive_copy *copy;
	EVP_MD_CTX *sha;
	char *why;
	char text[CHECKSUM_MAX]; /* the .CHECKSUM */
	size_t text_len;
};

/* Somewhere for the bytes: a file that is gone when it is closed. */
static int
temporary(void)
{
	const char *dir = getenv("TMPDIR");
	char *path;
	int fd, err;

	if (!dir || !*dir)
		dir = "/tmp";
	fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
	if (fd != -1 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	if (asprintf(&path, "%s/backfill.XXXXXX", dir) < 0)
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	err = errno;
	if (fd != -1)
		(void)unlink(path);
	free(path);
	errno = err;
	return fd;
}

static int
keep(const void *data, size_t len, void *arg)
{
	struct transfer *t = arg;
	const char *p = data;

	if (EVP_DigestUpdate(t->sha, data, len) != 1) {
		(void)snprintf(t->why, ARCHIVE_WHY, "cannot compute SHA-256");
		return -1;
	}
	t->copy->size += (int64_t)len;
	while (len > 0) {
		ssize_t n = write(t->copy->fd, p, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			(void)snprintf(t->why, ARCHIVE_WHY,
			    "cannot write a temporary file: %s",
			    strerror(errno));
			return -1;
		}
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
keep_text(const void *data, size_t len, void *arg)
{
	struct transfer *t = arg;

	memcpy(t->text + t->text_len, data, len); /* http_get() bounds it */
	t->text_len += len;
	return 0;
}

/* From the start, whatever an earlier try left.  0, or -1. */
static int
rewind_copy(struct transfer *t)
{
	t->copy->size = 0;
	if (ftruncate(t->copy->fd, 0) != 0 ||
	    lseek(t->copy->fd, 0, SEEK_SET) != 0) {
		(void)snprintf(t->why, ARCHIVE_WHY,
		    "cannot write a temporary file: %s", strerror(errno));
		return -1;
	}
	if (EVP_DigestInit_ex(t->sha, EVP_sha256(), NULL) != 1) {
		(void)snprintf(t->why, ARCHIVE_WHY, "cannot compute SHA-256");
		return -1;
	}
	return 0;
}

/* Between half and all of ms, so that many clients do not return at once. */
static void
wait_about(int64_t ms)
{
	struct timespec ts;
	unsigned short seed = 0;

	if (getentropy(&seed, sizeof seed) != 0)
		seed = (unsigned short)clock_mono();
	ms = ms / 2 + ms / 2 * seed / 65535;
	ts.tv_sec = (time_t)(ms / 1000);
	ts.tv_nsec = (long)(ms % 1000) * 1000000;
	(void)nanosleep(&ts, NULL); /* a signal ends it */
}

static enum http_status
try_get(struct transfer *t, const char *url, bool checksum)
{
	if (checksum) {
		t->text_len = 0;
		return http_get(t->http, url, CHECKSUM_MAX, keep_text, t);
	}
	if (rewind_copy(t) != 0)
		return HTTP_SINK;
	return http_get(t->http, url, t->max, keep, t);
}

static enum archive_got
get_one(struct transfer *t, const char *url, bool checksum)
{
	const char *which = checksum ? "its .CHECKSUM: " : "";
	enum http_status status = HTTP_STOPPED;

	for (int i = 0; i < TRIES; i++) {
		if (i > 0)
			wait_about((int64_t)WAIT_MS << (i - 1));
		if (t->stop && *t->stop)
			return GOT_STOPPED;
		status = try_get(t, url, checksum);
		if (status != HTTP_RETRY)
			break;
	}
	if (status != HTTP_OK && status != HTTP_SINK)
		(void)snprintf(
		    t->why, ARCHIVE_WHY, "%s%s", which, http_why(t->http));
	switch (status) {
	case HTTP_OK:
		return GOT_FILE;
	case HTTP_ABSENT:
		return GOT_ABSENT;
	case HTTP_LARGE:
		return GOT_CORRUPT;
	case HTTP_RETRY:
		return GOT_LATER;
	case HTTP_REFUSED:
		return GOT_REFUSED;
	case HTTP_STOPPED:
		return GOT_STOPPED;
	case HTTP_SINK:
		break;
	}
	return GOT_BROKEN;
}

static int
finish_sha(struct transfer *t)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int len;

	if (EVP_DigestFinal_ex(t->sha, md, &len) != 1) {
		(void)snprintf(t->why, ARCHIVE_WHY, "cannot compute SHA-256");
		return -1;
	}
	for (unsigned int i = 0; i < len; i++)
		(void)snprintf(t->copy->sha256 + 2 * i, 3, "%02x", md[i]);
	return 0;
}

/* File and checksum once each. */
static enum archive_got
get_both(struct transfer *t, const char *url, const char *checksum_url)
{
	char want[ARCHIVE_SHA256];
	enum archive_got got = get_one(t, url, false);

	if (got != GOT_FILE)
		return got;
	if (finish_sha(t) != 0)
		return GOT_BROKEN;
	got = get_one(t, checksum_url, true);
	if (got == GOT_ABSENT) {
		t->copy->verified = false;
		return GOT_FILE;
	}
	if (got != GOT_FILE)
		return got;
	if (archive_checksum(t->text, t->text_len, t->name, want) != 0) {
		(void)snprintf(t->why, ARCHIVE_WHY,
		    "its .CHECKSUM is not one of this file");
		return GOT_CORRUPT;
	}
	if (strcmp(want, t->copy->sha256) != 0) {
		(void)snprintf(t->why, ARCHIVE_WHY,
		    "SHA-256 is %s, published is %s", t->copy->sha256, want);
		return GOT_CORRUPT;
	}
	t->copy->verified = true;
	return GOT_FILE;
}

static enum archive_got
get_agreeing(struct transfer *t, const char *url)
{
	enum archive_got got = GOT_BROKEN;
	char *checksum_url;

	if (asprintf(&checksum_url, "%s.CHECKSUM", url) < 0) {
		(void)snprintf(t->why, ARCHIVE_WHY, "out of memory");
		return GOT_BROKEN;
	}
	for (int i = 0; i < GENERATIONS; i++) {
		got = get_both(t, url, checksum_url);
		if (got != GOT_CORRUPT)
			break;
	}
	free(checksum_url);
	return got;
}

enum archive_got
archive_get(struct http *h, const char *url, const char *name, int64_t max,
    const volatile sig_atomic_t *stop, struct archive_copy *copy, char *why)
{
	struct transfer t = {
	    .http = h,
	    .name = name,
	    .max = max,
	    .stop = stop,
	    .copy = copy,
	    .why = why,
	};
	enum archive_got got = GOT_BROKEN;

	memset(copy, 0, sizeof *copy);
	t.sha = EVP_MD_CTX_new();
	copy->fd = temporary();
	if (copy->fd == -1)
		(void)snprintf(why, ARCHIVE_WHY,
		    "cannot make a temporary file: %s", strerror(errno));
	else if (!t.sha)
		(void)snprintf(why, ARCHIVE_WHY, "out of memory");
	else
		got = get_agreeing(&t, url);
	EVP_MD_CTX_free(t.sha);
	if (got != GOT_FILE && copy->fd != -1) {
		close(copy->fd);
		copy->fd = -1;
	}
	return got;
}
