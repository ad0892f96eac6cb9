/* SPDX-License-Identifier: MIT */
/*
 * luck - what chance has to do with the figures of a run: how far they could
 * have come out otherwise, and how likely its Sharpe ratio is none.
 */
#ifndef LUCK_H
#define LUCK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/sha256.h"
#include "sim/curve.h"
#include "sim/odds.h"
#include "sim/resample.h"
#include "sim/stats.h"

/* What else was tried on the same prices. */
struct trials {
	bool counted;          /* in a ledger; otherwise those of this run */
	int64_t n;             /* with this one */
	double variance;       /* of their daily Sharpe ratios, as num_calc()
				  for a report has to hold what is reckoned
				  with; NaN: fewer than two have one */
	char head[SHA256_HEX]; /* of the ledger, if counted */
};

struct luck_params {
	int64_t samples; /* of the bootstrap; 0: as resample.h; -1: none */
	uint64_t seed;
};

struct luck {
	struct luck_params params;
	struct trials trials;
	struct resampled drawn; /* ranges NaN where there are none */
	struct moments days;    /* of the daily returns */
	bool has_account;
	bool lost; /* all of it */
	int64_t trades;
	double psr;       /* odds that the true Sharpe ratio is above 0 */
	double expected;  /* the best daily one of so many without skill */
	double dsr;       /* odds that it is above that; NaN: nothing to deflate
			     by */
	double min_track; /* days to tell it from 0; may be infinite */
};

/*
 * Of the days of a stretch (NULL: nothing is known of the account), which span
 * describes, and the trades.  0, or -1: out of memory.
 */
int luck_make(struct luck *l, const struct luck_params *params,
    const struct trials *trials, const struct stretch *days,
    const struct day_span *span, const struct trade_list *trades);

/*
 * The object of the report, "verdict" being a sentence for people.  Errors
 * show in ferror(f).
 */
void luck_put(FILE *f, const struct luck *l);

enum { LUCK_VERDICT = 400 };

void luck_verdict(const struct luck *l, char text[LUCK_VERDICT]);

/* The odds there are and the trials, in a line for people; an account is
 * known. */
void luck_odds(const struct luck *l, char text[LUCK_VERDICT]);

#endif
