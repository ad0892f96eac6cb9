/* SPDX-License-Identifier: MIT */
/*
 * verdict - what a profile makes of a moment: the setups that fire, the score
 * with all its parts, the levels.  Plain data: classic.c and adaptive.c fill
 * it, signal.c writes it.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "market/record.h"
#include "signal/profile.h"

/* Tier of a score, confidence of a setup; in the order of a signal's words. */
enum grade { GRADE_HIGH, GRADE_MEDIUM, GRADE_LOW };

enum setup_kind { /* in the order in which they are looked at */
	SETUP_SQUEEZE_REVERSAL,
	SETUP_ABSORPTION,
	SETUP_MOMENTUM_CONTINUATION,
	SETUP_MEAN_REVERSION,
	SETUP_SMA_CROSS,
	SETUPS,
	SETUP_NONE = SETUPS, /* the moment has none */
};
extern const char *const setup_names[SETUPS + 1]; /* "none" too */

enum relation { IS_AT_LEAST, IS_AT_MOST, IS_ABOVE, IS_BELOW, IS_EQUAL };
enum { REASONS_MAX = 10 };

/* A gate that was open, or points that were given. */
struct reason {
	const char *what; /* an input, or a rank: "adx_rank"; or "base" */
	double value;     /* NaN: none, the points are given always */
	enum relation is;
	double than;
	double points; /* NaN: a gate */
};

struct setup {
	enum setup_kind kind;
	enum direction direction;
	double score;          /* 0-1, 3 decimals; NaN: it has none */
	enum grade confidence; /* of the score before rounding, or the tier */
	int nreasons;
	struct reason reasons[REASONS_MAX];
};

struct composite {
	double trend_ema, trend_adx, trend_vwap, trend_confluence;
	double trend_sum, trend; /* before and after the cap */
	double delta_oi;
	double cvd_value, cvd_slope, cvd;
	double session;
	double of, scale; /* adaptive: most there could be, 7 / of; else 7, 1 */
	double total;     /* of the four, scaled, 4 decimals */
	enum grade tier;  /* of the rounded total */
};

struct levels { /* NaN: none */
	double entry_low, entry_high, stop, target;
};

/* A setup is put together by these, in this order. */
void setup_begin(
    struct setup *s, enum setup_kind kind, enum direction dir, double base);

/* A gate that is open. */
void setup_gate(struct setup *s, const char *what, double value,
    enum relation is, double than);

/* Points to its score; none (<= 0) are not told of. */
void setup_give(struct setup *s, const char *what, double value,
    enum relation is, double than, double points);

/* Confidence, and the score capped at 1 and rounded. */
void setup_settle(struct setup *s, const struct profile *p);

struct verdict {
	enum direction direction;
	struct composite score;
	struct setup setup; /* the moment's: one of fired, or what stands for
			       none of them */
	int nfired;
	struct setup fired[SETUPS];
	struct levels levels;
};

#endif
