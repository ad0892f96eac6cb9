/* SPDX-License-Identifier: MIT */
/* setups - the two named setups of the classic profile. */
#ifndef SETUPS_H
#define SETUPS_H

#include <stdbool.h>

#include "signal/composite.h"
#include "signal/inputs.h"

enum setup_kind {
	SETUP_MOMENTUM_CONTINUATION, /* where no other fires */
	SETUP_SQUEEZE_REVERSAL,
	SETUP_ABSORPTION,
	SETUPS,
};
extern const char *const setup_names[SETUPS];

struct setup {
	enum setup_kind kind;
	double score;             /* 0-1, 3 decimals */
	enum grade confidence;    /* of the score before rounding */
	double compression_ratio; /* squeeze: bb_width / kc_width */
};

/*
 * Each: whether it fires, and then *s.  An input that a gate asks for and
 * that is not known keeps the gate shut, the basis too.
 */
bool setup_squeeze_reversal(const struct inputs *in, struct setup *s);
bool setup_absorption(const struct inputs *in, struct setup *s);

/* The one with the higher rounded score; the squeeze where both are equal. */
bool setup_best(const struct inputs *in, struct setup *s);

#endif
