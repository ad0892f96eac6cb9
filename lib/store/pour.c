/* SPDX-License-Identifier: MIT */
#include "store/pour.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/log.h"

/* The process: its exit status. */
static int
pour(const char *path, const struct store_query *q, int fd)
{
	const struct record *r;
	char why[STORE_WHY];
	struct store *s;
	struct cursor *c;
	struct out out;
	int rc = store_open(&s, path, STORE_READ, why);

	if (rc != 0) {
		log_error("%s", why);
		return rc;
	}
	c = cursor_open(s, q);
	if (!c || out_open(&out, fd, 0) != 0) {
		log_error("out of memory");
		return 1;
	}
	while ((r = cursor_next(c)))
		rec_write(&out, r);
	if (cursor_failed(c)) {
		log_error("%s", store_why(s));
		return 1;
	}
	cursor_close(c);
	(void)store_close(s, NULL);
	return out_close(&out) != 0;
}

pid_t
pour_start(const char *path, const struct store_query *q, int *fd, int *status,
    char *why)
{
	struct store *s;
	int end[2];
	pid_t pid;

	/* What can be told of it now is told now. */
	*status = store_open(&s, path, STORE_READ, why);
	if (*status != 0)
		return -1;
	(void)store_close(s, NULL);
	*status = 1;
	if (pipe2(end, O_CLOEXEC) != 0 || (pid = fork()) < 0) {
		snprintf(why, STORE_WHY, "cannot start a process: %s",
		    strerror(errno));
		return -1;
	}
	if (pid == 0) {
		close(end[0]);
		signal(SIGPIPE, SIG_DFL);
		_exit(pour(path, q, end[1]));
	}
	close(end[1]);
	*fd = end[0];
	return pid;
}

int
pour_end(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}
