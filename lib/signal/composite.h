/* SPDX-License-Identifier: MIT */
/* composite - the 0-7 score of the classic profile: trend, flow, session. */
#ifndef COMPOSITE_H
#define COMPOSITE_H

#include "market/record.h"
#include "signal/inputs.h"

/* Tier of a score, confidence of a setup; in the order of a signal's words. */
enum grade { GRADE_HIGH, GRADE_MEDIUM, GRADE_LOW };

struct composite {
	double trend_ema, trend_adx, trend_vwap, trend_confluence;
	double trend_sum, trend;          /* before and after the cap of 3 */
	double delta_oi;                  /* at most 2 */
	double cvd_value, cvd_slope, cvd; /* at most 0.6, 0.9, 1.5 */
	double session;                   /* at most 0.5 */
	double total;                     /* of the four, 4 decimals */
	enum grade tier;                  /* of the rounded total */
};

/*
 * The given direction; else short if open interest fell, or if it did not and
 * the price is under its EMA; else long.
 */
enum direction composite_direction(const struct inputs *in);

/* in has a price > 0.  What is not known scores nothing. */
void composite_score(
    const struct inputs *in, enum direction dir, struct composite *c);

#endif
