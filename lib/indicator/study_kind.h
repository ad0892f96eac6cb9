/* SPDX-License-Identifier: MIT */
/* study_kind - the table of indicators behind study.h: a row each. */
#ifndef STUDY_KIND_H
#define STUDY_KIND_H

#include "indicator/study.h"

enum { STUDY_PARAMS = 3 };

enum study_task { STUDY_RESET, STUDY_ANCHOR, STUDY_FINISH };

struct study_kind {
	const char *name;
	const char *params; /* a letter each: n length, k number > 0, t DURATION
			     */
	const char *form;   /* for people: "bb:N:K" */
	const char *outs[STUDY_OUTS]; /* none: one output without a suffix */
	size_t size;                  /* of its state, zeros before init */
	enum study_source source;     /* STUDY_BARS: none besides bars */

	/* Its warm-up in bars, or -1: no memory. */
	int (*init)(void *x, const double *p);

	/* v holds NaN for each output and gets what is known. */
	void (*push)(void *x, const struct study_bar *b, double *v);

	/* NULL: init starts it again, and there is nothing else to do. */
	void (*task)(void *x, enum study_task task);

	/* Of a source; else NULL.  As studies_sample(). */
	int (*sample)(void *x, int64_t ts_ms, int64_t good_ms, double value);

	/* False for parameters that contradict each other; NULL: none do. */
	bool (*valid)(const double *p);
	const char *rule; /* for people: what valid asks for */
};

/* Rows by what they are made from; a row without name ends each. */
extern const struct study_kind study_averages[]; /* the close */
extern const struct study_kind study_ranges[];   /* high, low and close */
extern const struct study_kind study_flows[];    /* volume and samples */

#endif
