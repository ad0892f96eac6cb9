/* SPDX-License-Identifier: MIT */
/* pour - the records of a store as lines on a pipe, by a process of its own. */
#ifndef POUR_H
#define POUR_H

#include <sys/types.h>

#include "store/store.h"

/*
 * Opens the store and starts a process that writes what q asks for, as
 * query(1) prints it, to *fd.  Its pid, for pour_end(); or -1 with an exit
 * status in *status and the reason in why (STORE_WHY bytes).
 */
pid_t pour_start(const char *path, const struct store_query *q, int *fd,
    int *status, char *why);

/* Waits for it: 0, or -1: not all of it could be read, which it has told. */
int pour_end(pid_t pid);

#endif
