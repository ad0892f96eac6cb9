/* SPDX-License-Identifier: MIT */
#include "opt.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/log.h"
#include "base/num.h"

enum {
	OPTS_MAX = 96,
	LONG_ONLY = 256,         /* from here on ch is no letter */
	OPT_LOG_FORMAT = 0x7fff, /* out of the way of the tools' own numbers */
	LEFT_MAX = 30, /* a longer "--name=ARG" stands on its own line */
	LEFT_ROOM = 128,
	WIDTH = 79,
};

static const struct opt common[] = {
    {'h', "help", NULL, "print this help and exit"},
    {OPT_LOG_FORMAT, "log-format", "FORMAT",
	"messages as text (the default) or json"},
    {'q', "quiet", NULL, "print errors only"},
    {'v', "verbose", NULL, "print more; may be repeated"},
    {'V', "version", NULL, "print the version and exit"},
    {0},
};

/* What getopt_long(3) wants to know. */
struct tables {
	struct option longs[OPTS_MAX + 1];
	char shorts[2 * OPTS_MAX + 2];
	size_t nlongs, nshorts;
};

static void
append(struct tables *t, const struct opt *o)
{
	for (; o->name; o++) {
		if (t->nlongs == OPTS_MAX)
			abort(); /* a bug in cmd/: raise OPTS_MAX */
		t->longs[t->nlongs++] = (struct option){
		    .name = o->name,
		    .has_arg = o->arg ? required_argument : no_argument,
		    .val = o->ch,
		};
		if (o->ch >= LONG_ONLY)
			continue;
		t->shorts[t->nshorts++] = (char)o->ch;
		if (o->arg)
			t->shorts[t->nshorts++] = ':';
	}
}

/* "--name=ARG"; its length. */
static int
left_column(char *buf, size_t size, const struct opt *o)
{
	return snprintf(buf, size, "--%s%s%s", o->name, o->arg ? "=" : "",
	    o->arg ? o->arg : "");
}

/* Words of text from column on, further lines indented as far. */
static void
print_wrapped(const char *text, int indent)
{
	int column = indent;

	while (*text) {
		int len = (int)strcspn(text, " ");

		if (column > indent && column + 1 + len > WIDTH) {
			printf("\n%*s", indent, "");
			column = indent;
		}
		if (column > indent) {
			putchar(' ');
			column++;
		}
		printf("%.*s", len, text);
		column += len;
		text += len;
		text += strspn(text, " ");
	}
	putchar('\n');
}

static int
widest(const struct opt *o, int width)
{
	for (; o->name; o++) {
		char left[LEFT_ROOM];
		int len = left_column(left, sizeof left, o);

		if (len > width && len <= LEFT_MAX)
			width = len;
	}
	return width;
}

static void
print_rows(const struct opt *o, int width)
{
	for (; o->name; o++) {
		char left[LEFT_ROOM];
		int len = left_column(left, sizeof left, o);

		if (o->ch < LONG_ONLY)
			printf("  -%c, ", o->ch);
		else
			printf("      ");
		if (len > width)
			printf("%s\n%*s", left, width + 8, "");
		else
			printf("%-*s  ", width, left);
		print_wrapped(o->help, width + 8);
	}
}

static void
print_help(const struct opt_spec *spec)
{
	int width = widest(common, widest(spec->opts, 0));

	printf("Usage: %s %s\n", log_prog(), spec->synopsis);
	printf("%s\n\n", spec->summary);
	print_rows(spec->opts, width);
	print_rows(common, width);
	if (spec->more && *spec->more)
		printf("\n%s%s", spec->more,
		    spec->more[strlen(spec->more) - 1] == '\n' ? "" : "\n");
}

static void
finish(void)
{
	if (io_close_stdout() != 0)
		die(EXIT_FAIL, "cannot write output: %s", strerror(errno));
	exit(EXIT_OK);
}

void
opt_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_verror(fmt, ap);
	va_end(ap);
	log_hint("Try '%s --help'.", log_prog());
	exit(EXIT_USAGE);
}

/*
 * getopt_long(3) takes any unique beginning of a name, which the next option
 * of the tool may make ambiguous: scripts must not come to depend on it.
 * word: the argument in which the option stood.
 */
static void
refuse_abbreviation(const char *word, const struct option *found)
{
	size_t len = strcspn(word + 2, "=");

	if (strlen(found->name) != len)
		opt_fail("option '%.*s' must be written in full: '--%s'",
		    (int)len + 2, word, found->name);
}

/* The row with this ch. */
static const struct option *
find_option(const struct tables *t, int ch)
{
	for (size_t i = 0; i < t->nlongs; i++)
		if (t->longs[i].val == ch)
			return &t->longs[i];
	return NULL;
}

/*
 * What getopt_long(3) found wrong; kind is ':' or '?', word the argument
 * before optind, where a long option stands; optopt is 0 for an unknown one.
 */
__attribute__((noreturn)) static void
refuse(const struct tables *t, int kind, const char *word)
{
	const struct option *known = optopt ? find_option(t, optopt) : NULL;
	int len = (int)strcspn(word, "=");

	if (optopt == 0)
		opt_fail("unknown option '%.*s'", len, word);
	if (!known)
		opt_fail("unknown option '-%c'", optopt);
	if (strncmp(word, "--", 2) != 0)
		opt_fail("option '-%c' needs an argument", optopt);
	refuse_abbreviation(word, known);
	if (kind == ':')
		opt_fail("option '--%s' needs an argument", known->name);
	opt_fail("option '--%s' takes no argument", known->name);
}

static void
set_log_format(const char *text)
{
	if (strcmp(text, "json") == 0)
		log_json(true);
	else if (strcmp(text, "text") == 0)
		log_json(false);
	else
		opt_fail("bad value '%s' for --log-format: text or json is "
			 "expected",
		    text);
}

/* One step of getopt_long(3), everything wrong refused. */
static int
next(int argc, char *argv[], const struct tables *t)
{
	int index = -1, ch;
	const char *word;

	opterr = 0;
	ch = getopt_long(argc, argv, t->shorts, t->longs, &index);
	if (ch == -1)
		return -1;
	word = argv[optind - 1];
	if (ch == ':' || ch == '?')
		refuse(t, ch, word);
	if (index == -1)
		return ch;
	if (optarg && optarg == word)
		word = argv[optind - 2]; /* "--name ARG", not "--name=ARG" */
	refuse_abbreviation(word, &t->longs[index]);
	return ch;
}

int
opt_next(int argc, char *argv[], const struct opt_spec *spec)
{
	struct tables t = {.shorts = ":", .nshorts = 1};

	append(&t, spec->opts);
	append(&t, common);
	for (;;) {
		int ch = next(argc, argv, &t);

		switch (ch) {
		case 'h':
			print_help(spec);
			finish();
			break;
		case 'q':
			log_quiet();
			break;
		case 'v':
			log_more();
			break;
		case 'V':
			printf("%s %s\n", log_prog(), VERSION);
			finish();
			break;
		case OPT_LOG_FORMAT:
			set_log_format(optarg);
			break;
		default:
			return ch;
		}
	}
}

__attribute__((noreturn)) static void
bad_value(const char *name, const char *text, const char *expected)
{
	opt_fail(
	    "bad value '%s' for --%s: %s is expected", text, name, expected);
}

int64_t
opt_int(const char *name, const char *text, int64_t lo, int64_t hi)
{
	char expected[96];
	int64_t v;

	if (num_parse_int(text, strlen(text), &v) == 0 && v >= lo && v <= hi)
		return v;
	if (lo == INT64_MIN && hi == INT64_MAX)
		bad_value(name, text, "a whole number");
	if (hi == INT64_MAX)
		snprintf(expected, sizeof expected,
		    "a whole number, %lld or more,", (long long)lo);
	else
		snprintf(expected, sizeof expected,
		    "a whole number from %lld to %lld", (long long)lo,
		    (long long)hi);
	bad_value(name, text, expected);
}

double
opt_num(const char *name, const char *text, double lo, double hi)
{
	char expected[96];
	double v;

	if (num_parse_typed(text, strlen(text), &v) == 0 && v >= lo && v <= hi)
		return v;
	if (isinf(lo) && isinf(hi))
		bad_value(name, text, "a number");
	if (isinf(hi))
		snprintf(
		    expected, sizeof expected, "a number, %.15g or more,", lo);
	else
		snprintf(expected, sizeof expected,
		    "a number from %.15g to %.15g", lo, hi);
	bad_value(name, text, expected);
}

int64_t
opt_time(const char *name, const char *text)
{
	int64_t ms;

	if (clock_parse(text, clock_now(), &ms) != 0)
		bad_value(name, text,
		    "a time such as 2026-01-31, 2026-01-31T12:00:00Z, "
		    "1769817600000 (ms), now, or 90d (before now)");
	return ms;
}

int64_t
opt_duration(const char *name, const char *text)
{
	int64_t ms;

	if (duration_parse(text, &ms) != 0)
		bad_value(name, text,
		    "a duration such as 500ms, 30s, 5m, 1h, 1d or 2w");
	return ms;
}
