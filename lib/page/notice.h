/* SPDX-License-Identifier: MIT */
/* notice - what a reader must know before the figures. */
#ifndef NOTICE_H
#define NOTICE_H

#include <stdbool.h>

#include "page/findings.h"

enum { NOTICES_MAX = 8, NOTICE_TEXT = 320 };

struct notices {
	char text[NOTICES_MAX][NOTICE_TEXT];
	bool grave[NOTICES_MAX]; /* the figures cannot be relied on */
	int n;
};

void notices_make(struct notices *n, const struct findings *in);

#endif
