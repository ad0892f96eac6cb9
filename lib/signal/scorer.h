/* SPDX-License-Identifier: MIT */
/*
 * scorer - records in, signals, indicators and volume profiles out: what
 * score(1) makes of a stream of any number of markets.
 */
#ifndef SCORER_H
#define SCORER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/io.h"
#include "indicator/study.h"
#include "market/calendar.h"
#include "market/record.h"
#include "signal/profile.h"
#include "signal/recheck.h"
#include "signal/tracker.h"

struct scorer_params {
	const struct profile *profile; /* of candles */
	const struct profile *classic; /* of contexts: METHOD_CLASSIC */
	const struct study_list *list; /* indicators; NULL: none */
	bool signals;                  /* are wanted */
	bool profiles;                 /* of volume are */
	bool all;                      /* signals whatever their score */
	bool verify; /* signals are kept for scorer_verify() */
	bool trades; /* make the flow, not candles */
	double min_score;
	int interval; /* of the candles; -1: that of a market's first */
	enum calendar calendar;
	/*
	 * What the record `cause` gives, in their order; *r borrows from the
	 * scorer until the call ends.
	 */
	void (*emit)(void *arg, const struct record *cause, struct record *r);
	/* Where its indicators go instead; NULL: nowhere. */
	struct out *(*indicators)(void *arg, const struct record *cause);
	void *arg;
};

struct scorer;

/* *new*, or NULL: no memory.  Borrows all that *p names. */
struct scorer *scorer_new(const struct scorer_params *p);
void scorer_free(struct scorer *s);

/*
 * Whether the record can be used; else *why is a literal that says what is
 * wrong with it.  Before scorer_take() of the same record, for the line is
 * passed on between them.  1, 0, or -1: no memory.
 */
int scorer_check(struct scorer *s, const struct record *r, const char **why);

/*
 * A record of any type; venue ("" for none) and symbol are the names of
 * r->symbol.  0, or -1: no memory.
 */
int scorer_take(struct scorer *s, const struct record *r, const char *venue,
    const char *symbol);

/* A signal that was written once, behind what it was made of; with verify. */
enum recheck_result scorer_verify(struct scorer *s, const struct record *r,
    const char *venue, const char *symbol);

/* What became of a market's records. */
struct scorer_counts {
	bool candles;          /* there were some, of whatever interval */
	bool seen;             /* of the one that is scored */
	int64_t judged, early; /* could be; could not, for there were too few */
	int64_t flat;          /* of these: a true range of 0 */
	int64_t holes, silent; /* in the candles; not judged behind one */
	bool trades;           /* there were some; with params.trades */
	int64_t holed;         /* candles with a hole in their trades */
	struct tracker_oi oi;
};

/* False: nothing was met of this record.symbol. */
bool scorer_counts(
    const struct scorer *s, int symbol, struct scorer_counts *counts);

#endif
