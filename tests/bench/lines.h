/* SPDX-License-Identifier: MIT */
/* lines - lines of stdin by large blocks, for the peers; C and C++. */
#ifndef LINES_H
#define LINES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINES_BLOCK = 1 << 18, LINES_SLACK = 64 /* readable behind a line */ };

struct lines {
	char buf[2 * LINES_BLOCK + LINES_SLACK];
	char *at, *end; /* what was read and not yet returned */
};

static inline void
lines_init(struct lines *in)
{
	in->at = in->end = in->buf;
}

/* The next line, without its newline; NULL: the end.  No line is longer than
 * a block. */
static inline char *
lines_next(struct lines *in, size_t *len)
{
	for (;;) {
		size_t left = (size_t)(in->end - in->at);
		char *line = in->at;
		char *nl = left ? (char *)memchr(line, '\n', left) : NULL;
		ssize_t n;

		if (nl) {
			*len = (size_t)(nl - line);
			in->at = nl + 1;
			return line;
		}
		if (left > LINES_BLOCK) {
			fprintf(stderr, "a line of more than %d bytes\n",
			    (int)LINES_BLOCK);
			exit(1);
		}
		memmove(in->buf, line, left);
		in->at = in->buf;
		in->end = in->buf + left;
		if ((n = read(0, in->end, LINES_BLOCK)) <= 0)
			return NULL;
		in->end += n;
	}
}

#endif
