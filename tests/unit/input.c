/* SPDX-License-Identifier: MIT */
/* input: what it does when there is nothing to read. */
#include "base/input.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>
#include <zlib.h>

#include "tap.h"

static int pipe_in; /* end of stdin that is written to */
static volatile sig_atomic_t stop;

/* stdin becomes a new pipe. */
static void
new_stdin(void)
{
	int fd[2];

	if (pipe(fd) != 0 || dup2(fd[0], 0) != 0)
		exit(1);
	close(fd[0]);
	pipe_in = fd[1];
}

/* What idle() does, one piece a call; then it closes the pipe. */
struct script {
	const char *pieces[8];
	size_t len[8]; /* 0: strlen() */
	int next, calls;
	bool stops; /* instead of closing */
};

static void
idle(void *arg)
{
	struct script *s = arg;
	const char *piece = s->pieces[s->next];

	s->calls++;
	if (piece) {
		size_t len = s->len[s->next] ? s->len[s->next] : strlen(piece);

		s->next++;
		if (write(pipe_in, piece, len) != (ssize_t)len)
			exit(1);
	} else if (s->stops) {
		stop = 1;
	} else if (pipe_in >= 0) {
		close(pipe_in);
		pipe_in = -1;
	}
}

/* What comes: each line with its number, + one too long, E end, F failure. */
static const char *
read_all(const struct input_opts *opts)
{
	static char got[256];
	char why[256], *p = got;
	struct input *in = input_open("-", opts, why, sizeof why);
	enum input_status st;
	struct line line;

	while ((st = input_next(in, &line)) == INPUT_LINE || st == INPUT_LONG)
		p += sprintf(p, "%lu%.*s ", input_lineno(in),
		    st == INPUT_LONG ? 1 : (int)(line.end - line.text),
		    st == INPUT_LONG ? "+" : line.text);
	strcpy(p, st == INPUT_END ? "E" : "F");
	input_close(in);
	return got;
}

static void
check_idle(void)
{
	struct script s = {.pieces = {"a\n", "b", "c\n", "d\n", "e"}};
	struct input_opts opts = {.line_max = 100, .idle = idle, .arg = &s};
	const char *got;

	new_stdin();
	got = read_all(&opts);
	ok(strcmp(got, "1a 2bc 3d 4e E") == 0,
	    "there is a call before each read that would block: %s", got);
}

static void
check_long(void)
{
	static const struct {
		const char *pieces[5], *want;
	} cases[] = {
	    {{"abcd\n", "abcde\n", "a\n"}, "1abcd 2+ 3a E"},
	    {{"abcdefg", "hijk", "lmnop", "q\nr\n"}, "1+ 2r E"},
	    {{"a\nabcd"}, "1a 2abcd E"},
	    {{"a\nabcde"}, "1a 2+ E"},
	    {{"abcdefg", "hijk", "l"}, "1+ E"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct script s = {.next = 0};
		struct input_opts opts = {
		    .block = 4, .line_max = 4, .idle = idle, .arg = &s};
		const char *got;

		memcpy(s.pieces, cases[i].pieces, sizeof cases[i].pieces);
		new_stdin();
		got = read_all(&opts);
		ok(strcmp(got, cases[i].want) == 0, "long lines: %s", got);
	}
}

static void
on_alarm(int sig)
{
	(void)sig;
	if (write(pipe_in, "a\n", 2) < 0)
		_exit(1);
	close(pipe_in);
}

static void
check_nonblocking(void)
{
	struct script s = {.next = 7, .stops = true};
	struct input_opts opts = {.line_max = 100, .idle = idle, .arg = &s};
	struct itimerval soon = {.it_value = {.tv_usec = 20000}};
	struct sigaction sa = {.sa_handler = on_alarm};
	const char *got;

	new_stdin();
	fcntl(0, F_SETFL, O_NONBLOCK);
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	got = read_all(&opts);
	ok(strcmp(got, "1a E") == 0 && s.calls <= 2,
	    "a non-blocking stdin is waited for, in %d calls: %s", s.calls,
	    got);
	signal(SIGALRM, SIG_DFL);
}

static void
check_stop(void)
{
	unsigned char packed[256];
	z_stream z = {.next_in = (unsigned char *)"a\nb\nc",
	    .avail_in = 5,
	    .next_out = packed,
	    .avail_out = sizeof packed};
	struct script plain = {.pieces = {"a\n", "b\n"}, .stops = true};
	struct script gz = {.pieces = {(char *)packed}, .stops = true};
	struct input_opts opts = {.line_max = 100, .idle = idle, .stop = &stop};

	opts.arg = &plain;
	stop = 0;
	new_stdin();
	ok(strcmp(read_all(&opts), "1a 2b E") == 0, "a stop is an end");

	deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
	deflate(&z, Z_SYNC_FLUSH);
	gz.len[0] = 1;
	gz.pieces[1] = (char *)packed + 1;
	gz.len[1] = z.total_out - 1;
	deflateEnd(&z);
	opts.arg = &gz;
	stop = 0;
	new_stdin();
	ok(strcmp(read_all(&opts), "1a 2b 3c E") == 0,
	    "a stop is an end in the middle of a .gz, too");
	stop = 0;
}

static void
check_many(void)
{
	struct rlimit old, few;
	struct input_opts opts = {.block = 64, .line_max = 100};
	struct input *in[40];
	char why[256] = "";
	int n = 0;

	getrlimit(RLIMIT_NOFILE, &old);
	few = (struct rlimit){.rlim_cur = 20, .rlim_max = old.rlim_max};
	setrlimit(RLIMIT_NOFILE, &few);
	while (
	    n < 40 && (in[n] = input_open("/dev/null", &opts, why, sizeof why)))
		n++;
	ok(n == 40, "more files than the soft limit lets open: %s", why);
	while (n > 0)
		input_close(in[--n]);
	setrlimit(RLIMIT_NOFILE, &old);
}

int
main(void)
{
	alarm(20); /* what waits for ever fails */
	check_idle();
	check_long();
	check_stop();
	check_many();
	check_nonblocking();
	return tap_done();
}
