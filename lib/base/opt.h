/* SPDX-License-Identifier: MIT */
/*
 * opt - one table describes the options of a tool; getopt_long(3) and --help
 * both read it, and tests/man.t holds the manual to --help.
 */
#ifndef OPT_H
#define OPT_H

#include <stdbool.h>
#include <stdint.h>

struct opt {
	int ch;           /* the short letter, or a number above 255 */
	const char *name; /* the long name */
	const char *arg;  /* what --help calls the argument; NULL: a flag */
	const char *help;
};

struct opt_spec {
	const char *synopsis;   /* what follows the program's name */
	const char *summary;    /* one sentence */
	const struct opt *opts; /* ends with a row of zeros */
	const char *more;       /* paragraphs after the table, or NULL */
};

/*
 * Returns the next option not handled here, or -1 at the end, with optarg and
 * optind as getopt_long(3) leaves them.  -h -q -v -V --log-format are handled
 * here for every tool.  Options may follow operands; a long name must be
 * written in full.  A mistake ends the process with EXIT_USAGE.
 */
int opt_next(int argc, char *argv[], const struct opt_spec *spec);

/* Says why, points to --help, and exits with EXIT_USAGE.  For cmd/ only. */
void opt_fail(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), noreturn));

/*
 * Arguments of option --NAME, or the process ends with EXIT_USAGE and a message
 * that names the option, the value and what was expected.  For cmd/ only.
 */
int64_t opt_int(const char *name, const char *text, int64_t lo, int64_t hi);
double opt_num(const char *name, const char *text, double lo, double hi);
/* A TIME (clock.h), relative ones before clock_now(); ms since the epoch. */
int64_t opt_time(const char *name, const char *text);
/* A DURATION (clock.h) in ms. */
int64_t opt_duration(const char *name, const char *text);

#endif
