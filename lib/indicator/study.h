/* SPDX-License-Identifier: MIT */
/*
 * study - indicators by their written names: "sma:20", "bb:20:2.upper".
 *
 * A list is what was asked for, parsed once; studies are one market's
 * instances of it, fed with bars and samples.
 */
#ifndef STUDY_H
#define STUDY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	STUDY_OUTS = 5,       /* the most values that one indicator has */
	STUDY_N_MAX = 100000, /* of a length in bars */
};

struct study_list;

/*
 * "sma:20,bb:20:2,adx:14.pdi": an indicator with several outputs stands for
 * all of them unless one is named.  *new*, or NULL with the reason in why.
 */
struct study_list *study_list_new(const char *text, char *why, size_t size);
void study_list_free(struct study_list *l);

/* How many values there are, and the key of each: "bb:20:2.upper". */
int study_list_values(const struct study_list *l);
const char *study_list_key(const struct study_list *l, int i);

/* A bar, complete; what it does not say is NaN. */
struct study_bar {
	int64_t ts_ms;   /* its last moment */
	int64_t number;  /* bars of its length since the epoch; see window.h */
	int64_t session; /* as vwap_push() */
	double open, high, low, close, volume;
	double taken, taker_buy; /* by takers, and what they bought of it */
	bool whole;              /* the session was followed from its start */
};

struct studies;

struct studies *studies_new(const struct study_list *l); /* *new*, or NULL */
void studies_free(struct studies *s);

/*
 * Bars up to and including the first at which all is known that depends on
 * the number of bars alone.
 */
int studies_warmup(const struct studies *s);

/*
 * v gets the list's values at the end of the bar, NaN for what is not known.
 * Running sums are made anew where the bar's number enters another block of
 * 64 (of a power of two that is not less than the length, if that is more):
 * so two runs that began at different places agree to the last bit once both
 * have seen the window and two such blocks.
 */
void studies_push(struct studies *s, const struct study_bar *b, double v[]);

/* What comes between bars. */
enum study_source {
	STUDY_BARS,
	STUDY_OPEN_INTEREST, /* as delta_oi_push() */
	STUDY_BASIS,         /* as basis_push() */
	STUDY_SOURCES,
};

/* A sample; good_ms: how long a basis may be used.  0, or -1: no memory. */
int studies_sample(struct studies *s, enum study_source source, int64_t ts_ms,
    int64_t good_ms, double value);

/* After a hole in the source: nothing from before it enters what follows. */
void studies_reset(struct studies *s, enum study_source source);

#endif
