/* SPDX-License-Identifier: MIT */
/*
 * fetch - what URLs name: several at once, within the budget of their server,
 * tried again where that may help.
 */
#ifndef FETCH_H
#define FETCH_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "net/http.h"

struct budget;

enum {
	FETCH_PARALLEL = 6,       /* so many at once */
	FETCH_TRIES = 5,          /* of one request */
	FETCH_FAILURES = 20,      /* in a row, of all requests: given up */
	FETCH_BAN_WAIT = 60000,   /* ms: what is banned for longer is not
				     waited for */
	FETCH_SHUT = 300000,      /* ms without requests after a 403 or 451:
				     the next run is not to wait for it */
	FETCH_PAUSES = 5,         /* 429s that one request waits out, */
	FETCH_PAUSE_MAX = 600000, /* for so many ms in all */
	FETCH_SLACK = 64,         /* readable bytes behind a body */
};

enum fetch_status {
	FETCH_RUNNING,
	FETCH_OK,
	FETCH_ABSENT,  /* 404, 410; of a file URL: no such file */
	FETCH_REFUSED, /* 400, 401, ...: the request is wrong; fetch_body()
			  has the server's words */
	FETCH_DENIED,  /* 403, 451, bad certificate, redirect elsewhere: the
			  server lets nobody have it; ask no further */
	FETCH_LATER,   /* the network or the server failed, tries included; or
			  it banned us for longer than we wait */
	FETCH_CORRUPT, /* larger than max; no JSON where it was asked for,
			  tries included */
	FETCH_BROKEN,  /* this machine failed: no memory, the sink, the
			  budget's file */
	FETCH_STOPPED, /* the stop flag was set */
};

struct fetcher;
struct fetch;

struct fetch_request {
	const char *url;       /* copied */
	int64_t max;           /* bytes */
	struct budget *budget; /* *borrowed* until the fetch ends; NULL:
				  nothing is counted.  One for each host. */
	int pool;              /* 0: the one that answers tell the use of */
	int64_t cost;
	bool json;  /* of an interface: gzip is welcome, no redirect is
		       followed, and what is not in brackets or braces is no
		       answer: try again */
	bool fresh; /* no cache on the way may answer */
	/* Where the body goes; sink NULL: into memory, fetch_body().  restart
	 * is called before each try but the first: forget what came.  Both
	 * return 0, or -1: give up, FETCH_BROKEN.  They may call nothing of
	 * this module. */
	http_sink *sink;
	int (*restart)(void *arg);
	void *arg;
};

struct fetch_stats {                   /* of the fetcher */
	int64_t requests, bytes, cost; /* sent, received, taken from budgets */
	int64_t waited_ms; /* for budgets, bans and back-offs, while nothing
			      else was under way */
};

/* stop: set by a signal handler, or NULL.  *new*, or NULL. */
struct fetcher *fetcher_new(const volatile sig_atomic_t *stop);
void fetcher_free(struct fetcher *f); /* after all its fetches */
const struct fetch_stats *fetcher_stats(const struct fetcher *f);

/* What comes now is about something else: after FETCH_FAILURES it gets one
 * more chance, of as many tries as one request has. */
void fetcher_renew(struct fetcher *f);

/*
 * Queues it; *new*, NULL: out of memory.
 *
 * Requests go in this order; one that waits for its budget or for its next try
 * lets those of other hosts and pools pass.  Until a host has answered, and
 * after it has refused, it gets one request at a time.
 */
struct fetch *fetch_start(struct fetcher *f, const struct fetch_request *r);

/* Lets all go on for at most ms, until something happens; 0: without waiting.
 */
void fetcher_run(struct fetcher *f, int ms);

/* Is it ended?  Lets all go on without waiting. */
bool fetch_ready(struct fetch *t);

/* Waits for its end, all others go on; never FETCH_RUNNING. */
enum fetch_status fetch_wait(struct fetch *t);

/* *borrowed*: NUL and FETCH_SLACK more bytes are readable behind it.  Where a
 * sink took it, and after a failure, what the server said instead, if any. */
const char *fetch_body(const struct fetch *t, size_t *len);

const char *fetch_why(const struct fetch *t); /* not FETCH_OK; without URL */
int64_t fetch_date(const struct fetch *t);    /* of the answer; 0: none */
void fetch_free(struct fetch *t);             /* ends it */

#endif
