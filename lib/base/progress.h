/* SPDX-License-Identifier: MIT */
/* progress - one line on a terminal: how much is done, how fast, how long. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *unit; /* "files" */
	int64_t done, total;
	int64_t begun, shown; /* monotonic ms */
	bool on;              /* log_progress() */
	bool visible;
};

void progress_init(struct progress *p, const char *unit);

/* More or (negative) less to do. */
void progress_more(struct progress *p, int64_t n);

/* n more are done; what says of what, and is shown. */
void progress_step(struct progress *p, int64_t n, const char *what);

/* Takes the line away: before a message, and at the end. */
void progress_clear(struct progress *p);

#endif
