/* SPDX-License-Identifier: MIT */
/*
 * ledger - the accounts of a budget: what is used of each window, until when
 * nothing may be asked.  budget keeps it in a file; no clock is read here.
 *
 * now is always a time of CLOCK_BOOTTIME in ms, the server's time is that plus
 * offset.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "net/budget.h"

enum {
	LEDGER_BOOT = 40, /* of a boot id, a UUID */
	LEDGER_TEXT = 4096,
	LEDGER_NAME = 16,
	LEDGER_SLOTS = 3,
};

struct slot {
	int64_t used;
	int64_t flying; /* taken in it, not yet answered */
};

struct deadline {
	int64_t boot;  /* of CLOCK_BOOTTIME */
	int64_t epoch; /* the same by the server's clock, for after a restart */
};

struct account {
	char name[LEDGER_NAME];
	int64_t window_ms;
	int64_t window; /* the slots: those before, at, and behind this one */
	struct slot slot[LEDGER_SLOTS];
	struct deadline pause;
};

struct ledger {
	char boot[LEDGER_BOOT];
	int64_t boot_ms, wall_ms; /* when it was written */
	int64_t offset;           /* of the server's clock from boot time */
	int known;                /* or only from the wall clock */
	struct deadline ban;
	int n;
	struct account account[BUDGET_POOLS];
};

/* As text, and back: 0, or -1 if it is not what ledger_put() wrote. */
size_t ledger_put(const struct ledger *l, char text[LEDGER_TEXT]);
int ledger_parse(struct ledger *l, const char *text);

/* Nothing is used; skew: of the wall clock from boot time. */
void ledger_begin(struct ledger *l, int64_t skew);

/* Another boot: deadlines are where the wall clock says. */
void ledger_reboot(struct ledger *l, int64_t skew, int64_t now);

/* *borrowed*: the pool's account, its slots as of now. */
struct account *ledger_account(
    struct ledger *l, const struct budget_pool *p, int64_t now);

/* How long until a request of this cost fits, limits only; 0: it was taken. */
int64_t ledger_take(const struct ledger *l, struct account *a, int64_t limit,
    int64_t cost, int64_t now);

/* What was taken at this cost is answered. */
void ledger_land(struct account *a, int64_t cost);

/* The server says that so much is used of the window that holds server; 0:
 * of this one. */
void ledger_used(struct account *a, int64_t used, int64_t server);

/* The server's clock read so, or so to the second below, at some time in the
 * last `took` ms. */
void ledger_learn(struct ledger *l, int64_t server, int64_t took, int64_t now);

/* Moves a deadline to boot if that is later. */
void ledger_extend(const struct ledger *l, struct deadline *d, int64_t boot);

/* When the account's window is over for the server, too. */
int64_t ledger_window_end(const struct ledger *l, const struct account *a);

#endif
