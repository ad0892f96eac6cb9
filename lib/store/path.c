/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "store/sqlite.h"

const char *
store_default_path(void)
{
	static char path[4096];
	const char *env, *tail = "";

	if ((env = getenv("TICKPIPE_DB")) && *env)
		return env;
	if ((env = getenv("XDG_DATA_HOME")) && *env == '/')
		tail = "";
	else if ((env = getenv("HOME")) && *env)
		tail = "/.local/share";
	else
		return NULL;
	if (snprintf(path, sizeof path, "%s%s/tickpipe/tickpipe.db", env,
		tail) >= (int)sizeof path)
		return NULL;
	return path;
}

int
path_check(const char *path, enum store_mode mode, char *why)
{
	char head[16];
	struct stat st;
	ssize_t n;
	int fd, err;

	if (strncmp(path, "postgresql://", 13) == 0 ||
	    strncmp(path, "postgres://", 11) == 0) {
		(void)snprintf(why, STORE_WHY,
		    "PostgreSQL is not built yet: use the path of a file");
		return EXIT_USAGE;
	}
	if (*path == '\0') {
		(void)snprintf(
		    why, STORE_WHY, "the path of the store is empty");
		return EXIT_USAGE;
	}
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) == -1) {
		err = errno;
		if (err == ENOENT && mode == STORE_WRITE)
			return 0;
		if (err == ENOENT)
			(void)snprintf(why, STORE_WHY,
			    "no store at '%s'; store(1) or backfill(1) "
			    "makes one",
			    path);
		else
			(void)snprintf(why, STORE_WHY, "cannot open '%s': %s",
			    path, strerror(err));
		errno = err;
		return EXIT_FAIL;
	}
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		n = -1;
	else
		n = read(fd, head, sizeof head);
	close(fd);
	if (n == 0)
		return 0;
	if (n == (ssize_t)sizeof head &&
	    memcmp(head, "SQLite format 3", sizeof head) == 0)
		return 0;
	(void)snprintf(why, STORE_WHY, "'%s' is not a store: %s", path,
	    n == -1 ? "not a regular file" : "not an SQLite database");
	return EXIT_USAGE;
}

char *
path_lock(const char *path)
{
	char *real = NULL, *lock;
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode))
		real = realpath(path, NULL);
	if (asprintf(&lock, "%s.lock", real ? real : path) < 0)
		lock = NULL;
	free(real);
	return lock;
}
