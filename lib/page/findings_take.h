/* SPDX-License-Identifier: MIT */
/* findings_take - what the files that fill findings share. */
#ifndef FINDINGS_TAKE_H
#define FINDINGS_TAKE_H

#include "page/findings.h"

/* That of a symbol, made if it is not there; NULL: out of memory. */
struct part *findings_part(struct findings *f, int symbol);

/* Takes a position record.  0, or -1: out of memory. */
int findings_deal(struct findings *f, const struct record *r);

#endif
