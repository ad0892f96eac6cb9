/* SPDX-License-Identifier: MIT */
/* answer - what a server's answer means for the request and for the host. */
#ifndef ANSWER_H
#define ANSWER_H

#include <stddef.h>
#include <stdint.h>

struct rng;
struct transfer;

enum answer_kind {
	ANSWER_OK,      /* 200 */
	ANSWER_ABSENT,  /* 404, 410 */
	ANSWER_REFUSED, /* 400, 401, ...: the request is wrong */
	ANSWER_DENIED,  /* a redirect that is not followed */
	ANSWER_SHUT,    /* 403, 451: nothing of this host is for us */
	ANSWER_RETRY,   /* 202, 408, 425, 5xx: it may work soon */
	ANSWER_PAUSE,   /* 429: too much was asked */
	ANSWER_BAN,     /* 418: too much was asked in spite of 429 */
};

struct answer {
	enum answer_kind kind;
	int64_t wait; /* ms that the server wants us to wait; 0: it is silent */
};

/* Of a transfer that is HTTP_OK or HTTP_ANSWERED.  now: the server's time. */
struct answer answer_judge(const struct transfer *t, int64_t now);

/* The answer's Date in ms; 0: it has none. */
int64_t answer_date(const struct transfer *t);

/* The weight that its headers say is used in this minute; -1: they do not. */
int64_t answer_used(const struct transfer *t);

/* How many ms to wait after so many failed tries (1 ...): 250, doubled each
 * time, at most 8,000, of which half to all. */
int64_t answer_backoff(struct rng *r, int failed);

#endif
