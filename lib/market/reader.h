/* SPDX-License-Identifier: MIT */
/*
 * reader - records from files: lines checked, several files merged by time,
 * .gz read directly, order watched, bad lines warned about and counted.
 */
#ifndef READER_H
#define READER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "market/record.h"

struct reader;

struct reader_opts {
	int64_t max_disorder; /* ms a record may lie behind its series */
	bool strict;          /* the first bad line ends the reading */
	/* For rec_parser_check_only(). */
	uint32_t candle_check_only;
	/*
	 * Called before a read that would block (and so also while a live
	 * source is quiet): flush what is buffered.  May be NULL.
	 */
	void (*idle)(void *arg);
	void *arg;
	/* Set by a signal handler: read no more, as at the end.  May be NULL.
	 */
	const volatile sig_atomic_t *stop;
};

enum { READER_LINE_MAX = 1 << 20 };

/*
 * paths: the operands; n == 0 or "-" is stdin.  *new*, or NULL with the
 * reason in why (names the file).
 */
struct reader *reader_open(const char *const paths[], int n,
    const struct reader_opts *opts, char *why, size_t size);
void reader_close(struct reader *rd);

/*
 * The next record in time order (one file: in the file's order), *borrowed*
 * until the next call; NULL at the end or on failure (reader_failed()).
 * A bad line is warned about, once a kind, counted, and passed over.
 */
const struct record *reader_next(struct reader *rd);

/* Why reading ended early: I/O, or a bad line under strict.  NULL: it did
 * not. */
const char *reader_failed(const struct reader *rd);

/* Lines left out so far. */
int64_t reader_skipped(const struct reader *rd);

/*
 * For a tool that finds a record wrong which the reader let pass: the same
 * warning (once a kind: kind is a literal), count and strictness.
 */
void reader_reject(struct reader *rd, const char *kind);

/* Names for messages and output; *borrowed* until reader_close(). */
int reader_symbols(const struct reader *rd); /* how many so far */
const char *reader_symbol(const struct reader *rd, int symbol); /* its name */
const char *reader_venue(const struct reader *rd, int symbol);  /* "" if none */

#endif
