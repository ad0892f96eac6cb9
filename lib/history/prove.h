/* SPDX-License-Identifier: MIT */
/* prove - what backfill's verify and gaps say of a store. */
#ifndef PROVE_H
#define PROVE_H

struct out;
struct request;
struct store;

/*
 * Writes a summary record, or the gap records; tells on stderr what is wrong,
 * and which of the symbols that were named is not there at all.
 * 0: all is there; 1: not; -1 with why (STORE_WHY bytes).
 */
int prove_verify(
    struct store *s, const struct request *q, struct out *o, char *why);
int prove_gaps(
    struct store *s, const struct request *q, struct out *o, char *why);

#endif
