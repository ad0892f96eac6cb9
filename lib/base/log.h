/* SPDX-License-Identifier: MIT */
/* log - one-line messages on stderr, and the exit statuses we promise. */
#ifndef LOG_H
#define LOG_H

#include <stdbool.h>

enum exit_status {
	EXIT_OK = 0,      /* all that was asked for was done */
	EXIT_FAIL = 1,    /* it was not done; trying again may help */
	EXIT_USAGE = 2,   /* the request is wrong; trying again will not help */
	EXIT_PARTIAL = 3, /* done, but part of the input was skipped or missing */
};

/* Call first in main().  Keeps a pointer into argv0. */
void log_init(const char *argv0);
/* The program's name as it was called, without its directory. */
const char *log_prog(void);

/* Errors and warnings show by default; each log_more() adds info, debug. */
void log_more(void);
void log_quiet(void);
/* One JSON object a line instead of text (--log-format json). */
void log_json(bool on);

/*
 * All of these preserve errno and add the newline themselves.  A message is
 * written with one write(2); control characters in it are masked.
 */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* An error, then exit(status).  For cmd/ only: lib/ returns its errors. */
void die(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
