/* SPDX-License-Identifier: MIT */
/* log - one-line messages on stderr, and the exit statuses we promise. */
#ifndef LOG_H
#define LOG_H

#include <stdarg.h>
#include <stdbool.h>

enum exit_status {
	EXIT_OK = 0,    /* all that was asked for was done */
	EXIT_FAIL = 1,  /* it was not done; trying again may help */
	EXIT_USAGE = 2, /* the request is wrong; trying again will not help */
	EXIT_PARTIAL =
	    3, /* done, but part of the input was skipped or missing */
};

/*
 * Call first in main().  Keeps a pointer into argv0.  Also does
 * io_guard_std(), so that no file is ever opened in the place of a closed
 * stdin, stdout or stderr.
 */
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
 * written with one write(2); controls and invalid UTF-8 in it become '?'; of
 * more than 1000 bytes the middle is left out, since the cause stands last.
 */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_verror(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What to do about the error just told: no label, shown unless quiet. */
void log_hint(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Whether log_info() says anything. */
bool log_shows_info(void);

/* Whether a progress line may be shown: stderr is a terminal, messages are
 * text, and nobody asked for quiet. */
bool log_progress(void);

/* An error, then exit(status).  For cmd/ only: lib/ returns its errors. */
void die(int status, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));

#endif
