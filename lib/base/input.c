/* SPDX-License-Identifier: MIT */
#include "base/input.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/io.h"

enum { BLOCK = 1 << 18, STOP_POLL_MS = 200 };

struct input {
	const char *name;
	int fd;
	bool may_block;
	struct input_opts opts;
	unsigned long lineno;
	char *buf; /* cap + INPUT_SLACK bytes */
	size_t cap, beg, end;
	bool eof;      /* nothing more comes into buf */
	bool skipping; /* inside a line that is too long */
	z_stream *gz;  /* NULL: plain */
	unsigned char *packed;
	bool packed_eof, gz_between; /* between two members of the .gz */
	char why[256];
};

static enum input_status
failed(struct input *in, const char *reason)
{
	snprintf(
	    in->why, sizeof in->why, "cannot read '%s': %s", in->name, reason);
	return INPUT_FAILED;
}

static bool
stopped(const struct input *in)
{
	return in->opts.stop && *in->opts.stop;
}

/* Until there is something to read, or told to stop. */
static void
wait_readable(struct input *in)
{
	struct pollfd pfd = {.fd = in->fd, .events = POLLIN};
	/* A signal may come just before poll(2): look again now and then. */
	int ms = in->opts.stop ? STOP_POLL_MS : -1;

	if (!in->may_block || poll(&pfd, 1, 0) == 1)
		return;
	if (in->opts.idle)
		in->opts.idle(in->opts.arg);
	while (!stopped(in) && poll(&pfd, 1, ms) != 1)
		;
}

/* Bytes read, 0 at the end, -1 with in->why. */
static ssize_t
read_raw(struct input *in, void *p, size_t n)
{
	for (;;) {
		ssize_t got;

		wait_readable(in);
		if (stopped(in))
			return 0;
		got = read(in->fd, p, n);
		if (got >= 0)
			return got;
		if (errno != EINTR && errno != EAGAIN) {
			failed(in, strerror(errno));
			return -1;
		}
	}
}

/* The same through zlib; a .gz may hold several members. */
static ssize_t
read_gz(struct input *in, void *p, size_t n)
{
	z_stream *z = in->gz;

	z->next_out = p;
	z->avail_out = (uInt)n;
	while (z->avail_out == n) {
		int rc;

		if (!z->avail_in && !in->packed_eof) {
			ssize_t got = read_raw(in, in->packed, BLOCK / 4);

			if (got < 0)
				return -1;
			in->packed_eof = got == 0;
			z->next_in = in->packed;
			z->avail_in = (uInt)got;
		}
		if (!z->avail_in) {
			if (in->gz_between || stopped(in))
				return 0;
			failed(in, "the gzip data end early");
			return -1;
		}
		in->gz_between = false;
		rc = inflate(z, Z_NO_FLUSH);
		if (rc == Z_STREAM_END) {
			in->gz_between = true;
			inflateReset(z);
		} else if (rc != Z_OK) {
			failed(in, "bad gzip data");
			return -1;
		}
	}
	return (ssize_t)(n - z->avail_out);
}

/* More bytes into buf; 0, or -1 with in->why. */
static int
fill(struct input *in)
{
	ssize_t got;

	if (in->beg) {
		memmove(in->buf, in->buf + in->beg, in->end - in->beg);
		in->end -= in->beg;
		in->beg = 0;
	}
	if (in->end == in->cap) {
		size_t cap = 2 * in->cap;
		char *buf = realloc(in->buf, cap + INPUT_SLACK);

		if (!buf) {
			failed(in, "out of memory");
			return -1;
		}
		in->buf = buf;
		in->cap = cap;
	}
	got = in->gz ? read_gz(in, in->buf + in->end, in->cap - in->end)
		     : read_raw(in, in->buf + in->end, in->cap - in->end);
	if (got < 0)
		return -1;
	in->eof = got == 0;
	in->end += (size_t)got;
	return 0;
}

/* The first two bytes tell a .gz, whatever its name. */
static int
detect_gz(struct input *in)
{
	while (in->end < 2 && !in->eof)
		if (fill(in) != 0)
			return -1;
	if (in->end < 2 || memcmp(in->buf, "\x1f\x8b", 2) != 0)
		return 0;
	in->gz = calloc(1, sizeof *in->gz);
	in->packed = malloc(in->cap > BLOCK / 4 ? in->cap : BLOCK / 4);
	if (!in->gz || !in->packed || inflateInit2(in->gz, 15 + 16) != Z_OK) {
		failed(in, "out of memory");
		return -1;
	}
	memcpy(in->packed, in->buf, in->end);
	in->gz->next_in = in->packed;
	in->gz->avail_in = (uInt)in->end;
	in->end = 0;
	return 0;
}

/* Years of daily files are more than the usual limit of descriptors. */
static int
open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct rlimit files;

	if (fd != -1 || errno != EMFILE || getrlimit(RLIMIT_NOFILE, &files))
		return fd;
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	return open(path, O_RDONLY | O_CLOEXEC);
}

struct input *
input_open(
    const char *path, const struct input_opts *opts, char *why, size_t size)
{
	struct input *in = calloc(1, sizeof *in);
	bool is_stdin = strcmp(path, "-") == 0;
	struct stat st;

	if (!in) {
		snprintf(why, size, "out of memory");
		return NULL;
	}
	in->name = is_stdin ? "stdin" : path;
	in->opts = *opts;
	in->cap = opts->block ? opts->block : BLOCK;
	in->fd = is_stdin ? 0 : open_file(path);
	in->buf = malloc(in->cap + INPUT_SLACK);
	if (in->fd < 0 || !in->buf || fstat(in->fd, &st) != 0) {
		snprintf(why, size, "cannot open '%s': %s", in->name,
		    strerror(errno));
		input_close(in);
		return NULL;
	}
	in->may_block = !S_ISREG(st.st_mode);
	io_grow_pipe(in->fd);
	return in;
}

void
input_close(struct input *in)
{
	if (!in)
		return;
	if (in->gz)
		inflateEnd(in->gz);
	free(in->gz);
	free(in->packed);
	free(in->buf);
	if (in->fd > 0)
		close(in->fd);
	free(in);
}

/* A line without newline at the end of the file. */
static enum input_status
last_line(struct input *in, struct line *line)
{
	if (in->beg == in->end) {
		bool was_long = in->skipping;

		in->skipping = false;
		return was_long ? INPUT_LONG : INPUT_END;
	}
	line->text = in->buf + in->beg;
	line->end = in->buf + in->end;
	line->torn = true;
	in->buf[in->end] = '\n';
	in->beg = in->end;
	in->lineno++;
	return INPUT_LINE;
}

enum input_status
input_next(struct input *in, struct line *line)
{
	size_t seen = 0; /* bytes from beg known to hold no newline */

	if (in->lineno == 0 && !in->gz && in->end == 0 && detect_gz(in) != 0)
		return INPUT_FAILED;
	for (;;) {
		char *p = in->buf + in->beg;
		size_t have = in->end - in->beg;
		char *nl = memchr(p + seen, '\n', have - seen);

		if (nl && in->skipping) {
			in->beg += (size_t)(nl - p) + 1;
			in->skipping = false;
			return INPUT_LONG;
		}
		if (nl && (size_t)(nl - p) <= in->opts.line_max) {
			line->text = p;
			line->end = nl;
			line->torn = false;
			in->beg += (size_t)(nl - p) + 1;
			in->lineno++;
			return INPUT_LINE;
		}
		if (nl || have > in->opts.line_max || in->skipping) {
			in->lineno += !in->skipping;
			in->skipping = true;
			if (nl)
				continue;
			in->beg = in->end;
			have = 0;
		}
		if (in->eof)
			return last_line(in, line);
		seen = have;
		if (fill(in) != 0)
			return INPUT_FAILED;
	}
}

const char *
input_why(const struct input *in)
{
	return in->why;
}

const char *
input_name(const struct input *in)
{
	return in->name;
}

unsigned long
input_lineno(const struct input *in)
{
	return in->lineno;
}
