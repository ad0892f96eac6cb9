/* SPDX-License-Identifier: MIT */
/* table - what the options of backtest are called. */
#ifndef BACKTEST_TABLE_H
#define BACKTEST_TABLE_H

#include "base/opt.h"
#include "market/filter.h"

enum {
	OPT_BOOTSTRAP = OPT_FREE,
	OPT_CALENDAR,
	OPT_CSV,
	OPT_DB,
	OPT_EMBARGO,
	OPT_EQUITY,
	OPT_EXECUTIONS,
	OPT_FORMAT,
	OPT_INTERVAL,
	OPT_JOBS,
	OPT_LOG_DIR,
	OPT_LOSS_THRESHOLD,
	OPT_MIN_TRADE_COUNT,
	OPT_MIN_WIN_RATE,
	OPT_NOW,
	OPT_OBJECTIVE,
	OPT_PAPER,
	OPT_PROOF,
	OPT_PURGE,
	OPT_SEED,
	OPT_SWEEP,
	OPT_TRIALS,
	OPT_VERIFY,
	OPT_WALK_FORWARD,
	OPT_WARM_UP,
	OPT_WIN_THRESHOLD,
	OPT_WINDOWS,
	OPT_YEAR_DAYS,
	/* Those of rules.h. */
	OPT_CASH,
	OPT_ENTRY,
	OPT_FEE,
	OPT_FINISH,
	OPT_MAKER_FEE,
	OPT_MAX_BARS,
	OPT_MIN_SCORE,
	OPT_ON_OPPOSITE,
	OPT_PRICES,
	OPT_SIZE,
	OPT_SLIPPAGE,
	OPT_STOP,
	OPT_TARGET,
	OPT_WHOLE_UNITS,
};

extern const struct opt table_opts[]; /* zeros end it */
extern const struct opt_spec table_spec;

/* Of one of the above. */
const char *table_name(int ch);

/* The number of the option of that name, len long; 0: there is none. */
int table_find(const char *name, size_t len);

#endif
