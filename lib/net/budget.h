/* SPDX-License-Identifier: MIT */
/*
 * budget - what this machine may ask of one server, shared by all processes
 * through a file with a lock in $TICKPIPE_RUN.
 *
 * Windows and deadlines run on CLOCK_BOOTTIME, which nobody sets; the server's
 * clock is that plus what its answers taught.  Only a restart of the machine
 * leaves nothing but the wall clock to tell by.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>
#include <stdint.h>

enum { BUDGET_POOLS = 8, BUDGET_WHY = 256 };

struct budget;

struct budget_pool {
	const char *name;  /* up to 15 letters; *borrowed* while it is open */
	int64_t limit;     /* weight or requests in a window */
	int64_t window_ms; /* of the server's clock, from multiples on */
};

/*
 * host: what names the server ("fapi.binance.com", "127.0.0.1:8080").  *new*,
 * or NULL with why (BUDGET_WHY bytes).  Not to be used on both sides of a
 * fork(): the lock would be shared.
 *
 * A file that is torn or another program's is begun anew, as if the windows
 * that run were used up.
 */
struct budget *budget_open(
    const char *host, const struct budget_pool *pools, int n, char *why);
void budget_close(struct budget *b);

/*
 * Takes cost from a pool.  0: taken, go; > 0: so many ms to wait, then ask
 * again, nothing was taken; -1: the file failed, budget_why().
 *
 * Nobody gets more than the limit less 5 % and less one such request (but one
 * request in a window of which nothing is used yet); near a window's edge,
 * where the server may see another window than we, it is taken from both.
 * While the server has banned this machine nobody gets anything.
 */
int64_t budget_take(struct budget *b, int pool, int64_t cost);

struct budget_answer {
	int64_t cost; /* as it was taken */
	int64_t used; /* of the server's window by all at this address, or -1:
			 it does not say */
	int64_t server_now; /* its clock when it answered, in ms or to the
			       second below; 0: it does not say */
	int64_t took;       /* ms since the request was sent */
};

/* What was taken for has been answered, or failed.  0, or -1 as all below. */
int budget_note(struct budget *b, int pool, const struct budget_answer *answer);

/* 429: nobody asks this pool for ms from now; -1: in this window.  The latest
 * deadline counts. */
int budget_pause(struct budget *b, int pool, int64_t ms);

/* 418, 403: nobody asks anything of the host for ms from now; the latest
 * deadline counts.  It is kept across runs and restarts of the machine. */
int budget_ban(struct budget *b, int64_t ms);

/* How many ms of a ban are left; 0: there is none. */
int64_t budget_banned(struct budget *b);

/* The server's time as last learnt, else clock_now().  known: unless NULL,
 * whether it was learnt. */
int64_t budget_server_now(struct budget *b, bool *known);

/* By how many ms the wall clock was set since the file was last written before
 * this process opened it; 0: by less than 2 s. */
int64_t budget_clock_jump(const struct budget *b);

const char *budget_why(const struct budget *b);

#endif
