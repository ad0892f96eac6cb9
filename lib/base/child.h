/* SPDX-License-Identifier: MIT */
/* child - runs a command from one file into another. */
#ifndef CHILD_H
#define CHILD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Runs argv (argv[0] is looked up in PATH) with stdin from in, at its
 * beginning, and stdout to out; quiet: its stderr goes to /dev/null.  Waits
 * for its end.  Its exit status, 128 + the signal that killed it, or -1 with
 * the reason in why: it could not be run.
 */
int child_run(
    char *const argv[], int in, int out, bool quiet, char *why, size_t size);

#endif
