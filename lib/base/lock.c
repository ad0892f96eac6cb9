/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/io.h"

enum {
	NAME_BYTES = 200, /* longest name before it is shortened to a hash */
	PREFIX_BYTES = 160,
};

static int
open_retry(const char *path, int flags)
{
	int fd;

	do
		fd = open(path, flags | O_CLOEXEC | O_NOCTTY, 0666);
	while (fd == -1 && errno == EINTR);
	return fd;
}

static int
make_parent(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *dir;
	int rc, saved;

	if (!slash || slash == path) {
		errno = ENOENT;
		return -1;
	}
	dir = strndup(path, (size_t)(slash - path));
	if (!dir)
		return -1;
	rc = io_make_dirs(dir);
	saved = errno;
	free(dir);
	errno = saved;
	return rc;
}

int
lock_open(const char *path)
{
	int fd;

	fd = open_retry(path, O_RDWR | O_CREAT);
	if (fd == -1 && errno == ENOENT && make_parent(path) == 0)
		fd = open_retry(path, O_RDWR | O_CREAT);
	/* Another user's lock file can be locked without being written. */
	if (fd == -1 && (errno == EACCES || errno == EROFS)) {
		int saved = errno;

		fd = open_retry(path, O_RDONLY);
		if (fd == -1)
			errno = saved;
	}
	return fd;
}

int
lock_take(int fd, bool wait)
{
	int rc;

	do
		rc = flock(fd, LOCK_EX | (wait ? 0 : LOCK_NB));
	while (rc == -1 && errno == EINTR);
	if (rc == -1 && errno == EWOULDBLOCK)
		return 1;
	return rc;
}

void
lock_release(int fd)
{
	flock(fd, LOCK_UN);
}

void
lock_close(int fd)
{
	close(fd);
}

static const char *
home(void)
{
	const char *dir = getenv("HOME");
	const struct passwd *pw;

	if (dir && *dir)
		return dir;
	pw = getpwuid(getuid());
	return pw && pw->pw_dir && *pw->pw_dir ? pw->pw_dir : NULL;
}

const char *
lock_dir(void)
{
	static char dir[PATH_MAX];
	const char *run = getenv("TICKPIPE_RUN");
	const char *state = getenv("XDG_STATE_HOME");
	const char *base;
	int n;

	if (dir[0])
		return dir;
	if (run && *run) {
		n = snprintf(dir, sizeof dir, "%s", run);
	} else if (state && *state == '/') {
		n = snprintf(dir, sizeof dir, "%s/tickpipe", state);
	} else {
		base = home();
		if (!base)
			return NULL;
		n = snprintf(dir, sizeof dir, "%s/.local/state/tickpipe", base);
	}
	if (n < 0 || (size_t)n >= sizeof dir) {
		dir[0] = '\0';
		return NULL;
	}
	return dir;
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/* Writes one part of a name; everything but letters and a few is %XX. */
static char *
put_part(char *p, const char *part)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *part; part++) {
		unsigned char c = (unsigned char)*part;

		if (is_plain(*part)) {
			*p++ = *part;
			continue;
		}
		*p++ = '%';
		*p++ = hex[c >> 4];
		*p++ = hex[c & 15];
	}
	return p;
}

/* FNV-1a, 64 bits: Fowler, Noll, Vo; http://www.isthe.com/chongo/tech/ */
static uint64_t
fnv1a(const char *s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
	return h;
}

/* A file name holds at most 255 bytes: what is longer ends in a hash. */
static void
shorten(char *name, size_t room)
{
	uint64_t h = fnv1a(name);

	if (strlen(name) > NAME_BYTES)
		snprintf(name + PREFIX_BYTES, room - PREFIX_BYTES, "~%016llx",
		    (unsigned long long)h);
}

/* *new*: the path of the job's lock file. */
static char *
job_path(const char *dir, const char *const parts[], int n)
{
	size_t room = strlen(dir) + sizeof "/.lock";
	char *path, *name, *p;

	for (int i = 0; i < n; i++)
		room += 3 * strlen(parts[i]) + 1;
	path = malloc(room);
	if (!path)
		return NULL;
	name = p = path + sprintf(path, "%s/", dir);
	for (int i = 0; i < n; i++) {
		if (i > 0)
			*p++ = ',';
		p = put_part(p, parts[i]);
	}
	*p = '\0';
	shorten(name, room - (size_t)(name - path));
	strcat(name, ".lock");
	return path;
}

int
lock_job(const char *const parts[], int n)
{
	const char *dir = lock_dir();
	char *path;
	int fd, rc, saved;

	if (!dir) {
		errno = ENOENT;
		return -1;
	}
	path = job_path(dir, parts, n);
	if (!path)
		return -1;
	fd = lock_open(path);
	saved = errno;
	free(path);
	errno = saved;
	if (fd == -1)
		return -1;
	rc = lock_take(fd, false);
	if (rc == 0)
		return fd;
	saved = rc == 1 ? EWOULDBLOCK : errno;
	close(fd);
	errno = saved;
	return -1;
}
