/* SPDX-License-Identifier: MIT */
/* lock - mutual exclusion between processes by flock(2) on a file. */
#ifndef LOCK_H
#define LOCK_H

#include <stdbool.h>

/*
 * Opens (creating it, and its directory) the lock file at path.  The file
 * stays when the lock is gone; what it holds is nothing.
 * A descriptor, or -1 with errno.
 */
int lock_open(const char *path);

/* 0; 1 if somebody else holds it (wait false only); -1 with errno. */
int lock_take(int fd, bool wait);
void lock_release(int fd); /* keeps fd open */
void lock_close(int fd);   /* releases too */

/*
 * $TICKPIPE_RUN, else ${XDG_STATE_HOME:-~/.local/state}/tickpipe; where locks
 * live.  ~ is $HOME, else what the password file says.  *borrowed*, for ever;
 * the first call decides.  NULL if there is no home or the path is too long.
 */
const char *lock_dir(void);

/*
 * The lock of one job, named after its parts ("backfill", "/x.db",
 * "binance-um", "BTCUSDT", "candles"); any bytes may stand in a part, but a
 * path must be absolute to mean the same job everywhere.
 * Not waited for.  A descriptor to lock_close(); -1 with errno, EWOULDBLOCK
 * if another run of the job holds it.
 */
int lock_job(const char *const parts[], int n);

#endif
