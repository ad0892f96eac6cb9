/* SPDX-License-Identifier: MIT */
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "tap.h"

static int packets; /* stderr is a pipe that keeps writes apart */

/* The next write to stderr, as text; "" if there was none. */
static const char *
next_write(void)
{
	static char buf[8192];
	ssize_t n = read(packets, buf, sizeof buf - 1);

	buf[n > 0 ? n : 0] = '\0';
	return buf;
}

static void
redirect(void)
{
	int fds[2];

	if (pipe2(fds, O_DIRECT | O_NONBLOCK) == -1 || dup2(fds[1], 2) == -1)
		tap_skip("no packet pipe");
	close(fds[1]);
	packets = fds[0];
}

static void
test_text(void)
{
	static const struct {
		const char *title;
		void (*log)(const char *fmt, ...);
		const char *text, *want;
	} rows[] = {
	    {"an error has its label", log_error, "cannot open 'x'",
		"tool: error: cannot open 'x'\n"},
	    {"a warning has its label", log_warn, "w", "tool: warning: w\n"},
	    {"a hint has none", log_hint, "Try 'x'.", "tool: Try 'x'.\n"},
	    {"info is not shown by default", log_info, "i", ""},
	    {"nor is debug", log_debug, "d", ""},
	    {"controls are masked", log_error, "a\nb\x1b[2J\x7f\t",
		"tool: error: a?b?[2J??\n"},
	    {"UTF-8 passes", log_error,
		"\xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x8d",
		"tool: error: \xc3\xa9 \xe2\x82\xac \xf0\x9f\x90\x8d\n"},
	    {"C1 controls are masked", log_error,
		"\xc2\x9b"
		"2J\xc2\xa0",
		"tool: error: ??2J\xc2\xa0\n"},
	    {"bytes that are not UTF-8 are masked", log_error,
		"\x9b \xff \xc0\xaf \xed\xa0\x80 \xf4\x90\x80\x80 \xe2\x82",
		"tool: error: ? ? ?? ??? ???? ??\n"},
	    {"overlong forms are masked", log_error,
		"\xe0\x80\xaf \xf0\x80\x80\xaf", "tool: error: ??? ????\n"},
	    {"percent signs in arguments are text", log_error, "100%s%n",
		"tool: error: 100%s%n\n"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		rows[i].log("%s", rows[i].text);
		ok(strcmp(next_write(), rows[i].want) == 0, "%s",
		    rows[i].title);
	}
}

static void
test_long(void)
{
	static char path[40000], two[2 * sizeof path + 64];
	const char *got;
	size_t len;

	memset(path, 'p', sizeof path - 1);
	log_error("cannot open '%s': No such file", path);
	got = next_write();
	len = strlen(got);
	ok(len == strlen("tool: error: \n") + 1000,
	    "a long message is cut to 1000 bytes");
	ok(strstr(got, "cannot open 'pppp") && strstr(got, "ppp...ppp") &&
		strcmp(got + len - 16, "': No such file\n") == 0,
	    "in the middle, not at its end");
	ok(strcmp(next_write(), "") == 0, "one message is one write");

	/* Three-byte characters, at every distance from the cuts. */
	for (int shift = 0; shift < 3; shift++) {
		int bad = 0;

		for (int i = shift; i + 3 < (int)sizeof path; i += 3)
			memcpy(path + i, "\xe2\x82\xac", 4);
		log_error("%s%.*s", path, shift, "pp");
		got = next_write() + strlen("tool: error: ");
		for (const char *p = got + shift; *p != '\n';) {
			size_t n = *p == '.' || *p == 'p' ? 1 : 3;

			if (n == 3 && memcmp(p, "\xe2\x82\xac", 3) != 0)
				bad++;
			p += n;
		}
		ok(bad == 0 && strlen(got) <= 1001 && strlen(got) > 990,
		    "no character is cut in two, shift %d", shift);
	}

	memset(path, 'p', sizeof path - 1);
	memcpy(path, "first", 5);
	snprintf(
	    two, sizeof two, "cannot rename '%s' to '%s': why", path, path);
	log_error("%s", two);
	got = next_write();
	ok(strstr(got, "'first") && strstr(got, "': why\n"),
	    "two very long paths keep start and cause");
}

static void
test_json(void)
{
	const char *head = "{\"time\":\"", *got;
	const char *tail = "\",\"tool\":\"tool\",\"level\":\"warning\","
			   "\"message\":\"a\\\"b\\\\c?d?\"}\n";
	int64_t ms = 0;
	char when[64] = "";

	log_json(true);
	clock_set(1000);
	log_warn("%s", "a\"b\\c\nd\xff");
	got = next_write();
	ok(strncmp(got, head, strlen(head)) == 0 && strstr(got, tail),
	    "json: one object, escaped, masked");
	sscanf(got + strlen(head), "%63[^\"]", when);
	ok(clock_parse(when, 0, &ms) == 0 && ms > 1600000000000,
	    "json: the machine's time, whatever --now says: %s", when);
	log_hint("h");
	ok(strstr(next_write(), "\"level\":\"info\",\"message\":\"h\"}"),
	    "json: a hint is info");
	log_error("e");
	ok(strstr(next_write(), "\"level\":\"error\""), "json: error");
	log_json(false);
	clock_set(-1);
}

static void
test_levels(void)
{
	log_more();
	log_info("i");
	ok(strcmp(next_write(), "tool: i\n") == 0, "-v shows info, unlabelled");
	log_debug("d");
	ok(strcmp(next_write(), "") == 0, "-v does not show debug");
	log_more();
	log_debug("d");
	ok(strcmp(next_write(), "tool: debug: d\n") == 0, "-vv does");
	log_more();
	log_quiet();
	log_warn("w");
	log_hint("h");
	ok(strcmp(next_write(), "") == 0, "-q hides warnings and hints");
	log_error("e");
	ok(strcmp(next_write(), "tool: error: e\n") == 0, "but no errors");
}

static void
test_names(void)
{
	static const struct {
		const char *argv0, *want;
	} rows[] = {
	    {"/usr/bin/tp-score", "tp-score"},
	    {"score", "score"},
	    {"./a/b", "b"},
	};

	ok(strcmp(log_prog(), "?") == 0, "a name before log_init");
	log_init(NULL);
	log_init("");
	ok(strcmp(log_prog(), "?") == 0, "no argv[0] does no harm");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		log_init(rows[i].argv0);
		ok(strcmp(log_prog(), rows[i].want) == 0, "called as %s",
		    rows[i].argv0);
	}
}

static void
test_die(void)
{
	int status = 0;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		die(EXIT_PARTIAL, "over: %d", 7);
	waitpid(pid, &status, 0);
	ok(WIFEXITED(status) && WEXITSTATUS(status) == 3,
	    "die ends with the status");
	ok(strcmp(next_write(), "tool: error: over: 7\n") == 0, "and says why");
}

int
main(void)
{
	test_names();
	log_init("/some/where/tool");
	redirect();
	test_text();
	test_long();
	test_json();
	errno = ENOSPC;
	log_error("x");
	ok(errno == ENOSPC, "errno survives a message");
	close(packets);
	packets = open("/dev/null", O_RDONLY | O_CLOEXEC);
	signal(SIGPIPE, SIG_IGN);
	errno = ENOSPC;
	log_error("nobody reads this");
	ok(errno == ENOSPC, "and one that cannot be written");
	redirect();
	test_die();
	test_levels();
	return tap_done();
}
