/* SPDX-License-Identifier: MIT */
#include "exchange/archive_get.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "net/fetch.h"

enum {
	GENERATIONS = 2, /* of file and checksum: both are replaced at times */
	CHECKSUM_MAX = 4096,
};

struct archive_get {
	struct fetcher *fetcher;
	char *url, *checksum_url, *name;
	int64_t max;
	struct fetch *file, *checksum;
	int generation; /* 1 ...; 0: not begun */
	bool ended;
	enum archive_got got;
	EVP_MD_CTX *sha;
	struct archive_copy copy;
	char why[ARCHIVE_WHY];
};

static const char *
temporary_dir(void)
{
	const char *dir = getenv("TMPDIR");

	return dir && *dir ? dir : "/tmp";
}

/* Somewhere for the bytes: a file that is gone when it is closed. */
static int
temporary(void)
{
	const char *dir = temporary_dir();
	char *path;
	int fd, err;

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
say(struct archive_get *g, const char *what, const char *cause)
{
	(void)snprintf(g->why, sizeof g->why, "%s: %s", what, cause);
	return -1;
}

static int
keep(const void *data, size_t len, void *arg)
{
	struct archive_get *g = arg;
	const char *p = data;

	if (EVP_DigestUpdate(g->sha, data, len) != 1)
		return say(g, "cannot compute SHA-256", "libcrypto failed");
	g->copy.size += (int64_t)len;
	while (len > 0) {
		ssize_t n = write(g->copy.fd, p, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return say(g, "cannot write a temporary file",
			    strerror(errno));
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

/* From the start, whatever an earlier try left.  0, or -1. */
static int
rewind_copy(void *arg)
{
	struct archive_get *g = arg;

	g->copy.size = 0;
	if (ftruncate(g->copy.fd, 0) != 0 ||
	    lseek(g->copy.fd, 0, SEEK_SET) != 0)
		return say(g, "cannot write a temporary file", strerror(errno));
	if (EVP_DigestInit_ex(g->sha, EVP_sha256(), NULL) != 1)
		return say(g, "cannot compute SHA-256", "libcrypto failed");
	return 0;
}

static int
finish_sha(struct archive_get *g)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int len;

	if (EVP_DigestFinal_ex(g->sha, md, &len) != 1)
		return say(g, "cannot compute SHA-256", "libcrypto failed");
	for (unsigned int i = 0; i < len; i++)
		(void)snprintf(g->copy.sha256 + 2 * i, 3, "%02x", md[i]);
	return 0;
}

static void
end(struct archive_get *g, enum archive_got got)
{
	fetch_free(g->file);
	fetch_free(g->checksum);
	g->file = g->checksum = NULL;
	g->ended = true;
	g->got = got;
}

/* Asks for file and checksum; ends it if that fails. */
static void
begin(struct archive_get *g)
{
	struct fetch_request file = {
	    .url = g->url,
	    .max = g->max,
	    .fresh = g->generation > 0,
	    .sink = keep,
	    .restart = rewind_copy,
	    .arg = g,
	};
	struct fetch_request checksum = {
	    .url = g->checksum_url,
	    .max = CHECKSUM_MAX,
	    .fresh = g->generation > 0,
	};

	g->generation++;
	fetch_free(g->file);
	fetch_free(g->checksum);
	g->file = g->checksum = NULL;
	g->copy.sha256[0] = g->copy.published[0] = g->why[0] = '\0';
	if (rewind_copy(g) != 0) {
		end(g, GOT_BROKEN);
		return;
	}
	g->file = fetch_start(g->fetcher, &file);
	g->checksum = fetch_start(g->fetcher, &checksum);
	if (!g->file || !g->checksum) {
		(void)snprintf(g->why, sizeof g->why, "out of memory");
		end(g, GOT_BROKEN);
	}
}

struct archive_get *
archive_get_start(
    struct fetcher *f, const char *url, const char *name, int64_t max)
{
	struct archive_get *g = calloc(1, sizeof *g);

	if (!g)
		return NULL;
	g->fetcher = f;
	g->max = max;
	g->copy.fd = -1;
	g->url = strdup(url);
	g->name = strdup(name);
	g->sha = EVP_MD_CTX_new();
	if (asprintf(&g->checksum_url, "%s.CHECKSUM", url) < 0)
		g->checksum_url = NULL;
	if (!g->url || !g->name || !g->sha || !g->checksum_url) {
		archive_get_free(g);
		return NULL;
	}
	g->copy.fd = temporary();
	if (g->copy.fd != -1) {
		begin(g);
	} else {
		(void)snprintf(g->why, sizeof g->why,
		    "cannot make a temporary file in '%.200s': %s",
		    temporary_dir(), strerror(errno));
		end(g, GOT_BROKEN);
	}
	return g;
}

/* What the end of a fetch means; which: "", or what stands before its why. */
static enum archive_got
judge_fetch(struct fetch *t, const char *which, char *why)
{
	enum fetch_status status = fetch_wait(t);

	if (status != FETCH_OK && (status != FETCH_BROKEN || !*why))
		(void)snprintf(why, ARCHIVE_WHY, "%s%s", which, fetch_why(t));
	switch (status) {
	case FETCH_OK:
		return GOT_FILE;
	case FETCH_ABSENT:
		return GOT_ABSENT;
	case FETCH_CORRUPT:
		return GOT_CORRUPT;
	case FETCH_LATER:
		return GOT_LATER;
	case FETCH_REFUSED:
	case FETCH_DENIED:
		return GOT_REFUSED;
	case FETCH_STOPPED:
		return GOT_STOPPED;
	case FETCH_RUNNING:
	case FETCH_BROKEN:
		break;
	}
	return GOT_BROKEN;
}

static const char checksum_is[] = "its .CHECKSUM: ";

static enum archive_got
read_checksum(
    struct fetch *t, const char *name, char hex[ARCHIVE_SHA256], char *why)
{
	enum archive_got got = judge_fetch(t, checksum_is, why);
	const char *text;
	size_t len;

	if (got != GOT_FILE)
		return got;
	text = fetch_body(t, &len);
	if (archive_checksum(text, len, name, hex) == 0)
		return GOT_FILE;
	hex[0] = '\0';
	(void)snprintf(
	    why, ARCHIVE_WHY, "its .CHECKSUM is not one of this file");
	return GOT_CORRUPT;
}

/* Holds the one against the other; waits for them. */
static enum archive_got
compare(struct archive_get *g)
{
	enum archive_got got = judge_fetch(g->file, "", g->why);

	if (got != GOT_FILE)
		return got;
	if (finish_sha(g) != 0)
		return GOT_BROKEN;
	got = read_checksum(g->checksum, g->name, g->copy.published, g->why);
	if (got == GOT_ABSENT)
		return GOT_FILE;
	if (got != GOT_FILE)
		return got;
	g->copy.verified = strcmp(g->copy.published, g->copy.sha256) == 0;
	if (g->copy.verified)
		return GOT_FILE;
	(void)snprintf(g->why, sizeof g->why, "SHA-256 is %s, published is %s",
	    g->copy.sha256, g->copy.published);
	return GOT_CORRUPT;
}

static void
go_on(struct archive_get *g)
{
	enum archive_got got = compare(g);

	if (got == GOT_CORRUPT && g->generation < GENERATIONS)
		begin(g);
	else
		end(g, got);
}

bool
archive_get_ready(struct archive_get *g)
{
	/* Without its file a checksum is worth nothing: do not wait for it. */
	if (!g->ended && fetch_ready(g->file) &&
	    (fetch_wait(g->file) != FETCH_OK || fetch_ready(g->checksum)))
		go_on(g);
	return g->ended;
}

enum archive_got
archive_get_wait(struct archive_get *g, struct archive_copy *copy, char *why)
{
	while (!g->ended)
		go_on(g);
	(void)snprintf(why, ARCHIVE_WHY, "%s", g->why);
	if (g->copy.fd != -1 && g->got != GOT_FILE &&
	    !(g->got == GOT_CORRUPT && *g->copy.sha256)) {
		(void)close(g->copy.fd);
		g->copy.fd = -1;
	}
	*copy = g->copy;
	g->copy.fd = -1;
	return g->got;
}

void
archive_get_free(struct archive_get *g)
{
	if (!g)
		return;
	fetch_free(g->file);
	fetch_free(g->checksum);
	if (g->copy.fd != -1)
		(void)close(g->copy.fd);
	EVP_MD_CTX_free(g->sha);
	free(g->checksum_url);
	free(g->name);
	free(g->url);
	free(g);
}

enum archive_got
archive_get_checksum(struct fetcher *f, const char *url, const char *name,
    char hex[ARCHIVE_SHA256], char *why)
{
	struct fetch_request r = {.max = CHECKSUM_MAX, .fresh = true};
	enum archive_got got = GOT_BROKEN;
	struct fetch *t = NULL;
	char *full;

	hex[0] = why[0] = '\0';
	if (asprintf(&full, "%s.CHECKSUM", url) < 0)
		full = NULL;
	r.url = full;
	if (full)
		t = fetch_start(f, &r);
	if (t)
		got = read_checksum(t, name, hex, why);
	else
		(void)snprintf(why, ARCHIVE_WHY, "out of memory");
	fetch_free(t);
	free(full);
	return got;
}
