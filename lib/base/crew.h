/* SPDX-License-Identifier: MIT */
/* crew - threads that share a number of jobs. */
#ifndef CREW_H
#define CREW_H

#include <stdint.h>

/* Processors that this process may use, at least 1. */
int crew_size(void);

/*
 * Calls work(arg, i) once for each 0 <= i < n, in so many threads, of which
 * the caller is one, in no order.  work returns 0, or -1: no more is begun.
 * watch, which may be NULL, is called by the caller's thread now and then with
 * how many are done.  0, or -1: a job failed.  Where threads cannot be had,
 * fewer do the work.
 */
int crew_run(int threads, int64_t n, int (*work)(void *arg, int64_t i),
    void (*watch)(void *arg, int64_t done), void *arg);

#endif
