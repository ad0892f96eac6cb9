/* SPDX-License-Identifier: MIT */
#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT_BYTES = 256 << 10, PIPE_BYTES = 1 << 20 };

enum {
	STEM_BYTES = 200, /* of a file's name are kept in its temporary's */
	TRIES = 100,
};

/* All of it, through signals and a non-blocking fd.  0, or errno. */
static int
write_all(int fd, const char *p, size_t len)
{
	struct pollfd ready = {.fd = fd, .events = POLLOUT};

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n >= 0) {
			p += n;
			len -= (size_t)n;
		} else if (errno == EAGAIN) {
			poll(&ready, 1, -1);
		} else if (errno != EINTR) {
			return errno;
		}
	}
	return 0;
}

int
out_open(struct out *o, int fd, size_t size)
{
	if (size == 0)
		size = OUT_BYTES;
	*o = (struct out){.fd = fd, .size = size, .buf = malloc(size)};
	if (!o->buf)
		return -1;
	io_grow_pipe(fd);
	return 0;
}

void
out_drain(struct out *o)
{
	if (!o->error && o->used)
		o->error = write_all(o->fd, o->buf, o->used);
	o->used = 0;
}

void
out_write(struct out *o, const void *data, size_t len)
{
	if (len > o->size - o->used)
		out_drain(o);
	if (len > o->size) {
		if (!o->error)
			o->error = write_all(o->fd, data, len);
		return;
	}
	if (len > 0)
		memcpy(o->buf + o->used, data, len);
	o->used += len;
}

int
out_flush(struct out *o)
{
	out_drain(o);
	if (!o->error)
		return 0;
	errno = o->error;
	return -1;
}

int
out_close(struct out *o)
{
	out_drain(o);
	free(o->buf);
	o->buf = NULL;
	o->size = 0;
	/*
	 * A stdout that was closed from the start is an error only if there
	 * was something to write, and then the write has said so.
	 */
	if (close(o->fd) == -1 && !o->error &&
	    !(o->fd == STDOUT_FILENO && errno == EBADF))
		o->error = errno;
	if (!o->error)
		return 0;
	errno = o->error;
	return -1;
}

int
io_close_stdout(void)
{
	bool failed = ferror(stdout) != 0;

	if (fflush(stdout) != 0) {
		int saved = errno;

		fclose(stdout);
		errno = saved;
		return -1;
	}
	if (fclose(stdout) != 0 && errno != EBADF)
		return -1;
	if (!failed)
		return 0;
	errno = EIO; /* the cause is lost with the call that failed */
	return -1;
}

void
io_grow_pipe(int fd)
{
	int saved = errno;

	fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES);
	errno = saved;
}

void
io_guard_std(void)
{
	int saved = errno, fd;

	/*
	 * The lowest free number is taken, so each hole is filled in turn.
	 * Opened the wrong way round: using it is EBADF still.
	 */
	for (int want = 0; want <= 2; want++) {
		if (fcntl(want, F_GETFD) != -1)
			continue;
		fd = open("/dev/null", want == 0 ? O_WRONLY : O_RDONLY);
		if (fd != want && fd != -1)
			close(fd);
	}
	errno = saved;
}

static bool
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int
io_make_dirs(const char *path)
{
	char *copy, *end;
	int rc = 0, saved;

	if (is_dir(path))
		return 0;
	copy = strdup(path);
	if (!copy)
		return -1;
	for (end = copy; *end && rc == 0;) {
		end += strspn(end, "/");
		end += strcspn(end, "/");
		char was = *end;

		*end = '\0';
		if (*copy && !is_dir(copy))
			rc = mkdir(copy, 0777);
		/* Somebody else may make it at the same time. */
		if (rc == -1 && errno == EEXIST)
			rc = is_dir(copy) ? 0 : (errno = ENOTDIR, -1);
		*end = was;
	}
	if (!*path) {
		errno = ENOENT;
		rc = -1;
	}
	saved = errno;
	free(copy);
	errno = saved;
	return rc;
}

struct newfile {
	FILE *stream;
	char *path; /* where it will be, symbolic links resolved */
	char *temp; /* NULL: path is a device or a pipe, written in place */
};

/* *new*: ".name.XXXXXX" in path's directory, the X yet to be filled in. */
static char *
temp_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char *temp;

	if (asprintf(&temp, "%.*s.%.*s.XXXXXX", (int)(name - path), path,
		STEM_BYTES, name) == -1)
		return NULL;
	return temp;
}

/*
 * As mkostemp(3), but the mode is what the umask leaves of 0666: what a
 * program writes for others to read has the mode that others expect.
 */
static int
open_temp(char *temp)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	char *x = temp + strlen(temp) - 6;
	int fd = -1;

	for (int i = 0; i < TRIES; i++) {
		unsigned char r[6];

		if (getrandom(r, sizeof r, 0) != sizeof r)
			return -1;
		for (size_t k = 0; k < sizeof r; k++)
			x[k] = letters[r[k] % 32];
		fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd != -1 || (errno != EEXIST && errno != EINTR))
			break;
	}
	return fd;
}

/* Frees all; with the temporary, if it is still there.  Keeps errno. */
static void
discard(struct newfile *f)
{
	int saved = errno;

	if (f->stream)
		fclose(f->stream);
	if (f->temp)
		unlink(f->temp);
	free(f->temp);
	free(f->path);
	free(f);
	errno = saved;
}

/* The descriptor to write to, or -1. */
static int
open_target(struct newfile *f, const char *path)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	int fd;

	if (exists && S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	f->path = exists ? realpath(path, NULL) : strdup(path);
	if (!f->path)
		return -1;
	if (exists && !S_ISREG(st.st_mode))
		return open(f->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	f->temp = temp_name(f->path);
	if (!f->temp)
		return -1;
	fd = open_temp(f->temp);
	if (fd == -1) {
		free(f->temp);
		f->temp = NULL;
	} else if (exists) {
		fchmod(fd, st.st_mode & 0777);
	}
	return fd;
}

struct newfile *
newfile_open(const char *path)
{
	struct newfile *f = calloc(1, sizeof *f);
	int fd;

	if (!f)
		return NULL;
	fd = open_target(f, path);
	if (fd != -1)
		f->stream = fdopen(fd, "w");
	if (!f->stream) {
		int saved = errno;

		if (fd != -1)
			close(fd);
		errno = saved;
		discard(f);
		return NULL;
	}
	return f;
}

FILE *
newfile_stream(struct newfile *f)
{
	return f->stream;
}

/* EINVAL: nothing there that could be synced. */
static int
sync_fd(int fd)
{
	return fsync(fd) == -1 && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

/* The new name is safe only when its directory is. */
static int
sync_dir(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int fd, rc, saved;

	dir = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	if (!dir)
		return -1;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(dir);
	if (fd == -1)
		return errno == EACCES ? 0 : -1; /* writable, not readable */
	rc = sync_fd(fd);
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

/* What was written is on its way to the disk or on it; the stream is gone. */
/*
 * Sets errno to why a write failed, which is long gone: to a file that nobody
 * will see more is written until it fails again.
 */
static void
ask_why(const struct newfile *f)
{
	static const char block[4096];
	int fd = fileno(f->stream);

	for (int i = 0; f->temp && i < 64; i++)
		if (write(fd, block, sizeof block) == -1)
			return;
	errno = EIO;
}

static int
finish_stream(struct newfile *f)
{
	FILE *stream = f->stream;
	bool failed = ferror(stream) != 0;
	int rc = 0;

	if (failed)
		ask_why(f);
	if (failed || fflush(stream) != 0 ||
	    (f->temp && sync_fd(fileno(stream)) != 0))
		rc = errno;
	f->stream = NULL;
	if (fclose(stream) != 0 && rc == 0)
		rc = errno;
	errno = rc;
	return rc ? -1 : 0;
}

int
newfile_commit(struct newfile *f)
{
	int rc;

	if (finish_stream(f) != 0 ||
	    (f->temp && rename(f->temp, f->path) != 0)) {
		discard(f);
		return -1;
	}
	rc = f->temp ? sync_dir(f->path) : 0;
	free(f->temp);
	f->temp = NULL;
	discard(f);
	return rc;
}

void
newfile_abort(struct newfile *f)
{
	if (f)
		discard(f);
}
