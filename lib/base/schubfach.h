/* SPDX-License-Identifier: MIT */
/* schubfach - the shortest decimal of a double, whatever the double. */
#ifndef SCHUBFACH_H
#define SCHUBFACH_H

#include <stdint.h>

/*
 * The shortest m * 10^e that reads back as |v|, the closest to it where
 * several are; m may end in zeros.  v is finite and not zero.
 * Source: Giulietti, "The Schubfach way to render doubles", 2020.
 */
void schubfach(double v, uint64_t *m, int *e);

#endif
