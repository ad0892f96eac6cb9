/* SPDX-License-Identifier: MIT */
/*
 * proof - what a report was made from, so that somebody else can make it
 * again and find the same: hashes of the input and of the program, the
 * options, the certificate that the signals do not look ahead.
 */
#ifndef PROOF_H
#define PROOF_H

#include <stdint.h>
#include <stdio.h>

#include "base/sha256.h"
#include "market/record.h"
#include "sim/market.h"

struct proof;

/* *new*; or NULL: no memory, or no SHA-256. */
struct proof *proof_new(void);
void proof_free(struct proof *p); /* NULL is fine */

/* An option that the figures hang on; arg may be NULL.  0, or -1: no memory. */
int proof_option(struct proof *p, const char *name, const char *arg);

/*
 * An input record: its line is hashed, in the order of reading.  The last
 * certificate is kept instead.  0, or -1: no memory.
 */
int proof_record(struct proof *p, const struct record *r);

/* The sum of the input, *borrowed*; there is no more of it.  NULL: no memory.
 */
const char *proof_input(struct proof *p);
/*
 * The object: "input", the sum of all lines but certificates; "options", their
 * texts, and "options_sha256", of these, each ended by a line feed; "build",
 * the sum of the program's file; "certificate" and "certified", whether it is
 * of these very lines and found no look-ahead, if the input had one;
 * "gap_share", missing_ms by span_ms of all markets.  Errors show in
 * ferror(f).  0, or -1: the program cannot be read.
 */
int proof_put(struct proof *p, FILE *f, const struct markets *ms);

#endif
