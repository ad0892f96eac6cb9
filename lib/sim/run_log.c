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

/* A run's line, with all that has to stand before it; *new*, or NULL. */
static char *
trend_text(const struct report *rep, int64_t now, int fd, size_t *len)
{
	off_t size = lseek(fd, 0, SEEK_END);
	int cut = size < 0 ? -1 : is_cut(fd, size);
	char *text = NULL;
	FILE *f = cut < 0 ? NULL : open_memstream(&text, len);

	if (!f)
		return NULL;
	if (cut)
		fputs("\r\n", f);
	if (size == 0)
		report_log_header(f);
	report_log_row(rep, now, f);
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

	memcpy(table, path, PATH_MAX);
	if (name_run(path, dir, now) != 0 || write_run(path, line, len) != 0)
		return -1;
	memcpy(path, table, PATH_MAX);
	text = trend_text(rep, now, fd, &n);
	rc = text ? write_all(fd, text, n) : -1;
	free(text);
	return rc;
}

int
run_log_add(const char *dir, int64_t now, const struct report *rep,
    const char *line, size_t len, char *why, size_t size)
{
	char path[PATH_MAX] = "";
	int fd = -1, rc = -1;

	snprintf(path, sizeof path, "%s", dir);
	if (io_make_dirs(dir) == 0 &&
	    join(path, dir, "backtest_trend.csv") == 0)
		fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0 && lock_take(fd, true) == 0)
		rc = add(fd, path, dir, now, rep, line, len);
	if (rc != 0)
		snprintf(
		    why, size, "cannot write '%s': %s", path, strerror(errno));
	if (fd >= 0 && close(fd) != 0 && rc == 0) {
		snprintf(
		    why, size, "cannot write '%s': %s", path, strerror(errno));
		rc = -1;
	}
	return rc;
}
