/* SPDX-License-Identifier: MIT */
/* complain - what a market's records lacked, said at the end as warnings. */
#ifndef COMPLAIN_H
#define COMPLAIN_H

#include "signal/scorer.h"

void complain(const struct scorer_params *p, const char *symbol,
    const struct scorer_counts *c);

#endif
