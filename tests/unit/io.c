/* SPDX-License-Identifier: MIT */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static char dir[] = "/tmp/io-test.XXXXXX";

/* The file's contents; "(none)" if it cannot be read. */
static const char *
contents(const char *path)
{
	static char buf[4096];
	int fd = open(path, O_RDONLY);
	ssize_t n = fd == -1 ? -1 : read(fd, buf, sizeof buf - 1);

	if (fd != -1)
		close(fd);
	if (n < 0)
		return "(none)";
	buf[n] = '\0';
	return buf;
}

static void
put_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) == EOF || fclose(f) != 0)
		exit(1);
}

static int
entries(const char *path)
{
	DIR *d = opendir(path);
	int n = -2; /* . and .. */

	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

/* Runs fn in a child whose stdout is as prepare left it; its wait status. */
static int
run(int (*fn)(void), void (*prepare)(void))
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (prepare)
			prepare();
		_exit(fn());
	}
	waitpid(pid, &status, 0);
	return status;
}

static bool
exits(int status, int want)
{
	return WIFEXITED(status) && WEXITSTATUS(status) == want;
}

static void
test_out(void)
{
	struct out o;
	char *p;
	int fd = open("out", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	ok(out_open(&o, fd, 8) == 0, "a writer of eight bytes");
	out_write(&o, "abc", 3);
	ok(strcmp(contents("out"), "") == 0, "it buffers");
	ok(out_flush(&o) == 0 && strcmp(contents("out"), "abc") == 0,
	    "until it is flushed");
	out_write(&o, "12345678", 8);
	out_write(&o, "", 0);
	out_write(&o, NULL, 0);
	ok(strcmp(contents("out"), "abc") == 0, "or full");
	out_write(&o, "x", 1);
	out_write(&o, "longer than it", 14);
	p = out_room(&o, 8);
	memcpy(p, "in place", 8);
	out_advance(&o, p + 8);
	p = out_room(&o, 1);
	*p++ = '!';
	out_advance(&o, p);
	ok(out_close(&o) == 0 &&
		strcmp(contents("out"),
		    "abc12345678xlonger than itin place!") == 0,
	    "bytes arrive in order, however long");
	ok(fcntl(fd, F_GETFD) == -1, "closing closes the descriptor");
	ok(out_open(&o, -1, 0) == 0 && o.size == 256 << 10,
	    "256 KiB by default");
	out_close(&o);
}

static void
test_errors(void)
{
	struct out o;

	out_open(&o, open("/dev/full", O_WRONLY | O_CLOEXEC), 16);
	out_write(&o, "abc", 3);
	errno = 0;
	ok(out_flush(&o) == -1 && errno == ENOSPC, "a full disk is reported");
	for (int i = 0; i < 100; i++)
		out_write(&o, "never stops the caller", 22);
	ok(out_room(&o, 16) != NULL, "there is always room");
	errno = 0;
	ok(out_flush(&o) == -1 && errno == ENOSPC, "the first error sticks");
	errno = 0;
	ok(out_close(&o) == -1 && errno == ENOSPC, "to the end");
}

static int alarms[2]; /* a pipe: a byte an alarm */

static void
on_alarm(int sig)
{
	int saved = errno;

	(void)sig;
	if (write(alarms[1], "", 1) == -1)
		_exit(9);
	errno = saved;
}

/* Fills the pipe to the last byte. */
static void
fill(int fd)
{
	static const char page[4096];
	int flags = fcntl(fd, F_GETFL);

	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	for (size_t n = sizeof page; n > 0; n /= 2)
		while (write(fd, page, n) > 0)
			;
	fcntl(fd, F_SETFL, flags);
}

/* The child drains the pipe when the write to it was interrupted thrice. */
static void
test_interrupted(void)
{
	struct sigaction sa = {.sa_handler = on_alarm}; /* no SA_RESTART */
	struct itimerval tick = {{0, 2000}, {0, 2000}}, off = {{0, 0}, {0, 0}};
	char buf[4096];
	int fds[2], rc, status = -1;
	struct out o;
	pid_t pid;

	if (pipe(fds) == -1 || pipe(alarms) == -1)
		exit(1);
	out_open(&o, fds[1], 0);
	fill(fds[1]);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(fds[1]);
		close(alarms[1]);
		for (int i = 0; i < 3; i++)
			if (read(alarms[0], buf, 1) != 1)
				_exit(2);
		while (read(fds[0], buf, sizeof buf) > 0)
			;
		_exit(0);
	}
	close(fds[0]);
	out_write(&o, "behind it all", 13);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &tick, NULL);
	rc = out_close(&o);
	setitimer(ITIMER_REAL, &off, NULL);
	close(alarms[1]);
	waitpid(pid, &status, 0);
	ok(rc == 0 && exits(status, 0), "signals do not end a write");
	close(alarms[0]);
}

/* A slow pipe: short writes, and EAGAIN if it is non-blocking. */
static void
test_slow_pipe(const char *title, int flags)
{
	enum { TOTAL = 3000000 };
	static char data[TOTAL];
	int fds[2], status = -1, rc;
	struct out o;
	pid_t pid;

	for (int i = 0; i < TOTAL; i++)
		data[i] = (char)(i * 7 + i / 1000);
	if (pipe(fds) == -1)
		exit(1);
	fcntl(fds[1], F_SETFL, flags);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		char buf[1000];
		int at = 0;
		ssize_t n;

		close(fds[1]);
		while ((n = read(fds[0], buf, sizeof buf)) > 0) {
			if (memcmp(buf, data + at, (size_t)n) != 0)
				_exit(1);
			at += (int)n;
		}
		_exit(at == TOTAL ? 0 : 2);
	}
	close(fds[0]);
	out_open(&o, fds[1], 10000);
	for (int i = 0; i < TOTAL / 2; i += 1000)
		out_write(&o, data + i, 1000);
	out_write(&o, data + TOTAL / 2, TOTAL / 2);
	rc = out_close(&o);
	waitpid(pid, &status, 0);
	ok(rc == 0 && exits(status, 0), "a slow, %s pipe gets every byte",
	    title);
}

static void
close_stdout(void)
{
	close(STDOUT_FILENO);
}

static void
fill_stdout(void)
{
	dup2(open("/dev/full", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
}

static void
break_stdout(void)
{
	int fds[2];

	if (pipe(fds) == -1)
		_exit(9);
	close(fds[0]);
	dup2(fds[1], STDOUT_FILENO);
}

static void
guard_stdout(void)
{
	close(STDOUT_FILENO);
	io_guard_std();
}

static int
close_out(const char *text)
{
	struct out o;

	out_open(&o, STDOUT_FILENO, 0);
	out_write(&o, text, strlen(text));
	errno = 0;
	return out_close(&o) == 0 ? 0 : errno;
}

static int
out_nothing(void)
{
	return close_out("");
}

static int
out_something(void)
{
	return close_out("something");
}

static int
print_nothing(void)
{
	errno = 0;
	return io_close_stdout() == 0 ? 0 : errno;
}

static int
print_something(void)
{
	printf("something");
	return print_nothing();
}

/* The disk was full and is no more: what is lost stays lost. */
static int
print_early(void)
{
	printf("something");
	if (fflush(stdout) == 0)
		return 0;
	dup2(open("out", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
	return io_close_stdout() == 0 ? 0 : 1;
}

static void
test_stdout(void)
{
	static const struct {
		const char *title;
		int (*fn)(void);
		void (*prepare)(void);
		int want;
	} rows[] = {
	    {"out: closed, nothing to say", out_nothing, close_stdout, 0},
	    {"out: closed", out_something, close_stdout, EBADF},
	    {"out: guarded, nothing to say", out_nothing, guard_stdout, 0},
	    {"out: guarded", out_something, guard_stdout, EBADF},
	    {"out: full", out_something, fill_stdout, ENOSPC},
	    {"stdio: closed, nothing to say", print_nothing, close_stdout, 0},
	    {"stdio: closed", print_something, close_stdout, EBADF},
	    {"stdio: guarded", print_something, guard_stdout, EBADF},
	    {"stdio: full", print_something, fill_stdout, ENOSPC},
	    {"stdio: full some time ago", print_early, fill_stdout, 1},
	};
	int status;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ok(exits(run(rows[i].fn, rows[i].prepare), rows[i].want),
		    "stdout, %s", rows[i].title);
	status = run(out_something, break_stdout);
	ok(WIFSIGNALED(status) && WTERMSIG(status) == SIGPIPE,
	    "a reader that left ends the writer quietly");
}

/* 0 if with all three closed no file gets their numbers. */
static int
open_guarded(void)
{
	int fd;
	char c;

	for (int i = 0; i <= 2; i++)
		close(i);
	io_guard_std();
	fd = open("out", O_RDWR | O_CLOEXEC);
	if (fd <= 2)
		return 1;
	if (read(0, &c, 1) != -1 || errno != EBADF)
		return 2;
	if (write(1, "x", 1) != -1 || errno != EBADF)
		return 3;
	return write(2, "x", 1) != -1 || errno != EBADF ? 4 : 0;
}

static void
test_dirs(void)
{
	char cwd[256];

	ok(io_make_dirs("a/b//c/") == 0 && access("a/b/c", F_OK) == 0,
	    "a directory and its parents");
	ok(io_make_dirs("a/b/c") == 0, "one that is there");
	ok(getcwd(cwd, sizeof cwd) && strlen(cwd) < 200, "where we are");
	strcat(cwd, "/x/y");
	ok(io_make_dirs(cwd) == 0 && access("x/y", F_OK) == 0,
	    "by an absolute path");
	put_file("file", "");
	errno = 0;
	ok(io_make_dirs("file") == -1 && errno == ENOTDIR, "over a file");
	errno = 0;
	ok(io_make_dirs("file/b") == -1 && errno == ENOTDIR, "under a file");
	errno = 0;
	ok(io_make_dirs("") == -1 && errno == ENOENT, "no name at all");
	errno = 0;
	ok(io_make_dirs("/proc/no/such") == -1 && errno != 0,
	    "where nothing can be made");
}

/* Writes text as path; 0 or errno. */
static int
replace(const char *path, const char *text)
{
	struct newfile *f = newfile_open(path);

	if (!f)
		return errno;
	fputs(text, newfile_stream(f));
	return newfile_commit(f) == 0 ? 0 : errno;
}

static void
test_newfile(void)
{
	struct newfile *f;
	struct stat st;

	if (mkdir("new", 0777) == -1 || chdir("new") == -1)
		exit(1);
	f = newfile_open("f");
	fprintf(newfile_stream(f), "one");
	fflush(newfile_stream(f));
	ok(access("f", F_OK) == -1 && entries(".") == 1,
	    "not there before the commit");
	ok(newfile_commit(f) == 0 && strcmp(contents("f"), "one") == 0 &&
		entries(".") == 1,
	    "all there after it, and nothing else");
	ok(stat("f", &st) == 0 && (st.st_mode & 0777) == 0640,
	    "the umask makes its mode");
	f = newfile_open("f");
	fprintf(newfile_stream(f), "two");
	newfile_abort(f);
	newfile_abort(NULL);
	ok(strcmp(contents("f"), "one") == 0 && entries(".") == 1,
	    "an abort leaves the old file and nothing else");
	chmod("f", 0604);
	ok(replace("f", "three") == 0 && stat("f", &st) == 0 &&
		(st.st_mode & 0777) == 0604 &&
		strcmp(contents("f"), "three") == 0,
	    "a replaced file's mode stays");
	ok(symlink("f", "link") == 0 && replace("link", "four") == 0 &&
		lstat("link", &st) == 0 && S_ISLNK(st.st_mode) &&
		strcmp(contents("f"), "four") == 0,
	    "a symbolic link is followed");
	ok(mkdir("sub", 0777) == 0 && replace("sub/g", "five") == 0 &&
		strcmp(contents("sub/g"), "five") == 0 && entries("sub") == 1,
	    "in another directory");
	if (chdir("..") == -1)
		exit(1);
}

/*
 * What is no regular file, by the example of a named pipe in our own
 * directory: were the code wrong, it would replace a device of the machine.
 */
static void
test_newfile_special(void)
{
	char buf[16] = "";
	struct stat st;
	int fd;

	if (mkfifo("fifo", 0666) == -1)
		exit(1);
	fd = open("fifo", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	ok(replace("fifo", "six") == 0 && read(fd, buf, sizeof buf) == 3 &&
		strcmp(buf, "six") == 0,
	    "a pipe is written to");
	ok(lstat("fifo", &st) == 0 && S_ISFIFO(st.st_mode), "and not replaced");
	close(fd);
}

static void
test_newfile_errors(void)
{
	char name[300];
	struct newfile *f;

	errno = 0;
	ok(!newfile_open("sub-missing/f") && errno == ENOENT,
	    "no directory: refused when opened");
	ok(replace("new/sub", "x") == EISDIR, "a directory is not replaced");
	ok(replace("", "x") == ENOENT, "nor is nothing");
	f = newfile_open("new/f");
	fprintf(newfile_stream(f), "lost");
	rename("new/f", "new/gone");
	mkdir("new/f", 0777);
	errno = 0;
	ok(newfile_commit(f) == -1 && errno != 0 && entries("new") == 4,
	    "a commit that fails leaves no temporary");
	memset(name, 'n', sizeof name);
	name[255] = '\0';
	ok(replace(name, "long") == 0 && strcmp(contents(name), "long") == 0,
	    "the longest name");
	name[255] = 'n';
	name[256] = '\0';
	ok(replace(name, "long") == ENAMETOOLONG, "one that is longer");
}

/* 0 if what did not fit on the disk, then, is no file at all. */
static int
replace_too_large(void)
{
	struct rlimit limit, low;
	struct newfile *f = newfile_open("new/large");

	if (!f || getrlimit(RLIMIT_FSIZE, &limit) == -1)
		return 1;
	low = limit;
	low.rlim_cur = 5;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &low);
	fputs("something", newfile_stream(f));
	if (fflush(newfile_stream(f)) == 0)
		return 2;
	setrlimit(RLIMIT_FSIZE, &limit);
	if (newfile_commit(f) == 0)
		return 3;
	return access("new/large", F_OK) == -1 && entries("new") == 4 ? 0 : 4;
}

int
main(void)
{
	char clean[64];

	umask(027);
	if (!mkdtemp(dir) || chdir(dir) != 0)
		tap_skip("no directory in /tmp");
	test_out();
	test_errors();
	test_interrupted();
	test_slow_pipe("blocking", 0);
	test_slow_pipe("non-blocking", O_NONBLOCK);
	test_stdout();
	ok(exits(run(open_guarded, NULL), 0),
	    "no file gets the number of a closed standard stream");
	test_dirs();
	test_newfile();
	test_newfile_special();
	test_newfile_errors();
	ok(exits(run(replace_too_large, NULL), 0),
	    "a write that failed some time ago fails the commit");
	snprintf(clean, sizeof clean, "rm -rf %s", dir);
	if (chdir("/") != 0 || system(clean) != 0)
		return 1;
	return tap_done();
}
