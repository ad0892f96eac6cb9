/* SPDX-License-Identifier: MIT */
/* emit - what the store holds of a request, as records. */
#ifndef EMIT_H
#define EMIT_H

#include "history/dataset.h"

struct out;
struct request;
struct store;

/*
 * The range's records of the data sets q->emit, in the order of time, to o.
 * 0; -1 with store_why(); 1: o has failed.
 */
int emit_records(struct store *s, const struct request *q, struct out *o);

/*
 * All that the store has of one series, to a file of system A's name below
 * dir ("btcusdt_1m_candles.jsonl"), whole or not at all.  0; -1 with why
 * (EMIT_WHY bytes), which names the file.
 */
enum { EMIT_WHY = 600 };
int emit_file(
    struct store *s, const struct target *t, const char *dir, char *why);

#endif
