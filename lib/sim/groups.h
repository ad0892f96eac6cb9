/* SPDX-License-Identifier: MIT */
/*
 * groups - closed trades by what they are: symbol, direction, setup, tier,
 * score, session of the entry, month of the exit, reason of the exit.
 */
#ifndef GROUPS_H
#define GROUPS_H

#include <stdio.h>

#include "base/map.h"
#include "sim/simulation.h"

/*
 * An array of objects, "by" and "key" first, of the groups that have trades:
 * what signals did not carry makes no group.  Sessions are those of the
 * built-in profile "classic", scores whole numbers (rounded down).  Errors
 * show in ferror(f).  0, or -1: out of memory.
 */
int groups_put(FILE *f, const struct simulation *s, const struct map *setups);

#endif
