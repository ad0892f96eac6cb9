/* SPDX-License-Identifier: MIT */
/* reply - what the exchange's REST interface answers, as rows and errors. */
#ifndef REPLY_H
#define REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "exchange/row.h"

enum {
	REPLY_WHY = 256,
	REPLY_SLACK = 64, /* readable bytes behind a body; the first is NUL */
};

/*
 * Adds the rows of a body, in its order; a row's line is its place in it, from
 * 1.  They are checked as those of files are, but not settled, and bars that
 * are still open are among them.  Numbers are taken as text and as numbers,
 * members in any order; members and elements that are not known are passed
 * over.  Anything that is no such reply, or no JSON, is refused as a whole.
 * 0, or -1 with why (REPLY_WHY bytes).
 */
int reply_rows(struct rows *rs, const char *body, size_t len,
    const struct row_format *f, char *why);

/* {"code":-1121,"msg":"Invalid symbol."}: msg is cut to size.  0, or -1: the
 * body is no such thing. */
int reply_error(const char *body, int *code, char *msg, size_t size);

#endif
