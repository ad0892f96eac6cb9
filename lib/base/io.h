/* SPDX-License-Identifier: MIT */
/* io - buffered output with a checked close, and whole files by rename. */
#ifndef IO_H
#define IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * A buffered writer on a file descriptor.  Errors stick: after the first one
 * nothing more is written, and out_flush() and out_close() report it.
 */
struct out {
	char *buf;
	size_t used, size;
	int fd;
	int error; /* errno of the first failure, or 0 */
};

/* size 0: 256 KiB.  Asks for a 1 MiB pipe if fd is one.  -1: no memory. */
int out_open(struct out *o, int fd, size_t size);

void out_write(struct out *o, const void *data, size_t len);

/*
 * At least n (<= size) writable bytes; advance what was used with
 * out_advance().  Never NULL.
 */
static inline char *out_room(struct out *o, size_t n);
static inline void out_advance(struct out *o, char *end);

/* 0, or -1 with errno of the first failure. */
int out_flush(struct out *o);

/*
 * Flushes, frees, and closes fd, stdout too: a full disk may show there only.
 * 0, or -1 with errno if any byte was lost.  A stdout that was closed from the
 * start loses bytes only if there are any.
 */
int out_close(struct out *o);

void out_drain(struct out *o); /* for out_room() */

static inline char *
out_room(struct out *o, size_t n)
{
	if (__builtin_expect(o->size - o->used < n, 0))
		out_drain(o);
	return o->buf + o->used;
}

static inline void
out_advance(struct out *o, char *end)
{
	o->used = (size_t)(end - o->buf);
}

/*
 * Flushes and closes the stdio stream stdout (for --help and text).  0, or -1
 * with errno if any byte was lost.
 */
int io_close_stdout(void);

/* Asks for a 1 MiB buffer if fd is a pipe; never fails. */
void io_grow_pipe(int fd);

/* Creates the directory and its parents.  0, or -1 with errno. */
int io_make_dirs(const char *path);

/*
 * Puts something that fails with EBADF in the place of a stdin, stdout or
 * stderr that was closed from the start, so that no file opened later gets
 * its number and, say, a store the output.  log_init() does it.
 */
void io_guard_std(void);

/*
 * A file that appears under its name only when it is complete: written to a
 * temporary beside it, fsync'ed, renamed, its directory fsync'ed.
 *
 * A process that is killed leaves the temporary, ".name.XXXXXX", behind; it is
 * in nobody's way.  A symbolic link is followed.  The mode is that of the file
 * replaced, else what the umask leaves of 0666.  What is no regular file
 * (/dev/null, a pipe) is written in place.
 */
struct newfile;

/* *new*: newfile_commit() or newfile_abort() ends it.  NULL with errno. */
struct newfile *newfile_open(const char *path);

/* *borrowed* until then: the stream to write to. */
FILE *newfile_stream(struct newfile *f);

/*
 * 0, or -1 with errno: then the file is as it was and the temporary is gone
 * (unless only the directory could not be synced: then the file is new, but
 * may not survive a power failure).
 */
int newfile_commit(struct newfile *f);
void newfile_abort(struct newfile *f);

#endif
