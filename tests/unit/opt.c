/* SPDX-License-Identifier: MIT */
#include "base/opt.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "tap.h"

enum { OPT_STRICT = 256, OPT_SINCE, OPT_LIMIT, OPT_ANY, OPT_WAIT, OPT_SHARE };

static const struct opt opts[] = {
    {'o', "only", NULL, "leave the input out"},
    {'p', "period", "N", "average over N bars (default 20)"},
    {OPT_ANY, "any", "X", "any number"},
    {OPT_LIMIT, "limit", "N", "at most N"},
    {OPT_SHARE, "share", "X", "a share"},
    {OPT_SINCE, "since", "TIME",
	"leave out what is older, of which there may be much more than there "
	"is room for in a line"},
    {OPT_STRICT, "strict", NULL, "stop at the first bad line"},
    {OPT_WAIT, "a-rather-long-name-of-an-option", "DURATION", "wait"},
    {0},
};
static const struct opt_spec spec = {
    .synopsis = "[-o] [file ...]",
    .summary = "Do something.",
    .opts = opts,
    .more = "More text.",
};

static const char help_text[] =
    "Usage: tool [-o] [file ...]\n"
    "Do something.\n"
    "\n"
    "  -o, --only               leave the input out\n"
    "  -p, --period=N           average over N bars (default 20)\n"
    "      --any=X              any number\n"
    "      --limit=N            at most N\n"
    "      --share=X            a share\n"
    "      --since=TIME         leave out what is older, of which there may "
    "be much\n"
    "                           more than there is room for in a line\n"
    "      --strict             stop at the first bad line\n"
    "      --a-rather-long-name-of-an-option=DURATION\n"
    "                           wait\n"
    "  -h, --help               print this help and exit\n"
    "      --log-format=FORMAT  messages as text (the default) or json\n"
    "  -q, --quiet              print errors only\n"
    "  -v, --verbose            print more; may be repeated\n"
    "  -V, --version            print the version and exit\n"
    "\n"
    "More text.\n";

#define TRY "tool: Try 'tool --help'.\n"
#define WHOLE "bad value 'x' for --"

static const struct {
	const char *title;
	const char *argv[8];
	int status;
	const char *out, *err;
} rows[] = {
    {"no options", {"a", "b"}, 0, "a b ", ""},
    {"short and long ones", {"-o", "--period", "7", "--strict", "a"}, 0,
	"only period=7 strict a ", ""},
    {"arguments attached", {"-p7", "--period=8", "-op9"}, 0,
	"period=7 period=8 only period=9 ", ""},
    {"options behind operands", {"a", "--strict", "b", "-p", "7", "c"}, 0,
	"strict period=7 a b c ", ""},
    {"-- ends them", {"a", "--", "-p", "--strict"}, 0, "a -p --strict ", ""},
    {"- is an operand", {"-", "-o"}, 0, "only - ", ""},
    {"an argument may look like an option", {"--any", "-5"}, 0, "any=-5 ", ""},
    {"--help", {"--help"}, 0, help_text, ""},
    {"-h", {"-h", "--bogus"}, 0, help_text, ""},
    {"--version", {"--version"}, 0, "tool " VERSION "\n", ""},
    {"-V", {"-qV"}, 0, "tool " VERSION "\n", ""},
    {"quiet and verbose are seen to", {"-v", "say"}, 0, "say ", "tool: info\n"},
    {"quiet is quiet", {"-q", "say"}, 0, "say ", ""},
    {"json", {"--log-format=json", "-v", "say"}, 0, "say ",
	"\",\"tool\":\"tool\",\"level\":\"info\",\"message\":\"info\"}\n"},
    {"text again", {"--log-format=json", "--log-format", "text", "-v", "say"},
	0, "say ", "tool: info\n"},
    /* refused */
    {"unknown long", {"--bogus"}, 2, "",
	"tool: error: unknown option '--bogus'\n" TRY},
    {"unknown long with a value", {"a", "--bogus=5"}, 2, "",
	"tool: error: unknown option '--bogus'\n" TRY},
    {"unknown short", {"-ox"}, 2, "", "tool: error: unknown option '-x'\n" TRY},
    {"a byte that is no letter", {"-\xff"}, 2, "",
	"tool: error: unknown option '-?'\n" TRY},
    {"colon", {"-:"}, 2, "", "tool: error: unknown option '-:'\n" TRY},
    {"nothing before =", {"--=5"}, 2, "",
	"tool: error: unknown option '--'\n" TRY},
    {"no argument, long", {"--period"}, 2, "",
	"tool: error: option '--period' needs an argument\n" TRY},
    {"no argument, long, last of several", {"a", "--strict", "--since"}, 2, "",
	"tool: error: option '--since' needs an argument\n" TRY},
    {"no argument, short", {"-p"}, 2, "",
	"tool: error: option '-p' needs an argument\n" TRY},
    {"an argument too many", {"--strict=yes"}, 2, "",
	"tool: error: option '--strict' takes no argument\n" TRY},
    {"one too many for a common option", {"--quiet=3"}, 2, "",
	"tool: error: option '--quiet' takes no argument\n" TRY},
    {"an abbreviation", {"--str"}, 2, "",
	"tool: error: option '--str' must be written in full: "
	"'--strict'\n" TRY},
    {"one with its argument", {"--sinc", "now"}, 2, "",
	"tool: error: option '--sinc' must be written in full: "
	"'--since'\n" TRY},
    {"one with = and its argument", {"b", "--sinc=now", "a"}, 2, "",
	"tool: error: option '--sinc' must be written in full: "
	"'--since'\n" TRY},
    {"one whose argument is missing", {"--sinc"}, 2, "",
	"tool: error: option '--sinc' must be written in full: "
	"'--since'\n" TRY},
    {"one that is ambiguous", {"--ver"}, 2, "",
	"tool: error: unknown option '--ver'\n" TRY},
    {"one of a common option", {"--hel"}, 2, "",
	"tool: error: option '--hel' must be written in full: '--help'\n" TRY},
    {"the hint is not for -q", {"-q", "--bogus"}, 2, "",
	"tool: error: unknown option '--bogus'\n"},
    {"a log format that is none", {"--log-format", "xml"}, 2, "",
	"tool: error: bad value 'xml' for --log-format: text or json is "
	"expected\n" TRY},
    /* values */
    {"no whole number", {"-p", "x"}, 2, "",
	"tool: error: " WHOLE "period: a whole number from 1 to 100 is "
	"expected\n" TRY},
    {"half a number", {"-p", "7x"}, 2, "", "bad value '7x' for --period"},
    {"no number at all", {"-p", ""}, 2, "", "bad value '' for --period"},
    {"a number too small", {"-p", "0"}, 2, "", "bad value '0' for --period"},
    {"a number too large", {"-p", "101"}, 2, "", "from 1 to 100 is expected"},
    {"the bounds are included", {"-p1", "-p100"}, 0, "period=1 period=100 ",
	""},
    {"no upper bound", {"--limit", "9223372036854775807"}, 0,
	"limit=9223372036854775807 ", ""},
    {"beyond 64 bits", {"--limit", "9223372036854775808"}, 2, "",
	"tool: error: bad value '9223372036854775808' for --limit: a whole "
	"number, 0 or more, is expected\n" TRY},
    {"a real number", {"--share", "0.25"}, 0, "share=0.25 ", ""},
    {"without its 0", {"--share", ".25", "--any=-.5"}, 0,
	"share=0.25 any=-0.5 ", ""},
    {"a point alone", {"--share", "."}, 2, "", "bad value '.' for --share"},
    {"not a real number", {"--share", "x"}, 2, "",
	"tool: error: " WHOLE "share: a number from 0 to 0.5 is "
	"expected\n" TRY},
    {"out of its range", {"--share", "0.51"}, 2, "", "from 0 to 0.5"},
    {"nan", {"--any", "nan"}, 2, "", "--any: a number is expected\n" TRY},
    {"a time", {"--since", "1d"}, 0, "since=86400000 ", ""},
    {"no time", {"--since", "yesterday"}, 2, "",
	"tool: error: bad value 'yesterday' for --since: a time such as"},
    {"a duration", {"--a-rather-long-name-of-an-option=5m"}, 0, "wait=300000 ",
	""},
    {"no duration", {"--a-rather-long-name-of-an-option", "5M"}, 2, "",
	"a duration such as 500ms, 30s, 5m, 1h, 1d or 2w is expected\n" TRY},
};

static void
show(int ch)
{
	switch (ch) {
	case 'o':
		printf("only ");
		break;
	case 'p':
		printf("period=%d ", (int)opt_int("period", optarg, 1, 100));
		break;
	case OPT_ANY:
		printf("any=%g ", opt_num("any", optarg, -INFINITY, INFINITY));
		break;
	case OPT_LIMIT:
		printf("limit=%lld ",
		    (long long)opt_int("limit", optarg, 0, INT64_MAX));
		break;
	case OPT_SHARE:
		printf("share=%g ", opt_num("share", optarg, 0, 0.5));
		break;
	case OPT_SINCE:
		printf("since=%lld ", (long long)opt_time("since", optarg));
		break;
	case OPT_STRICT:
		printf("strict ");
		break;
	case OPT_WAIT:
		printf("wait=%lld ",
		    (long long)opt_duration(
			"a-rather-long-name-of-an-option", optarg));
		break;
	}
}

/* A small tool: shows its options, then its operands. */
static int
tool(int argc, char *argv[])
{
	int ch;

	log_init(argv[0]);
	clock_set(2 * 86400000);
	while ((ch = opt_next(argc, argv, &spec)) != -1)
		show(ch);
	for (int i = optind; i < argc; i++) {
		printf("%s ", argv[i]);
		if (strcmp(argv[i], "say") == 0)
			log_info("info");
	}
	return fflush(stdout) == 0 ? 0 : 1;
}

/* All that can be read from fd, a file, from its start. */
static const char *
contents(int fd, char *buf, size_t size)
{
	ssize_t n = pread(fd, buf, size - 1, 0);

	buf[n > 0 ? n : 0] = '\0';
	return buf;
}

static int
make_file(void)
{
	FILE *f = tmpfile();

	return f ? fileno(f) : -1;
}

/* Runs the tool with these arguments; its exit status. */
static int
run(const char *const args[8], int out, int err)
{
	char name[] = "/bin/tool", words[8][96], *argv[10] = {name};
	int argc = 1, status = -1;
	pid_t pid;

	for (; argc <= 8 && args[argc - 1]; argc++) {
		snprintf(
		    words[argc - 1], sizeof words[0], "%s", args[argc - 1]);
		argv[argc] = words[argc - 1];
	}
	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (dup2(out, 1) == -1 || dup2(err, 2) == -1)
			_exit(99);
		exit(tool(argc, argv));
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_rows(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char out[4096], err[4096];
		int fo = make_file(), fe = make_file();
		int status = run(rows[i].argv, fo, fe);

		contents(fo, out, sizeof out);
		contents(fe, err, sizeof err);
		ok(status == rows[i].status, "%s: status %d", rows[i].title,
		    rows[i].status);
		if (rows[i].status == 0)
			ok(strcmp(out, rows[i].out) == 0, "%s: stdout",
			    rows[i].title);
		ok(rows[i].err[0] ? strstr(err, rows[i].err) != NULL
				  : err[0] == '\0',
		    "%s: stderr", rows[i].title);
		close(fo);
		close(fe);
	}
}

static void
test_full(void)
{
	static const char *const args[][8] = {{"--help"}, {"-V"}};
	int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	for (int i = 0; i < 2; i++) {
		char err[4096];
		int fe = make_file();

		ok(run(args[i], full, fe) == 1 &&
			strcmp(contents(fe, err, sizeof err),
			    "tool: error: cannot write output: No space left "
			    "on device\n") == 0,
		    "%s on a full disk fails", args[i][0]);
		close(fe);
	}
	close(full);
}

static void
test_long_value(void)
{
	static const char *args[8] = {"-p"};
	char value[91], err[4096];
	int fe = make_file();

	memset(value, '9', sizeof value - 1);
	value[sizeof value - 1] = '\0';
	args[1] = value;
	ok(run(args, fe, fe) == 2 &&
		strstr(contents(fe, err, sizeof err), "is expected\n"),
	    "a very long value is refused");
	close(fe);
}

int
main(void)
{
	test_rows();
	test_full();
	test_long_value();
	return tap_done();
}
