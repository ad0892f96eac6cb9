/* SPDX-License-Identifier: MIT */
/*
 * run_log - a directory that remembers reports: a file of each run,
 * backtest_YYYYmmddTHHMMSSZ.json, and backtest_trend.csv, a line a run.
 */
#ifndef RUN_LOG_H
#define RUN_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "sim/report.h"

/*
 * Adds a run of the time now, whose report record is the line of len bytes
 * (without line feed).  The directory is made if need be.  A second run of
 * the same second gets its own file, -2 behind the time.  Runs at once take
 * turns.  A line of the table that a crash cut short is ended first; a file of
 * its name that begins otherwise is left alone.
 * 0, or -1 and why names the file.
 */
int run_log_add(const char *dir, int64_t now, const struct report *rep,
    const char *line, size_t len, char *why, size_t size);

/* Whether the directory's table, if it is there, is one of ours.  As above. */
int run_log_check(const char *dir, char *why, size_t size);

#endif
