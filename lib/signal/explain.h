/* SPDX-License-Identifier: MIT */
/* explain - a signal's arithmetic for people, from the signal itself. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <stddef.h>
#include <stdio.h>

/*
 * Prints what the signal in the JSON text says of itself: setup with its
 * reasons, parts of the score, levels, inputs.  What it does not say is left
 * out.  0, or -1 with the reason in why.
 */
int explain_signal(
    FILE *f, const char *text, size_t len, char *why, size_t size);

#endif
