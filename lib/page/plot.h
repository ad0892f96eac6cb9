/* SPDX-License-Identifier: MIT */
/* plot - a curve drawn with the characters of a terminal. */
#ifndef PLOT_H
#define PLOT_H

#include <stdbool.h>
#include <stdio.h>

#include "page/thin.h"

enum { PLOT_WIDTH = 200, PLOT_HEIGHT = 24 };

struct plot {
	int width, height; /* characters; of the curve alone */
	bool unicode;      /* half blocks, else '#' */
	bool hangs;        /* filled from the top down to the curve */
	bool ratio;        /* the scale in per cent */
};

/*
 * The curve from time from to time to, each column from its lowest to its
 * highest value, the scale on the left; columns without data stay empty where
 * they are wider than a cell of the curve.
 */
void plot_put(FILE *f, const struct plot *p, const struct thin *t, int64_t from,
    int64_t to);

/* The times below it. */
void plot_times(FILE *f, const struct plot *p, int64_t from, int64_t to);

#endif
