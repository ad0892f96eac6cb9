/* SPDX-License-Identifier: MIT */
/* input - the lines of a file, of a pipe, or of a .gz of them. */
#ifndef INPUT_H
#define INPUT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum { INPUT_SLACK = 64 }; /* readable bytes behind a line's '\n' */

struct input_opts {
	size_t block;            /* bytes read at once; 0: 256 KiB */
	size_t line_max;         /* a longer line is passed over */
	void (*idle)(void *arg); /* before a read that would block; or NULL */
	void *arg;
	const volatile sig_atomic_t *stop; /* set: end as at end of file; or
					      NULL */
};

enum input_status {
	INPUT_LINE,
	INPUT_LONG, /* a line longer than line_max was passed over */
	INPUT_END,
	INPUT_FAILED, /* see input_why() */
};

struct line {
	const char *text, *end; /* *end == '\n'; writable slack follows */
	bool torn;              /* the file has no newline there */
};

struct input;

/* "-" is stdin.  *new*, or NULL with the reason (file named) in why. */
struct input *input_open(
    const char *path, const struct input_opts *opts, char *why, size_t size);
void input_close(struct input *in);

/* The line is *borrowed* until the next call. */
enum input_status input_next(struct input *in, struct line *line);

const char *input_why(const struct input *in);
const char *input_name(const struct input *in); /* "stdin" for "-" */
/* Number of the latest line, from 1. */
unsigned long input_lineno(const struct input *in);

#endif
