/* SPDX-License-Identifier: MIT */
/* host - what one server lets this process ask now. */
#ifndef HOST_H
#define HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "net/budget.h"

enum { HOST_WHY = 400 };

struct host {
	struct host *next;
	char *name;   /* "": files */
	int flying;   /* requests that are under way */
	bool answers; /* or fails, but the last time it did not refuse */
	/* of clock_mono() */
	int64_t pause;              /* nothing is asked before; 429 */
	int64_t banned;             /* the same; 418 */
	int64_t shut;               /* the same, and it is not waited for */
	int64_t gate[BUDGET_POOLS]; /* when the budget may be asked again */
	char why[HOST_WHY];         /* it is shut */
};

/* What a request costs. */
struct charge {
	struct budget *budget; /* NULL: nothing is counted */
	int pool;
	int64_t cost;
};

enum host_says {
	HOST_GO,     /* the cost is taken */
	HOST_WAIT,   /* ask again at *at, or INT64_MAX: when another ended */
	HOST_DENIED, /* it is shut */
	HOST_LATER,  /* it has banned us for longer than we wait */
	HOST_BROKEN, /* the budget's file failed */
};

/* *borrowed* from the list: the host of url; NULL: out of memory. */
struct host *host_find(struct host **list, const char *url);
void host_free_all(struct host *list);

/* May a request go now (of clock_mono())?  full: there is no room for it. */
enum host_says host_ask(struct host *h, const struct charge *c, int64_t now,
    bool full, int64_t *at, char why[HOST_WHY]);

/*
 * 429, 418, 403 and 451: pool or host are not asked for ms (of a pause 0: in
 * this window).  The ms to wait, or -1 if the budget's file failed.
 */
int64_t host_pause(struct host *h, const struct charge *c, int64_t ms);
int64_t host_ban(
    struct host *h, const struct charge *c, int64_t ms, char why[HOST_WHY]);
int64_t host_shut(struct host *h, const struct charge *c, const char *why);

#endif
