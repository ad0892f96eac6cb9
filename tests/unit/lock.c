/* SPDX-License-Identifier: MIT */
#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tap.h"

static char dir[] = "/tmp/lock-test.XXXXXX";
static int alarms[2]; /* a pipe: a byte an alarm */

/* Its exit status. */
static int
wait_status(pid_t pid)
{
	int status = -1;

	while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_exclusion(void)
{
	int a, b, c;

	a = lock_open("some/where/x.lock");
	ok(a >= 0, "a lock file is created with its directory");
	ok(fcntl(a, F_GETFD) & FD_CLOEXEC, "programs do not inherit it");
	b = lock_open("some/where/x.lock");
	ok(lock_take(a, false) == 0, "it is taken");
	ok(lock_take(b, false) == 1, "once");
	lock_release(a);
	ok(lock_take(b, false) == 0, "and taken again when released");
	lock_close(b);
	ok(lock_take(a, false) == 0, "or closed");
	lock_close(a);
	ok(access("some/where/x.lock", F_OK) == 0, "the file stays");

	c = lock_open("x.lock");
	ok(c >= 0, "a path without a directory");
	lock_close(c);
	errno = 0;
	ok(lock_open("missing-dir/../\xff/") == -1 && errno != 0,
	    "what cannot be opened says why");
	errno = 0;
	ok(lock_take(-1, true) == -1 && errno == EBADF,
	    "what cannot be taken, too");
	if (geteuid() != 0) {
		chmod("x.lock", 0444);
		c = lock_open("x.lock");
		ok(c >= 0 && lock_take(c, false) == 0,
		    "a file that cannot be written can be locked");
		lock_close(c);
	}
}

static void
on_alarm(int sig)
{
	int saved = errno;

	(void)sig;
	if (write(alarms[1], "", 1) == -1)
		_exit(9);
	errno = saved;
}

/* The child lets go when the parent's wait has been interrupted thrice. */
static void
test_interrupted(void)
{
	struct sigaction sa = {.sa_handler = on_alarm}; /* no SA_RESTART */
	struct itimerval tick = {{0, 2000}, {0, 2000}}, off = {0};
	int fd, held[2], rc;
	char bytes[3];
	pid_t pid;

	if (pipe(alarms) == -1 || pipe(held) == -1)
		exit(1);
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		close(alarms[1]);
		fd = lock_open("eintr.lock");
		if (lock_take(fd, true) != 0 || write(held[1], "", 1) != 1)
			_exit(1);
		for (int i = 0; i < 3; i++)
			if (read(alarms[0], bytes, 1) != 1)
				_exit(2);
		_exit(0);
	}
	fd = lock_open("eintr.lock");
	if (read(held[0], bytes, 1) != 1)
		exit(1);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &tick, NULL);
	rc = lock_take(fd, true);
	setitimer(ITIMER_REAL, &off, NULL);
	close(alarms[1]);
	ok(rc == 0, "waiting survives signals, and the holder's death ends it");
	ok(wait_status(pid) == 0, "the holder ended well");
	lock_close(fd);
}

/* In a child, so that each has its own environment and lock_dir(). */
static bool
dir_is(const char *run, const char *state, const char *home, const char *want)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		const char *got;

		clearenv();
		if (run)
			setenv("TICKPIPE_RUN", run, 1);
		if (state)
			setenv("XDG_STATE_HOME", state, 1);
		if (home)
			setenv("HOME", home, 1);
		got = lock_dir();
		_exit(!(got && strcmp(got, want) == 0 && lock_dir() == got));
	}
	return wait_status(pid) == 0;
}

static void
test_dir(void)
{
	ok(dir_is("/r", "/s", "/h", "/r"), "TICKPIPE_RUN comes first");
	ok(dir_is(NULL, "/s", "/h", "/s/tickpipe"), "then XDG_STATE_HOME");
	ok(dir_is("", "", "/h", "/h/.local/state/tickpipe"),
	    "empty is as unset");
	ok(dir_is(NULL, "relative", "/h", "/h/.local/state/tickpipe"),
	    "a relative XDG_STATE_HOME is ignored, as its rules say");
}

/* Whether a job's lock file has this name. */
static bool
job_file(const char *const parts[], int n, const char *name)
{
	char path[600];
	int fd = lock_job(parts, n);
	struct stat a, b;
	bool same;

	snprintf(path, sizeof path, "%s/run/%s", dir, name);
	same = fd >= 0 && fstat(fd, &a) == 0 && stat(path, &b) == 0 &&
	       a.st_ino == b.st_ino;
	if (fd >= 0)
		lock_close(fd);
	return same;
}

static void
test_names(void)
{
	static const struct {
		const char *title, *parts[3], *name;
	} rows[] = {
	    {"parts are joined", {"backfill", "BTCUSDT", "a.b_c-d"},
		"backfill,BTCUSDT,a.b_c-d.lock"},
	    {"a path is encoded", {"store", "/var/x y.db", "%"},
		"store,%2Fvar%2Fx%20y.db,%25.lock"},
	    {"a comma is no joint", {"a,b", "", "c"}, "a%2Cb,,c.lock"},
	    {"any byte may stand", {"\n\x01\xff", "..", "~"},
		"%0A%01%FF,..,%7E.lock"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ok(job_file(rows[i].parts, 3, rows[i].name), "%s: %s",
		    rows[i].title, rows[i].name);
}

static void
test_long_names(void)
{
	char a[4000], b[4000];
	const char *pa[] = {"store", a}, *pb[] = {"store", b};
	int bad = 0, fa, fb;

	for (int n = 150; n < 260; n++) {
		memset(a, 'p', sizeof a);
		a[n] = '\0';
		strcpy(b, a);
		b[n - 1] = 'q';
		fa = lock_job(pa, 2);
		fb = lock_job(pb, 2);
		if (fa < 0 || fb < 0)
			bad++;
		lock_close(fa);
		lock_close(fb);
	}
	ok(bad == 0, "long names that differ at the end are two locks");
	memset(a, '/', sizeof a - 1);
	a[sizeof a - 1] = '\0';
	fa = lock_job(pa, 2);
	errno = 0;
	ok(fa >= 0 && lock_job(pa, 2) == -1 && errno == EWOULDBLOCK,
	    "a path of any length makes one name");
	lock_close(fa);
}

static void
test_job(void)
{
	const char *job[] = {"backfill", "/x.db", "binance-um", "BTCUSDT"};
	const char *other[] = {"backfill", "/x.db", "binance-um", "ETHUSDT"};
	int fd = lock_job(job, 4), two;

	ok(fd >= 0, "a job runs");
	errno = 0;
	ok(lock_job(job, 4) == -1 && errno == EWOULDBLOCK, "not twice");
	two = lock_job(other, 4);
	ok(two >= 0, "beside another");
	lock_close(two);
	lock_close(fd);
	fd = lock_job(job, 4);
	ok(fd >= 0, "and again when it is done");
	lock_close(fd);
}

int
main(void)
{
	char run[64], clean[64];

	if (!mkdtemp(dir) || chdir(dir) != 0)
		tap_skip("no directory in /tmp");
	test_dir();
	snprintf(run, sizeof run, "%s/run", dir);
	setenv("TICKPIPE_RUN", run, 1);
	test_exclusion();
	test_interrupted();
	test_names();
	test_long_names();
	test_job();
	snprintf(clean, sizeof clean, "rm -rf %s", dir);
	if (chdir("/") != 0 || system(clean) != 0)
		return 1;
	return tap_done();
}
