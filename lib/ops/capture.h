/* SPDX-License-Identifier: MIT */
/* capture - the lines of a text and their times: what a filter read or wrote.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "market/record.h"

struct capture_line {
	size_t from, len; /* without its newline */
	int64_t time;     /* INT64_MAX: it is no record */
};

struct capture {
	char *text;
	size_t len;
	struct capture_line *at; /* n of them */
	int64_t n;
};

/* Zeros before; capture_free() after it.  0, or -1: no memory. */
int capture_text(
    struct capture *c, const char *text, size_t len, struct rec_parser *parser);

/*
 * What is in the file, less the records that sum up the whole input: reports
 * and certificates.  As above.
 */
int capture_read(struct capture *c, FILE *f, struct rec_parser *parser);

void capture_free(struct capture *c);

/* Where the first n lines end. */
size_t capture_end(const struct capture *c, int64_t n);

/* Line i as a record, *borrowed* from c; false: it is none. */
bool capture_parse(const struct capture *c, int64_t i,
    struct rec_parser *parser, struct record *r);

/* Whether line i of a is line j of b. */
bool capture_same(
    const struct capture *a, int64_t i, const struct capture *b, int64_t j);

/*
 * For each line of out that was not passed on from in: the number of lines of
 * in whose time is before its own.  *new*, n of them; NULL: no memory.
 */
int64_t *capture_own(
    const struct capture *out, const struct capture *in, int64_t *n);

#endif
