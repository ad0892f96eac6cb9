/* SPDX-License-Identifier: MIT */
#include "sim/run_log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/lock.h"

enum { STAMP = 24, RUNS_MAX = 1000000 }; /* runs of one second */

static const char table_name[] = "backtest_trend.csv";

/* 0, or -1: the path is too long. */
static int
join(char out[PATH_MAX], const char *dir, const char *name)
{
	int n = snprintf(out, PATH_MAX, "%s/%s", dir, name);

	if (n < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

/* "20260101T000000Z" */
static void
stamp(int64_t ms, char out[STAMP])
{
	char text[CLOCK_TEXT];
	int n = 0;

	clock_format(ms - ms % 1000, text);
	for (const char *p = text; *p; p++)
		if (*p != '-' && *p != ':')
			out[n++] = *p;
	out[n] = '\0';
}

/* The name that the run's file gets: one that is free. */
static int
name_run(char path[PATH_MAX], const char *dir, int64_t now)
{
	char when[STAMP], name[64];

	stamp(now, when);
	for (int i = 1; i < RUNS_MAX; i++) {
		snprintf(name, sizeof name,
		    i > 1 ? "backtest_%s-%d.json" : "backtest_%s.json", when,
		    i);
		if (join(path, dir, name) != 0)
			return -1;
		if (access(path, F_OK) != 0)
			return errno == ENOENT ? 0 : -1;
	}
	errno = EEXIST;
	return -1;
}

static int
write_run(const char *path, const char *line, size_t len)
{
	struct newfile *f = newfile_open(path);

	if (!f)
		return -1;
	fwrite(line, 1, len, newfile_stream(f));
	fputc('\n', newfile_stream(f));
	return newfile_commit(f);
}

/* Whether the file behind fd ends inside a line; -1 with errno. */
static int
is_cut(int fd, off_t size)
{
	char last = '\n';

	if (size > 0 && pread(fd, &last, 1, size - 1) != 1)
		return -1;
	return last != '\n';
}

/* The table's first line; *new*, or NULL. */
static char *
header_text(size_t *len)
{
	char *text = NULL;
	FILE *f = open_memstream(&text, len);

	if (!f)
		return NULL;
	report_log_header(f);
	if (ferror(f) | fclose(f)) {
		free(text);
		return NULL;
	}
	return text;
}

/*
 * How much of the header of len bytes, CR and LF at its end, the file behind
 * fd has: all of it, or less of a file that ends there.  -1 with errno, EBADMSG
 * for a file that begins otherwise.
 */
static ssize_t
header_there(int fd, const char *header, size_t len)
{
	char *has = malloc(len);
	ssize_t n = has ? pread(fd, has, len, 0) : -1;
	size_t names = len - 2;

	if (n >= 0 && memcmp(has, header, (size_t)n) != 0) {
		/* Somebody's editor ends lines by LF. */
		if ((size_t)n > names && has[names] == '\n' &&
		    memcmp(has, header, names) == 0) {
			n = (ssize_t)len;
		} else {
			errno = EBADMSG;
			n = -1;
		}
	}
	free(has);
	return n;
}

/* A run's line, with all that has to stand before it; *new*, or NULL. */
static char *
trend_text(const struct report *rep, int64_t now, int fd, size_t *len)
{
	off_t size = lseek(fd, 0, SEEK_END);
	int cut = size < 0 ? -1 : is_cut(fd, size);
	size_t header_len;
	char *text = NULL, *header = header_text(&header_len);
	ssize_t there =
	    header && cut >= 0 ? header_there(fd, header, header_len) : -1;
	FILE *f = there < 0 ? NULL : open_memstream(&text, len);

	if (f) {
		if (there < (ssize_t)header_len)
			fputs(header + there, f);
		else if (cut)
			fputs("\r\n", f);
		report_log_row(rep, now, f);
	}
	free(header);
	if (!f)
		return NULL;
	if (ferror(f) | fclose(f)) {
		free(text);
		return NULL;
	}
	return text;
}

static int
write_all(int fd, const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= (size_t)n;
	}
	return fsync(fd);
}

/* fd is the table, locked; path tells what was being written. */
static int
add(int fd, char path[PATH_MAX], const char *dir, int64_t now,
    const struct report *rep, const char *line, size_t len)
{
	char *text, table[PATH_MAX];
	size_t n;
	int rc;

	text = trend_text(rep, now, fd, &n);
	if (!text)
		return -1;
	memcpy(table, path, PATH_MAX);
	rc = name_run(path, dir, now);
	if (rc == 0)
		rc = write_run(path, line, len);
	if (rc == 0) {
		memcpy(path, table, PATH_MAX);
		rc = write_all(fd, text, n);
	}
	free(text);
	return rc;
}

static void
explain(char *why, size_t size, const char *path)
{
	if (errno == EBADMSG)
		snprintf(why, size,
		    "'%s' has another first line than a table of reports: it "
		    "is left alone",
		    path);
	else
		snprintf(
		    why, size, "cannot write '%s': %s", path, strerror(errno));
}

int
run_log_check(const char *dir, char *why, size_t size)
{
	char path[PATH_MAX] = "";
	size_t len;
	char *header = header_text(&len);
	int fd = -1, rc = -1;

	snprintf(path, sizeof path, "%s", dir);
	if (header && join(path, dir, table_name) == 0) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		rc = fd < 0 ? errno != ENOENT
			    : header_there(fd, header, len) < 0;
	}
	if (rc != 0)
		explain(why, size, path);
	if (fd >= 0)
		close(fd);
	free(header);
	return rc ? -1 : 0;
}

int
run_log_add(const char *dir, int64_t now, const struct report *rep,
    const char *line, size_t len, char *why, size_t size)
{
	char path[PATH_MAX] = "";
	int fd = -1, rc = -1;

	snprintf(path, sizeof path, "%s", dir);
	if (io_make_dirs(dir) == 0 && join(path, dir, table_name) == 0)
		fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0 && lock_take(fd, true) == 0)
		rc = add(fd, path, dir, now, rep, line, len);
	if (rc != 0)
		explain(why, size, path);
	if (fd >= 0 && close(fd) != 0 && rc == 0) {
		explain(why, size, path);
		rc = -1;
	}
	return rc;
}
