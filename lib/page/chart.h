/* SPDX-License-Identifier: MIT */
/*
 * chart - SVG that keeps its letters legible at any width without a script:
 * what lies along the x axis is placed in per cent of the width, y in pixels;
 * curves are drawn in a part that is stretched, with strokes that are not.
 */
#ifndef CHART_H
#define CHART_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "page/scale.h"
#include "page/spans.h"
#include "page/thin.h"

struct chart {
	FILE *f;
	int number;    /* of the chart on its page, for ids */
	double lo, hi; /* of the x axis */
	int height;    /* pixels */
	int room;      /* left of it, pixels; 0: as usual */
};

/* A stretch of the height with a y axis of its own. */
struct panel {
	double lo, hi;
	int top, height; /* pixels */
	bool ratio;      /* in per cent */
};

/* Makes room for the texts of chart_rows(), before the chart begins. */
void chart_room(struct chart *c, const struct panel *p, const struct ticks *t);

/* desc is a sentence for those who cannot see it. */
void chart_begin(struct chart *c, const char *title, const char *desc);
void chart_end(struct chart *c);

double chart_x(const struct chart *c, double v); /* per cent */
double panel_y(const struct panel *p, double v); /* pixels */

/* Widens it to round numbers; wanted marks then stand in *t. */
void panel_round(struct panel *p, struct ticks *t, int wanted);

/* Lines across, and what they stand for. */
void chart_rows(struct chart *c, const struct panel *p, const struct ticks *t);
/* Lines down through all panels, and their times; or values. */
void chart_times(struct chart *c);
void chart_columns(struct chart *c, const struct ticks *t, bool ratio);

/* Where there is no data. */
void chart_holes(
    struct chart *c, const struct panel *p, const struct spans *holes);

/*
 * Curves; each value is multiplied by factor.  They are broken where more
 * than half of the way between two points is a hole; holes may be NULL.
 */
void chart_line(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double factor, const struct spans *holes);
/* The last values only. */
void chart_closes(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double factor, const struct spans *holes);
/* From the lowest to the highest value; from base, which is above. */
void chart_band(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, const struct spans *holes);
void chart_hang(struct chart *c, const struct panel *p, const char *class,
    const struct thin *t, double base, const struct spans *holes);

#endif
