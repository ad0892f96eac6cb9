/* SPDX-License-Identifier: MIT */
#include "net/ledger.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"

enum {
	EDGE_MS = 1000, /* what two clocks and the way may differ by */
	EDGE_PART = 8,  /* of a short window at most such a part */
	MARGIN = 20,    /* 1 / 20 of a limit is not planned with */
	BEFORE = 0,     /* slots: the window before this, */
	THIS = 1,       /* this, */
	NEXT = 2,       /* and the one behind it */
};

/* A deadline that no longer is one, whatever a clock says: bans last three
 * days at most. */
#define WAIT_MAX (4 * DAY_MS)

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

size_t
ledger_put(const struct ledger *l, char text[LEDGER_TEXT])
{
	size_t n = (size_t)snprintf(text, LEDGER_TEXT,
	    "tickpipe-budget 1\n"
	    "boot %s\nwritten %" PRId64 " %" PRId64 "\nserver %" PRId64
	    " %d\nban %" PRId64 " %" PRId64 "\n",
	    l->boot, l->boot_ms, l->wall_ms, l->offset, l->known, l->ban.boot,
	    l->ban.epoch);

	for (int i = 0; i < l->n; i++) {
		const struct account *a = &l->account[i];

		n += (size_t)snprintf(text + n, LEDGER_TEXT - n,
		    "pool %s %" PRId64 " %" PRId64, a->name, a->window_ms,
		    a->window);
		for (int k = 0; k < LEDGER_SLOTS; k++)
			n += (size_t)snprintf(text + n, LEDGER_TEXT - n,
			    " %" PRId64 " %" PRId64, a->slot[k].used,
			    a->slot[k].flying);
		n += (size_t)snprintf(text + n, LEDGER_TEXT - n,
		    " %" PRId64 " %" PRId64 "\n", a->pause.boot,
		    a->pause.epoch);
	}
	return n + (size_t)snprintf(text + n, LEDGER_TEXT - n,
		       "sum %016" PRIx64 "\n", rng_hash(text, n));
}

static int
parse_account(struct account *a, const char *line)
{
	struct slot *s = a->slot;

	return sscanf(line,
		   "pool %15s %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
		   " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
		   " %" SCNd64,
		   a->name, &a->window_ms, &a->window, &s[0].used, &s[0].flying,
		   &s[1].used, &s[1].flying, &s[2].used, &s[2].flying,
		   &a->pause.boot, &a->pause.epoch) == 11
		   ? 0
		   : -1;
}

int
ledger_parse(struct ledger *l, const char *text)
{
	const char *line = strstr(text, "\nsum ");
	uint64_t sum;

	memset(l, 0, sizeof *l);
	if (!line || sscanf(line, " sum %16" SCNx64, &sum) != 1 ||
	    sum != rng_hash(text, (size_t)(line + 1 - text)) ||
	    sscanf(text,
		"tickpipe-budget 1 boot %39s written %" SCNd64 " %" SCNd64
		" server %" SCNd64 " %d ban %" SCNd64 " %" SCNd64,
		l->boot, &l->boot_ms, &l->wall_ms, &l->offset, &l->known,
		&l->ban.boot, &l->ban.epoch) != 7)
		return -1;
	for (line = strstr(text, "\npool "); line && l->n < BUDGET_POOLS;
	     line = strstr(line + 1, "\npool "))
		if (parse_account(&l->account[l->n++], line + 1) != 0)
			return -1;
	return 0;
}

void
ledger_begin(struct ledger *l, int64_t skew)
{
	memset(l, 0, sizeof *l);
	l->offset = skew;
}

void
ledger_extend(const struct ledger *l, struct deadline *d, int64_t boot)
{
	if (boot <= d->boot)
		return;
	d->boot = boot;
	d->epoch = boot + l->offset;
}

/* After a restart boot time began anew: the wall clock has to do. */
static void
move_deadline(struct deadline *d, const struct ledger *l, int64_t now)
{
	if (d->boot == 0)
		return;
	d->boot = d->epoch - l->offset;
	if (d->boot > now + WAIT_MAX)
		d->boot = now + WAIT_MAX;
	if (d->boot <= now)
		d->boot = d->epoch = 0;
}

void
ledger_reboot(struct ledger *l, int64_t skew, int64_t now)
{
	l->offset = skew;
	l->known = 0;
	move_deadline(&l->ban, l, now);
	for (int i = 0; i < l->n; i++)
		move_deadline(&l->account[i].pause, l, now);
}

static int64_t
edge_of(int64_t window_ms)
{
	int64_t part = window_ms / EDGE_PART;

	return part < EDGE_MS ? part : EDGE_MS;
}

/* When the window of slot k is over for the server too. */
static int64_t
slot_end(const struct ledger *l, const struct account *a, int k)
{
	return (a->window + k) * a->window_ms + edge_of(a->window_ms) -
	       l->offset;
}

int64_t
ledger_window_end(const struct ledger *l, const struct account *a)
{
	return slot_end(l, a, THIS);
}

/* Brings the slots to the window that runs now. */
static void
turn(struct account *a, int64_t server)
{
	int64_t window = floor_div(server, a->window_ms);
	int64_t by = window - a->window;
	struct slot old[LEDGER_SLOTS];

	memcpy(old, a->slot, sizeof old);
	for (int64_t k = 0; by != 0 && k < LEDGER_SLOTS; k++)
		a->slot[k] = k + by >= 0 && k + by < LEDGER_SLOTS
				 ? old[k + by]
				 : (struct slot){0, 0};
	a->window = window;
}

struct account *
ledger_account(struct ledger *l, const struct budget_pool *p, int64_t now)
{
	struct account *a = NULL;

	for (int i = 0; i < l->n && !a; i++)
		if (strcmp(l->account[i].name, p->name) == 0)
			a = &l->account[i];
	if (!a) /* more than there is room for are nobody's who is here */
		a = &l->account[l->n < BUDGET_POOLS ? l->n++
						    : BUDGET_POOLS - 1];
	if (strcmp(a->name, p->name) != 0 || a->window_ms != p->window_ms) {
		memset(a, 0, sizeof *a);
		(void)snprintf(a->name, sizeof a->name, "%s", p->name);
		a->window_ms = p->window_ms;
	}
	turn(a, now + l->offset);
	return a;
}

int64_t
ledger_take(const struct ledger *l, struct account *a, int64_t limit,
    int64_t cost, int64_t now)
{
	int64_t margin = limit / MARGIN > cost ? limit / MARGIN : cost;
	int64_t server = now + l->offset;
	int64_t edge = edge_of(a->window_ms), wait = 0;
	bool touched[LEDGER_SLOTS];

	for (int k = 0; k < LEDGER_SLOTS; k++) {
		int64_t from = (a->window + k - THIS) * a->window_ms;
		int64_t left = slot_end(l, a, k) - now;

		touched[k] = server + edge >= from &&
			     server - edge < from + a->window_ms;
		if (touched[k] && a->slot[k].used > 0 &&
		    a->slot[k].used + cost > limit - margin && left > wait)
			wait = left;
	}
	if (wait > 0)
		return wait;
	for (int k = 0; k < LEDGER_SLOTS; k++)
		a->slot[k].used += touched[k] ? cost : 0;
	a->slot[THIS].flying += cost;
	return 0;
}

void
ledger_land(struct account *a, int64_t cost)
{
	for (int k = BEFORE; k <= THIS; k++) {
		struct slot *s = &a->slot[k];
		int64_t n = cost < s->flying ? cost : s->flying;

		s->flying -= n;
		cost -= n;
	}
}

void
ledger_used(struct account *a, int64_t used, int64_t server)
{
	int64_t k = THIS;

	if (server > 0)
		k += floor_div(server, a->window_ms) - a->window;
	/* The server has not counted yet what is on its way to it. */
	used += a->slot[BEFORE].flying + a->slot[THIS].flying;
	if (k >= 0 && k < LEDGER_SLOTS && a->slot[k].used < used)
		a->slot[k].used = used;
}

/* An answer says between which two the offset is, a slow one not much. */
void
ledger_learn(struct ledger *l, int64_t server, int64_t took, int64_t now)
{
	int64_t least = server - now, old = l->offset;
	int64_t most = least + took + (server % 1000 == 0 ? 1000 : 0);

	if (old < least)
		l->offset = least;
	if (old > most)
		l->offset = most;
	l->known = 1;
	if (llabs(l->offset - old) <= EDGE_MS)
		return;
	/* Windows are not where they were thought to be: what was used lately
	 * counts in the one that runs. */
	for (int i = 0; i < l->n; i++) {
		struct account *a = &l->account[i];
		struct slot *s = a->slot;

		turn(a, now + old);
		s[THIS].used += s[BEFORE].used + s[NEXT].used;
		s[THIS].flying += s[BEFORE].flying;
		s[BEFORE] = s[NEXT] = (struct slot){0, 0};
		a->window = floor_div(now + l->offset, a->window_ms);
	}
}
