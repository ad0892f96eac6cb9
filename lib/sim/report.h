/* SPDX-License-Identifier: MIT */
/*
 * report - what a simulation found, as a record, as CSV and as a table for
 * people.  Its figures are those of figure.h.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdio.h>

#include "base/map.h"
#include "market/record.h"
#include "sim/curve.h"
#include "sim/executions.h"
#include "sim/figure.h"
#include "sim/intake.h"
#include "sim/luck.h"
#include "sim/proof.h"
#include "sim/searched.h"
#include "sim/simulation.h"
#include "sim/terms.h"
#include "sim/windows.h"

struct report_params {
	struct terms terms;
	struct window_list windows;
	struct judge judge;
	int64_t warm_up; /* of simulation.h; 0: its default */
	int year_days;   /* what a year of daily returns has */
	struct luck_params luck;
	int64_t now; /* end of the windows; -1: the last record's time */
};

struct report {
	struct report_params params;
	struct intake_counts input;
	struct window windows[WINDOWS_MAX];
	struct window whole;
	struct run run;
	struct luck luck;
	/* *borrowed* */
	const struct simulation *sim;    /* NULL: of executions */
	const struct map *setups;        /* names of trade.setup */
	struct proof *proof;             /* NULL: none was asked for */
	const struct searched *searched; /* NULL: nothing was */
};

/* The simulation is over.  0, or -1: out of memory. */
int report_make(struct report *rep, const struct report_params *params,
    const struct intake *in, const struct simulation *sim,
    const struct trials *trials, struct proof *proof,
    const struct searched *searched);

/*
 * Of trades that were finished elsewhere, of whose account nothing is known:
 * the windows, and of the rest what returns alone say.  Of params only
 * windows, judge and now count.  0, or -1: out of memory.
 */
int report_executions(struct report *rep, const struct report_params *params,
    const struct executions *e);

/*
 * The report record; it points into *text, which the caller frees after
 * having written it.  0, or -1: out of memory, or the program's own file, whose
 * sum the proof has, cannot be read.
 */
int report_record(const struct report *rep, struct record *r, char **text);

/* Errors show in ferror(f), in all of these. */
void report_csv(const struct report *rep, FILE *f);
/* The header of a log of reports, and a line of it: when, and the summary. */
void report_log_header(FILE *f);
void report_log_row(const struct report *rep, int64_t now, FILE *f);
/* -1: out of memory. */
int report_text(const struct report *rep, FILE *f);

#endif
