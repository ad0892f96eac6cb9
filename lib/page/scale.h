/* SPDX-License-Identifier: MIT */
/* scale - where the marks of an axis stand, and what they say. */
#ifndef SCALE_H
#define SCALE_H

#include <stdbool.h>
#include <stdint.h>

#include "page/show.h"

enum { TICKS_MAX = 24 };

struct ticks {
	double at[TICKS_MAX];
	int n;
	int places; /* decimals that tell them apart */
	double step;
};

/*
 * Round numbers, 1, 2 or 5 times a power of ten apart, from lo to hi, about
 * wanted of them.  None where lo < hi does not hold.
 */
void ticks_make(struct ticks *t, double lo, double hi, int wanted);

/* The text of one; a ratio in per cent.  Where numbers would be long and are
 * shorter so, all have an exponent: "16.5e-9". */
const char *ticks_text(
    char buf[SHOW_TEXT], const struct ticks *t, int i, bool ratio);

/* 1, 2 or 5 times a power of ten, the smallest not below v, which is > 0. */
double scale_round(double v);

struct times {
	int64_t at[TICKS_MAX];
	int n;
	int64_t step; /* ms; of months: -months */
};

/* Round moments of UTC from..to, at most max (2 to TICKS_MAX) of them. */
void times_make(struct times *t, int64_t from, int64_t to, int max);

/* "06:00", "Jan 15", "2026-01", "2026", as fine as the step asks for. */
const char *times_text(char buf[SHOW_TEXT], const struct times *t, int i);

#endif
