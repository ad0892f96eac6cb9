/* SPDX-License-Identifier: MIT */
/*
 * capture - the lines of a file without a name, what a filter read or wrote:
 * of each its place, its time, and a hash instead of its text.
 */
#ifndef CAPTURE_H
#define CAPTURE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/sha256.h"
#include "market/record.h"

enum { CAPTURE_LINE_MAX = 1 << 20 };

struct capture_line {
	int64_t from, time; /* INT64_MAX: it has none */
	uint64_t hash;
};

/* Zeros before, capture_free() after it. */
struct capture {
	FILE *f;
	struct capture_line *at; /* n of them, and room */
	int64_t n, room;
	int64_t len;             /* of the file, bytes */
	char sha256[SHA256_HEX]; /* of all of it */
};

/* A file without a name, which no command inherits.  NULL: errno says why. */
FILE *capture_file(void);

/*
 * Takes f over, in any case, and reads it from its beginning.  sums: records
 * that sum up the whole input, reports and certificates, count as lines too.
 * 0, or -1 with the reason in why.
 */
int capture_read(struct capture *c, FILE *f, struct rec_parser *parser,
    bool sums, char *why, size_t size);

void capture_free(struct capture *c);

/* The first n lines, as they are, to f.  0, or -1: see errno. */
int capture_copy(const struct capture *c, int64_t n, FILE *f);

/* The beginning of line i, size - 1 bytes at most and a NUL. */
void capture_text(const struct capture *c, int64_t i, char *to, size_t size);

/* Whether line i of a is line j of b. */
bool capture_same(
    const struct capture *a, int64_t i, const struct capture *b, int64_t j);

/*
 * For each line of out that is none of in, and has a time: the number of lines
 * of in whose time is before its own.  *new*, n of them; NULL: no memory.
 */
int64_t *capture_own(
    const struct capture *out, const struct capture *in, int64_t *n);

/* How many lines of out are none of in, and have no time.  -1: no memory. */
int64_t capture_undated(const struct capture *out, const struct capture *in);

#endif
