/* SPDX-License-Identifier: MIT */
/* psar - Wilder's parabolic stop and reverse. */
#ifndef PSAR_H
#define PSAR_H

#include <stdbool.h>

/*
 * Definition (Wilder, New Concepts in Technical Trading Systems, 1978), for a
 * rise; a fall is its mirror image:
 *   SAR = SAR' + AF (EP - SAR'), but not above the lows of the two bars before
 *   EP  = the highest high of the rise
 *   AF  = step, and another step, up to max, for each new EP
 * A low below the SAR ends the rise: that bar's SAR is the EP, its low the
 * EP of the fall, and AF is step again.  A prime marks the bar before.
 *
 * The first bar is taken for a rise, with its low for the SAR.  That is a
 * guess, and the first reversal's SAR the extreme since the run began, so
 * nothing is told before the bar behind that reversal.  It comes when the
 * market wants: there is no warm-up in bars, and two runs that began at
 * different places agree only from where both have reversed at one bar with
 * one SAR.
 */
struct psar {
	double step, max;
	int seen;              /* bars, up to 2 */
	bool reversed, rising; /* reversed: once at least */
	double sar, extreme, accel;
	double high[2], low[2]; /* of the bars before, the newest first */
};

/* 0 < step <= max; also starts again. */
void psar_init(struct psar *p, double step, double max);

/* The fewest bars up to and including the first that gives a value: 3. */
int psar_warmup(void);

/* True, and the SAR of this bar in *value, after the first reversal. */
bool psar_push(struct psar *p, double high, double low, double *value);

#endif
