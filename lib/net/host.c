/* SPDX-License-Identifier: MIT */
#include "net/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/fetch.h"
#include "net/http.h"

enum { PAUSE_MS = 60000 }; /* after a 429 that names no time, no budget */

struct host *
host_find(struct host **list, const char *url)
{
	char *name = http_host(url);
	struct host *h;

	if (!name)
		return NULL;
	for (h = *list; h; h = h->next)
		if (strcmp(h->name, name) == 0) {
			free(name);
			return h;
		}
	h = calloc(1, sizeof *h);
	if (!h) {
		free(name);
		return NULL;
	}
	h->name = name;
	h->answers = !*name;
	h->next = *list;
	*list = h;
	return h;
}

void
host_free_all(struct host *list)
{
	struct host *h;

	while ((h = list)) {
		list = h->next;
		free(h->name);
		free(h);
	}
}

static void
say_banned(const struct charge *c, int64_t ms, char why[HOST_WHY])
{
	int64_t now =
	    c->budget ? budget_server_now(c->budget, NULL) : clock_now();
	char text[CLOCK_TEXT];

	/* To the second, which is all that a Date tells; not too early. */
	(void)snprintf(why, HOST_WHY,
	    "the server has banned this machine until %s",
	    clock_format((now + ms + 999) / 1000 * 1000, text));
}

/* Takes from the budget. */
static enum host_says
afford(struct host *h, const struct charge *c, int64_t now, int64_t *at,
    char why[HOST_WHY])
{
	int64_t wait = 0, ban = 0;

	if (c->budget)
		wait = budget_take(c->budget, c->pool, c->cost);
	if (wait == 0)
		return HOST_GO;
	if (wait > 0)
		ban = budget_banned(c->budget);
	if (wait < 0 || ban < 0) {
		(void)snprintf(why, HOST_WHY, "%s", budget_why(c->budget));
		return HOST_BROKEN;
	}
	if (ban > FETCH_BAN_WAIT) {
		say_banned(c, ban, why);
		return HOST_LATER;
	}
	log_info("'%s': %s; %.1f s to wait", h->name,
	    ban > 0 ? "the server has banned this machine"
		    : "the budget is used up",
	    (double)wait / 1000);
	*at = h->gate[c->pool] = now + wait;
	return HOST_WAIT;
}

enum host_says
host_ask(struct host *h, const struct charge *c, int64_t now, bool full,
    int64_t *at, char why[HOST_WHY])
{
	int64_t ban = h->banned - now;

	if (h->shut > now) {
		(void)snprintf(why, HOST_WHY, "%s", h->why);
		return HOST_DENIED;
	}
	if (ban > FETCH_BAN_WAIT) {
		say_banned(c, ban, why);
		return HOST_LATER;
	}
	*at = h->pause > h->banned ? h->pause : h->banned;
	if (c->budget && *at < h->gate[c->pool])
		*at = h->gate[c->pool];
	if (*at > now)
		return HOST_WAIT;
	*at = INT64_MAX;
	if (full || (!h->answers && h->flying > 0))
		return HOST_WAIT;
	return afford(h, c, now, at, why);
}

int64_t
host_pause(struct host *h, const struct charge *c, int64_t ms)
{
	int64_t now = clock_mono();

	if (!c->budget) {
		ms = ms > 0 ? ms : PAUSE_MS;
		h->pause = now + ms;
		return ms;
	}
	if (budget_pause(c->budget, c->pool, ms > 0 ? ms : -1) != 0)
		return -1;
	ms = budget_take(c->budget, c->pool, 0); /* tells the wait */
	h->gate[c->pool] = now + ms;
	return ms;
}

int64_t
host_ban(struct host *h, const struct charge *c, int64_t ms, char why[HOST_WHY])
{
	h->banned = clock_mono() + ms;
	say_banned(c, ms, why);
	if (c->budget && budget_ban(c->budget, ms) != 0)
		return -1;
	return ms;
}

int64_t
host_shut(struct host *h, const struct charge *c, const char *why)
{
	h->shut = clock_mono() + FETCH_SHUT;
	(void)snprintf(h->why, sizeof h->why, "%s", why);
	if (c->budget && budget_ban(c->budget, FETCH_SHUT) != 0)
		return -1;
	return FETCH_SHUT;
}
