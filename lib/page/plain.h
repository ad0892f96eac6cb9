/* SPDX-License-Identifier: MIT */
/* plain - text that came from elsewhere, for a terminal. */
#ifndef PLAIN_H
#define PLAIN_H

#include <stdbool.h>
#include <stdio.h>

/* Characters of UTF-8 text, each one column. */
int plain_width(const char *text);

/*
 * At most width of them; controls become '?', and without unicode all that is
 * no ASCII.
 */
void plain_text(FILE *f, const char *text, int width, bool unicode);

#endif
