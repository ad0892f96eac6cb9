/* SPDX-License-Identifier: MIT */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Tells the parent through fd why the command could not be started. */
static void
become(char *const argv[], int in, int out, bool quiet, int fd)
{
	int null = quiet ? open("/dev/null", O_WRONLY | O_CLOEXEC) : -1;
	int error;

	if (dup2(in, 0) >= 0 && dup2(out, 1) >= 0 &&
	    (null < 0 || dup2(null, 2) >= 0))
		execvp(argv[0], argv);
	error = errno;
	(void)!write(fd, &error, sizeof error);
	_exit(127);
}

int
child_run(
    char *const argv[], int in, int out, bool quiet, char *why, size_t size)
{
	int status, error = 0, fd[2];
	pid_t pid;

	if (lseek(in, 0, SEEK_SET) != 0 || pipe2(fd, O_CLOEXEC) != 0) {
		snprintf(why, size, "%s", strerror(errno));
		return -1;
	}
	pid = fork();
	if (pid == 0)
		become(argv, in, out, quiet, fd[1]);
	close(fd[1]);
	if (pid > 0 && read(fd[0], &error, sizeof error) < 0)
		error = errno;
	if (pid < 0)
		error = errno;
	close(fd[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			break;
	if (error) {
		snprintf(
		    why, size, "cannot run '%s': %s", argv[0], strerror(error));
		return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
