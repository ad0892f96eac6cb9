/* SPDX-License-Identifier: MIT */
/* options - the command line of backtest; what is wrong with it ends it. */
#ifndef BACKTEST_OPTIONS_H
#define BACKTEST_OPTIONS_H

#include <stdbool.h>

#include "market/filter.h"
#include "sim/claim.h"
#include "sim/grid.h"
#include "sim/proof.h"
#include "sim/report.h"
#include "sim/search.h"
#include "sim/walk.h"

struct options {
	struct filter_opts fo;
	struct report_params params;
	const char *csv, *log_dir;
	const char *executions; /* a file of them; NULL: trade signals */
	const char *verify;     /* a file with a report; NULL: none */
	bool text;
	bool every_bar; /* --equity bar */
	bool paper;
	bool counts;    /* trials */
	const char *db; /* in this store; NULL: the default one */
	bool proves;    /* the report is to carry it: */
	struct proof *proof;

	/* A search; no combinations: there is none. */
	struct grid grid;
	const struct objective *objective; /* NULL: the default one */
	int threads;                       /* 0: as there are processors */
	bool walks;
	struct walk_plan plan;

	uint64_t given; /* bits of the rules that were given */
	int trading;    /* the last option that only trading knows */
	int reporting;  /* likewise that only a report needs */
	bool shapes;    /* some were given that the figures hang on */
};

void options_init(struct options *o);
void options_finish(struct options *o);

/* Leaves optind at the operands. */
void options_parse(struct options *o, int argc, char *argv[]);

/* --verify: takes the options from the report instead. */
void options_adopt(
    struct options *o, const struct claim *claim, const char *prog);

static inline bool
options_by_trades(const struct options *o)
{
	return o->params.terms.rules.prices == PRICES_TRADE;
}

static inline bool
options_search(const struct options *o)
{
	return o->grid.combinations > 0;
}

#endif
