/* SPDX-License-Identifier: MIT */
/* stop - SIGINT and SIGTERM ask a source or a sink to end cleanly. */
#ifndef STOP_H
#define STOP_H

#include <signal.h>

/*
 * From now on both signals set the flag that is returned, and interrupt what
 * waits (EINTR).  Even if they were ignored: a shell without job control
 * starts what is in the background so.
 */
const volatile sig_atomic_t *stop_on_signals(void);

#endif
