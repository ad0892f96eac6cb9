/* SPDX-License-Identifier: MIT */
#include "exchange/zip_csv.h"

#include <errno.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

enum {
	BLOCK = 64 * 1024, /* of the zip, and of what comes out of it */
	/* Candles of a market that stands still come to about 60. */
	RATIO_MAX = 250,
	RATIO_FROM = 1 << 20, /* bytes that are always let pass */
};

struct zip_csv {
	struct archive *zip;
	int fd;
	char *name;
	locale_t utf8;     /* for names marked as UTF-8; (locale_t)0: none */
	int64_t max, size; /* of the CSV; of the zip */
	int64_t out, lineno;
	bool open, end;
	char *at, *filled; /* what of buf is not handed out yet */
	char why[ZIP_WHY];
	char buf[ZIP_LINE_MAX + BLOCK + ZIP_SLACK];
};

struct zip_csv *
zip_csv_new(int fd, const char *name, int64_t max)
{
	struct zip_csv *z = calloc(1, sizeof *z);

	if (!z)
		return NULL;
	z->fd = fd;
	z->max = max;
	z->at = z->filled = z->buf;
	z->name = strdup(name);
	z->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	z->zip = archive_read_new();
	if (z->name && z->zip)
		return z;
	zip_csv_free(z);
	return NULL;
}

void
zip_csv_free(struct zip_csv *z)
{
	if (!z)
		return;
	archive_read_free(z->zip);
	if (z->utf8)
		freelocale(z->utf8);
	free(z->name);
	free(z);
}

const char *
zip_csv_why(const struct zip_csv *z)
{
	return z->why;
}

int64_t
zip_csv_lineno(const struct zip_csv *z)
{
	return z->lineno;
}

static enum zip_status
say(struct zip_csv *z, enum zip_status status, const char *why)
{
	(void)snprintf(z->why, sizeof z->why, "%s", why);
	return status;
}

/* What libarchive says; a warning (a wrong CRC is one) is no less wrong. */
static enum zip_status
say_archive(struct zip_csv *z)
{
	const char *why = archive_error_string(z->zip);
	int err = archive_errno(z->zip);

	if (err == ENOMEM || err == EIO)
		return say(z, ZIP_FAILED, strerror(err));
	(void)snprintf(
	    z->why, sizeof z->why, "no sound zip: %s", why ? why : "damaged");
	return ZIP_BAD;
}

/* libarchive makes a name marked as UTF-8 one of the locale's, or fails. */
static int
next_header(struct zip_csv *z, struct archive_entry **entry)
{
	locale_t saved = z->utf8 ? uselocale(z->utf8) : (locale_t)0;
	int rc = archive_read_next_header(z->zip, entry);

	if (saved)
		uselocale(saved);
	return rc;
}

static bool
is_named(const struct zip_csv *z, const char *name)
{
	return name && strcmp(name, z->name) == 0;
}

/* Other methods may want memory without a bound. */
static bool
is_plain_method(struct zip_csv *z)
{
	const char *format = archive_format_name(z->zip);

	return format && (strstr(format, "(deflation)") ||
			     strstr(format, "(uncompressed)"));
}

static enum zip_status
judge_entry(struct zip_csv *z, struct archive_entry *entry)
{
	const char *name = archive_entry_pathname(entry);

	if (!is_named(z, name)) {
		(void)snprintf(z->why, sizeof z->why,
		    "it holds '%.100s' instead of '%.100s'", name ? name : "?",
		    z->name);
		return ZIP_BAD;
	}
	if (archive_entry_filetype(entry) != AE_IFREG)
		return say(z, ZIP_BAD, "its entry is not a plain file");
	if (archive_entry_is_encrypted(entry))
		return say(z, ZIP_BAD, "it is encrypted");
	if (!is_plain_method(z))
		return say(z, ZIP_BAD, "its way of compression is not known");
	if (archive_entry_size_is_set(entry) &&
	    archive_entry_size(entry) > z->max)
		return say(z, ZIP_BAD, "it expands beyond all measure");
	return ZIP_LINE;
}

static enum zip_status
open_entry(struct zip_csv *z)
{
	struct archive_entry *entry;
	struct stat st;
	int rc;

	if (fstat(z->fd, &st) != 0 || lseek(z->fd, 0, SEEK_SET) != 0)
		return say(z, ZIP_FAILED, strerror(errno));
	z->size = st.st_size;
	/* Only what has its table at its end is a whole zip. */
	if (archive_read_support_format_zip_seekable(z->zip) != ARCHIVE_OK ||
	    archive_read_open_fd(z->zip, z->fd, BLOCK) != ARCHIVE_OK)
		return say_archive(z);
	rc = next_header(z, &entry);
	if (rc == ARCHIVE_EOF)
		return say(z, ZIP_BAD, "it is empty");
	if (rc != ARCHIVE_OK)
		return say_archive(z);
	z->open = true;
	return judge_entry(z, entry);
}

/* Makes room behind what is left of a line. */
static void
move_up(struct zip_csv *z)
{
	size_t left = (size_t)(z->filled - z->at);

	memmove(z->buf, z->at, left);
	z->at = z->buf;
	z->filled = z->buf + left;
}

static enum zip_status
judge_end(struct zip_csv *z)
{
	struct archive_entry *entry;
	int rc = next_header(z, &entry);

	z->end = true;
	if (rc == ARCHIVE_EOF)
		return ZIP_LINE;
	return rc == ARCHIVE_OK ? say(z, ZIP_BAD, "it holds more than one file")
				: say_archive(z);
}

/* ZIP_LINE: there is more to look at, or the end was reached. */
static enum zip_status
fill(struct zip_csv *z)
{
	la_ssize_t n;

	if (!z->open) {
		enum zip_status st = open_entry(z);

		if (st != ZIP_LINE)
			return st;
	}
	move_up(z);
	n = archive_read_data(z->zip, z->filled, BLOCK);
	if (n < 0)
		return say_archive(z);
	if (n == 0)
		return judge_end(z);
	z->filled += n;
	z->out += n;
	if (z->out > z->max ||
	    (z->out > RATIO_FROM && z->out / RATIO_MAX > z->size))
		return say(z, ZIP_BAD, "it expands beyond all measure");
	return ZIP_LINE;
}

/* Hands out [at, nl). */
static enum zip_status
give(struct zip_csv *z, char *nl, struct zip_line *line)
{
	char *end = nl;

	line->text = z->at;
	if (end > z->at && end[-1] == '\r')
		*--end = '\n';
	line->end = end;
	z->at = nl + 1;
	z->lineno++;
	return ZIP_LINE;
}

enum zip_status
zip_csv_next(struct zip_csv *z, struct zip_line *line)
{
	for (;;) {
		size_t left = (size_t)(z->filled - z->at);
		char *nl = memchr(z->at, '\n', left);
		enum zip_status st;

		if (nl && nl - z->at <= ZIP_LINE_MAX)
			return give(z, nl, line);
		if (left > ZIP_LINE_MAX || nl)
			return say(z, ZIP_BAD, "a line is too long");
		if (z->end) {
			if (left == 0)
				return ZIP_END;
			*z->filled = '\n'; /* there is slack for it */
			nl = z->filled++;
			return give(z, nl, line);
		}
		st = fill(z);
		if (st != ZIP_LINE)
			return st;
	}
}
